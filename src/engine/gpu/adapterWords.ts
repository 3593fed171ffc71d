// What a WebGPU adapter is called, and whether it runs on the processor. Pure.

/** The adapter as the browser names it, e.g. `nvidia ampere` or `google swiftshader`. */
export function adapterName(info: GPUAdapterInfo): string {
  const words = [info.vendor, info.architecture].filter(Boolean).join(' ');
  return words || info.description || info.device || 'WebGPU adapter';
}

/** True for an adapter without a GPU: SwiftShader, llvmpipe, WARP, or one that the browser itself calls a fallback. */
export function isSoftware(info: GPUAdapterInfo, adapter: GPUAdapter): boolean {
  const says = (thing: unknown) => (thing as { isFallbackAdapter?: boolean }).isFallbackAdapter === true;
  const words = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`.toLowerCase();
  return says(info) || says(adapter) || /swiftshader|llvmpipe|lavapipe|basic render|\bwarp\b/.test(words);
}

/** The same of a device, whose adapter's info stands for the adapter: both say whether it is a fallback. */
export function isSoftwareDevice({ adapterInfo }: GPUDevice): boolean {
  return (adapterInfo as GPUAdapterInfo | undefined) !== undefined && isSoftware(adapterInfo, adapterInfo as unknown as GPUAdapter);
}
