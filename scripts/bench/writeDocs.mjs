// Keeps a run: its figures in a file beside the document, its tables between two marks of that, so that they agree.
import { readFile, writeFile } from 'node:fs/promises';

const END = '<!-- end of tables -->';
const KEPT = {
  software: { document: 'docs/benchmarks.md', begin: '<!-- tables: npm run bench -- --write -->', figures: 'docs/benchmarks.json' },
  gpu: { document: 'docs/benchmarks-gpu.md', begin: '<!-- tables: npm run bench -- --gpu --write -->', figures: 'docs/benchmarks-gpu.json' },
  dawn: { document: 'docs/benchmarks-gpu.md', begin: '<!-- tables: npm run bench -- --dawn --write -->', figures: 'docs/benchmarks-dawn.json' },
};

/** `kind` is where it was measured. @throws when the document has lost its marks. */
export async function writeDocs(results, tables, kind) {
  const { document: path, begin: mark, figures } = KEPT[kind];
  const document = await readFile(path, 'utf8');
  const begin = document.indexOf(mark);
  const end = document.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error(`${path}: no lines ${mark} and ${END} in this order; put them where the tables go`);
  await writeFile(path, `${document.slice(0, begin)}${mark}\n\n${tables}\n\n${document.slice(end)}`);
  await writeFile(figures, `${JSON.stringify(results, null, 2)}\n`);
}
