// Where the card of a step stands: beside what it talks about, never over it. Pure.

export interface Size {
  width: number;
  height: number;
}

/** In viewport coordinates. */
export interface Box extends Size {
  left: number;
  top: number;
}

const GAP = 16;
const EDGE = 8;

const between = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/** The first side with room for all of the card: right, left, below, above. Null where there is none. */
export function placeCard(target: Box, card: Size, view: Size): { left: number; top: number } | null {
  const level = between(target.top, EDGE, view.height - card.height - EDGE);
  const along = between(target.left, EDGE, view.width - card.width - EDGE);
  const sides = [
    { left: target.left + target.width + GAP, top: level },
    { left: target.left - GAP - card.width, top: level },
    { left: along, top: target.top + target.height + GAP },
    { left: along, top: target.top - GAP - card.height },
  ];
  const inside = ({ left, top }: { left: number; top: number }) => left >= EDGE && top >= EDGE && left + card.width <= view.width - EDGE && top + card.height <= view.height - EDGE;
  return sides.find(inside) ?? null;
}

/** How far to scroll down: a target that fits above `free` pixels of the window's end is brought there whole, from below `bar`; of a longer one its beginning. */
export function scrollBy(target: Box, view: Size, bar: number, free: number): number {
  const [from, to] = [bar + GAP, view.height - free - GAP];
  if (target.top >= from && target.top + target.height <= to) return 0;
  const room = Math.max(0, to - from - target.height);
  return target.top - from - room / 2;
}
