// npm run jacobian: the engine without a page. Bundles it once, again when its sources change, and runs it.
import './lib/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { softwareDrivers } from './lib/chromium-places.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = `${root}node_modules/.cache/jacobian`;

const { main } = await import(pathToFileURL(await bundle()));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
// A driver's threads may outlive the work.
process.exit(await main(process.argv.slice(2), { version, softwareDrivers: softwareDrivers() }));

/** Its path has a key of what it was made of, so that commands which start together or with other sources do not meet. */
async function bundle() {
  const key = createHash('sha256').update(['src/engine', 'package-lock.json', 'scripts/jacobian.mjs'].flatMap(stamps).join('\n')).digest('hex').slice(0, 16);
  const made = `${cache}/${key}/main.mjs`;
  if (existsSync(made)) return made;
  const making = `${cache}/${key}.${process.pid}`;
  await build(making);
  const others = readdirSync(cache).filter((name) => !name.includes('.'));
  try {
    renameSync(making, `${cache}/${key}`);
  } catch (error) {
    // Another command was faster.
    rmSync(making, { recursive: true });
    if (!existsSync(made)) throw error;
  }
  for (const name of others) if (name !== key) rmSync(`${cache}/${name}`, { recursive: true, force: true });
  return made;
}

function stamps(path) {
  const { mtimeMs, size } = statSync(root + path);
  if (!statSync(root + path).isDirectory()) return [`${path} ${mtimeMs} ${size}`];
  return readdirSync(root + path).filter((name) => !name.includes('.test.') && name !== 'testing').flatMap((name) => stamps(`${path}/${name}`));
}

/** Installs what is missing, in a process whose words go to stderr: stdout is for what was asked. */
function install() {
  const script = `import { ensureInstalled } from ${JSON.stringify(new URL('./lib/install.mjs', import.meta.url))}; await ensureInstalled();`;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(75);
}

async function build(outDir) {
  install();
  const vite = await import('vite');
  await vite.build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    // Bundled, so that nothing is looked for at the start; Dawn has files of its own.
    ssr: { noExternal: true, external: ['webgpu'] },
    build: { ssr: `${root}src/engine/cli/main.ts`, outDir, target: 'node20', rolldownOptions: { output: { entryFileNames: 'main.mjs' } } },
  });
}
