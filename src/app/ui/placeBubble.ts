// Where a bubble stands beside what it explains: below it, above it where there is no room, never outside the window. Pure.

interface Size {
  width: number;
  height: number;
}

interface Rect extends Size {
  left: number;
  top: number;
}

const GAP = 6;
const EDGE = 8;

/** All in CSS pixels of the window. */
export function placeBubble(of: Rect, bubble: Size, viewport: Size): { left: number; top: number } {
  const below = of.top + of.height + GAP;
  const above = of.top - GAP - bubble.height;
  const top = below + bubble.height <= viewport.height - EDGE || above < EDGE ? below : above;
  const left = Math.min(of.left, viewport.width - bubble.width - EDGE);
  return { left: Math.round(Math.max(EDGE, left)), top: Math.round(top) };
}
