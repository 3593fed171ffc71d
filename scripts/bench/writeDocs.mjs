// Keeps a run: its figures in docs/benchmarks.json, its tables between two marks in docs/benchmarks.md, so that they agree.
import { readFile, writeFile } from 'node:fs/promises';

const [BEGIN, END] = ['<!-- tables: npm run bench -- --write -->', '<!-- end of tables -->'];

/** @throws when the document has lost its marks. */
export async function writeDocs(results, tables) {
  const document = await readFile('docs/benchmarks.md', 'utf8');
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/benchmarks.md: no lines ${BEGIN} and ${END} in this order; put them where the tables go`);
  await writeFile('docs/benchmarks.md', `${document.slice(0, begin)}${BEGIN}\n\n${tables}\n\n${document.slice(end)}`);
  await writeFile('docs/benchmarks.json', `${JSON.stringify(results, null, 2)}\n`);
}
