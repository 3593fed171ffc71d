// Makes public/ready-made: the runs that the page opens on, trained by the program's own trainer. Takes a few minutes.
// Names of networks after the command make only theirs.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
// TensorFlow.js asks for Node's util the old way.
globalThis.require = createRequire(import.meta.url);
const { module } = await runnerImport(`${root}src/engine/session/makeReadyRun.ts`, {
  root,
  configFile: false,
  logLevel: 'error',
  // TensorFlow.js must pass through Vite: Node would take another build of it, without gradients.
  environments: { inline: { resolve: { noExternal: [/^@tensorflow\//], mainFields: ['module', 'main'] } } },
});

const digits = await module.loadDigits(pathToFileURL(`${root}public/digits/`), { fetch: fromDisk });
const asked = process.argv.slice(2);
for (const { name: network } of module.TRAINED_NETWORKS) {
  if (asked.length > 0 && !asked.includes(network)) continue;
  const files = await module.makeReadyRun(digits, network, say);
  const folder = `public/ready-made/${module.readyFolder(network)}`;
  await mkdir(root + folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(root + folder + name, content);
  console.log(`\nwrote ${Object.keys(files).join(', ')} in ${folder}`);
}

async function fromDisk(url) {
  return new Response(await readFile(url));
}

function say(event) {
  if (event.kind === 'run') {
    const { phase, iteration, iterations, fraction } = event.run;
    process.stdout.write(`\r${phase} ${iteration}/${iterations}${fraction === null ? '' : ` ${Math.round(fraction * 100)} %`}      `);
  }
  const last = event.kind === 'curve' ? event.curve.validation.at(-1) : null;
  if (last) process.stdout.write(`\nvalidation after iteration ${last.iteration}: loss ${last.loss.toFixed(4)}, accuracy ${(last.accuracy * 100).toFixed(2)} %\n`);
}
