// Where an arrow key goes in a list whose items wrap into lines. Pure.

/** The next position among `count` items with `columns` in a line; null for other keys. Stops at the ends. */
export function moveInGrid(from: number, count: number, columns: number, key: string): number | null {
  const to = (next: number): number => (next >= 0 && next < count ? next : from);
  switch (key) {
    case 'ArrowRight': return to(from + 1);
    case 'ArrowLeft': return to(from - 1);
    case 'ArrowDown': return to(from + columns);
    case 'ArrowUp': return to(from - columns);
    case 'Home': return 0;
    case 'End': return count - 1;
    default: return null;
  }
}
