// Finds the adapter that the engine works on.

/** A graphics process that has just gone down, at a browser's start or by a driver's fault, is up again by then. */
const ANOTHER_TRY_MILLISECONDS = 400;

/** The fastest adapter, asked for twice before there is none. Null where there is none. */
export async function findAdapter(gpu: GPU): Promise<GPUAdapter | null> {
  const ask = () => gpu.requestAdapter({ powerPreference: 'high-performance' });
  const found = await ask();
  if (found) return found;
  await new Promise((resolve) => setTimeout(resolve, ANOTHER_TRY_MILLISECONDS));
  return ask();
}
