// Where a tooltip goes: above its anchor, or below where there is no room, and never outside the viewport. Pure.
import type { Box } from './panels.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const EDGE = 6;
const DISTANCE = 10;

/** Left and top of a tooltip of `size` for an anchor, in viewport coordinates. */
export function placeTooltip(anchor: Box, size: Size, viewport: Size): { left: number; top: number } {
  const left = anchor.x + anchor.width / 2 - size.width / 2;
  const above = anchor.y - DISTANCE - size.height;
  const below = anchor.y + anchor.height + DISTANCE;
  const top = above >= EDGE ? above : below;
  const clamp = (value: number, most: number): number => Math.max(EDGE, Math.min(value, most - EDGE));
  return { left: clamp(left, viewport.width - size.width), top: clamp(top, viewport.height - size.height) };
}
