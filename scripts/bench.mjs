// `npm run bench`: measures in a real browser and prints tables: on the software adapter, or with `--gpu` on the machine's GPU. `--dawn` measures
// without a browser, in Node on the GPU that Dawn finds.
// `--write` keeps the tables in docs/benchmarks.md or docs/benchmarks-gpu.md and their figures beside it; `--only TEXT` measures the parts whose names hold the text.
import { execFileSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { benchOthers } from './bench/others.mjs';
import { tablesOf } from './bench/tables.mjs';
import { writeDocs } from './bench/writeDocs.mjs';

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';
const write = process.argv.includes('--write');
const dawn = process.argv.includes('--dawn');
const gpu = dawn || process.argv.includes('--gpu');
if (write && only) throw new Error(`--write: with --only ${only}; the documents keep whole runs, leave one of them out`);

const load = loadavg()[0];
// Loaded where it is wanted: a machine without a browser may lack Playwright too.
const bench = dawn ? await (await import('./bench/dawn.mjs')).openBench() : await (await import('./bench/browser.mjs')).openBench({ gpu });
try {
  const { cases: titles, ...machine } = await bench.measure({ part: 'machine' });
  const results = { ...machine, host: bench.host, cores: availableParallelism(), load: Number(load.toFixed(2)) };
  console.log(`${results.adapter}, ${results.cores} cores, ${results.host}; load of the machine before: ${results.load}`);
  results.cases = [];
  results.others = [];
  for (const title of titles.filter(wanted)) {
    const measured = await bench.measure({ part: 'case', case: title });
    // Right after it, for a machine that is shared is faster in one minute than in another.
    results.others.push(...benchOthers(title, { gpu }));
    results.cases.push({ ...measured, ahead: await bench.measure({ part: 'ahead', case: title }) });
  }
  if (wanted('stream')) results.stream = await bench.measure({ part: 'stream' });
  if (wanted('tensorflow')) results.tensorflow = await bench.measure({ part: 'tensorflow' });
  if (wanted('jax-js')) results.jax = [...(await bench.measure({ part: 'jax', device: 'wasm' })), ...(await bench.measure({ part: 'jax', device: 'webgpu' }))];
  if (wanted('training')) results.training = await measureTraining();
  if (wanted('page') && !dawn) results.page = await measurePage();
  const tables = tablesOf(results);
  console.log(`\n${tables}`);
  if (write) await writeDocs(results, tables, dawn ? 'dawn' : gpu ? 'gpu' : 'software');
} finally {
  await bench.close();
}

function wanted(name) {
  return name.includes(only);
}

/** Fused operations beside TensorFlow.js's own, which take seconds a step on a processor. */
async function measureTraining() {
  const step = (network, fuses, runs) => bench.measure({ part: 'step', network, fuses, runs });
  const timings = [
    ...(await step('question', 1, 9)), ...(await step('question', 0, 2)), ...(await step('three-block', 1, 9)), ...(gpu ? await step('three-block', 0, 2) : []),
    ...(await step('mlp', 1, 9)), ...(gpu ? await step('mlp', 0, 2) : []),
    await bench.measure({ part: 'evaluation', fuses: 1, runs: 5 }), await bench.measure({ part: 'evaluation', fuses: 0, runs: 1 }),
  ];
  return { timings, run: await bench.measure({ part: 'run' }) };
}

/** In the built page. Built by a process of its own: this one's development server has set the mode. */
async function measurePage() {
  const { benchPage } = await import('./bench/page.mjs');
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'], { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } });
  return bench.inBrowser((browser) => benchPage(browser, 4188));
}
