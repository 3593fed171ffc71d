// Figures and tables in Markdown. Knows no measurement.

/** The first column is text, the others are aligned as `align`. */
export function table(heads, align, lines) {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  return [row(heads), `|---|${heads.slice(1).map((head) => (head === 'note' ? '---' : align)).join('|')}|`, ...lines.map(row)].join('\n');
}

/** Two or three figures; a dash where there is none. */
export function digits(value) {
  if (!Number.isFinite(value)) return '—';
  return value >= 100 ? thousands(Math.round(value)) : value.toPrecision(2);
}

/** 11 520 */
export function thousands(value) {
  return value.toLocaleString('en').replaceAll(',', ' ');
}
