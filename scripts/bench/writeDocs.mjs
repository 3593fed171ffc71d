// Keeps a run: its figures in a file beside docs/benchmarks.md, its tables between two marks of that, so that they agree.
import { readFile, writeFile } from 'node:fs/promises';

const END = '<!-- end of tables -->';
const KEPT = {
  software: { begin: '<!-- tables: npm run bench -- --write -->', figures: 'docs/benchmarks.json' },
  dawn: { begin: '<!-- tables: npm run bench -- --dawn --write -->', figures: 'docs/benchmarks-gpu.json' },
  gpu: { begin: '<!-- tables: npm run bench -- --gpu --write -->', figures: 'docs/benchmarks-gpu-browser.json' },
};

/** `kind` is where it was measured. @throws when the document has lost its marks. */
export async function writeDocs(results, tables, kind) {
  const { begin: mark, figures } = KEPT[kind];
  const document = await readFile('docs/benchmarks.md', 'utf8');
  const begin = document.indexOf(mark);
  const end = document.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error(`docs/benchmarks.md: no lines ${mark} and ${END} in this order; put them where the tables go`);
  await writeFile('docs/benchmarks.md', `${document.slice(0, begin)}${mark}\n\n${tables}\n\n${document.slice(end)}`);
  await writeFile(figures, `${JSON.stringify(results, null, 2)}\n`);
}
