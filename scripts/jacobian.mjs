// npm run jacobian: the engine without a page. Bundles it once, again when its sources change, and runs it.
import './lib/node-version.mjs';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = `${root}node_modules/.cache/jacobian/main.mjs`;

if (!existsSync(bundle) || newest(`${root}src/engine`) > statSync(bundle).mtimeMs) await makeBundle();
const { main } = await import(pathToFileURL(bundle));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
// A driver's threads may outlive the work.
process.exit(await main(process.argv.slice(2), version));

function newest(folder) {
  return Math.max(...readdirSync(folder, { withFileTypes: true }).map((entry) => (entry.isDirectory() ? newest(`${folder}/${entry.name}`) : statSync(`${folder}/${entry.name}`).mtimeMs)), 0);
}

async function makeBundle() {
  const { build } = await import('vite');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: ['client-zip'], external: ['webgpu'] },
    build: {
      ssr: `${root}src/engine/cli/main.ts`,
      outDir: `${root}node_modules/.cache/jacobian`,
      target: 'node20',
      emptyOutDir: true,
      rolldownOptions: { output: { entryFileNames: 'main.mjs' } },
    },
  });
}
