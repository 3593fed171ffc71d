// Gathers the licences of what the build bundles, workers included, into one file. Vite's own list leaves workers out.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Two Vite plugins: `collect` belongs in the page's and the workers' plugins and notes every package that got in; `write`
 * belongs in the page's and emits `fileName`. Workers are bundled before the page is written.
 */
export function licences(fileName) {
  const folders = new Set();
  const collect = () => ({
    name: 'licences-collect',
    apply: 'build',
    generateBundle(_, bundle) {
      for (const { moduleIds = [] } of Object.values(bundle)) for (const id of moduleIds) note(folders, id);
    },
  });
  const write = {
    name: 'licences-write',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler() {
        this.emitFile({ type: 'asset', fileName, source: listing([...folders].map(describe)) });
      },
    },
  };
  return { collect, write };
}

function note(folders, id) {
  const folder = packageFolder(id);
  if (folder && existsSync(join(folder, 'package.json'))) folders.add(folder);
}

/** The folder of the package that a module belongs to, or null for one of our own and for virtual ones. */
export function packageFolder(id) {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/?]+(?=\/)/.exec(id.replaceAll('\\', '/'))?.[0] ?? null;
}

function describe(folder) {
  const { name, version, license = 'unknown', homepage, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : null;
  return { name, version, license, source: homepage ?? repository?.url ?? repository ?? '', text };
}

/** One section a package. The Apache licence names no owner: a package that ships without its text gets another's copy. */
export function listing(packages) {
  const apache = packages.find(({ license, text }) => license === 'Apache-2.0' && text)?.text ?? null;
  const sections = packages
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map(({ name, version, license, source, text }) => {
      const shown = text ?? (license === 'Apache-2.0' ? apache : null);
      return `## ${name} ${version} (${license})\n\n${source}\n${shown ? `\n${shown}\n` : ''}`;
    });
  return `# Licences\n\nThis page contains the following packages.\n\n${sections.join('\n')}`;
}
