// Singular values the plain way, of a dense matrix: what faster ways are held against.

/** Rotates pairs of columns until all are orthogonal; their lengths are the singular values (Hestenes 1958). */
export function jacobiSingularValues(rows: readonly (readonly number[])[]): number[] {
  const n = rows[0].length;
  const columns = Array.from({ length: n }, (_, k) => rows.map((row) => row[k]));
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, k) => sum + value * b[k], 0);
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const [a, b, c] = [dot(columns[p], columns[p]), dot(columns[q], columns[q]), dot(columns[p], columns[q])];
        if (Math.abs(c) <= 1e-16 * Math.sqrt(a * b)) continue;
        off++;
        const zeta = (b - a) / (2 * c);
        const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const cos = 1 / Math.hypot(1, t);
        const before = columns[p];
        columns[p] = before.map((value, k) => cos * (value - t * columns[q][k]));
        columns[q] = before.map((value, k) => cos * (t * value + columns[q][k]));
      }
    if (off === 0) break;
  }
  return columns.map((column) => Math.sqrt(dot(column, column))).sort((a, b) => b - a);
}
