// npm test: installs what is missing, finds a Chromium with WebGPU, runs every stage and sums them up in the last line.
// `npm test -- unit gpu` runs only those. Plain Node, no dependencies of its own.
import './lib/node-version.mjs';
import { parseArgs } from 'node:util';
import { findChromium } from './lib/chromium.mjs';
import { FAILED, add } from './lib/counts.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { STAGES } from './lib/stages.mjs';

const started = Date.now();
const total = await main().catch((error) => {
  console.error(error.message);
  return FAILED;
});
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);

async function main() {
  const { stages, updatePictures } = readArguments();
  await ensureInstalled();
  const context = { env: { ...process.env }, updatePictures, built: false };
  const chromium = await prepareChromium(stages, context);
  const results = [];
  for (const stage of stages) results.push({ stage, ...(await runStage(stage, context, chromium)) });
  if (results.length > 1) summarise(results);
  return results.reduce(add, { passed: 0, failed: 0 });
}

/** The stages asked for, in their own order; the end-to-end tests bring the build along. */
function readArguments() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'update-pictures': { type: 'boolean', default: false } } });
  const names = STAGES.map((stage) => stage.name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown) throw new Error(`stage: ${unknown}. Choose from ${names.join(', ')}, or give none to run them all.`);
  const wanted = new Set(positionals.length > 0 ? positionals : names);
  if (wanted.has('e2e')) wanted.add('build');
  return { stages: STAGES.filter((stage) => wanted.has(stage.name)), updatePictures: values['update-pictures'] };
}

/** Puts the browser's path into the stages' environment. Returns why there is none, or null. */
async function prepareChromium(stages, context) {
  if (!stages.some((stage) => stage.needs.includes('chromium'))) return null;
  heading('Chromium');
  try {
    context.env.CHROMIUM_PATH = await findChromium();
    return null;
  } catch (error) {
    console.error(error.message);
    return error.message;
  }
}

async function runStage(stage, context, noChromium) {
  heading(stage.title);
  const missing = stage.needs.includes('chromium') && noChromium ? 'no Chromium' : stage.needs.includes('build') && !context.built ? 'no build' : null;
  if (missing) {
    console.error(`${stage.title}: not run, ${missing}.`);
    return FAILED;
  }
  try {
    return await stage.go(context);
  } catch (error) {
    console.error(`${stage.title}: ${error.message}`);
    return FAILED;
  }
}

function summarise(results) {
  heading(`Summary (${Math.round((Date.now() - started) / 1000)} s)`);
  for (const { stage, passed, failed } of results) {
    console.log(`${failed > 0 ? 'FAILED' : 'passed'}  ${stage.title}: ${passed} passed, ${failed} failed`);
  }
  console.log('');
}

function heading(text) {
  console.log(`\n== ${text} ${'='.repeat(Math.max(0, 72 - text.length))}`);
}
