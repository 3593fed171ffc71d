// Pointer, touch and keys over a plot along iterations: pointing reads a moment out, clicking, sliding and arrows go to it.
import type { ScaleLinear } from 'd3';
import type { KeyboardEvent, PointerEvent } from 'react';
import { momentAt, momentByKey, type Timeline } from './TimelineMarks.tsx';

export interface Hovered {
  iteration: number;
  /** True while the keyboard leads. */
  live: boolean;
}

interface Handlers {
  onPointerMove(event: PointerEvent<HTMLElement>): void;
  onPointerDown(event: PointerEvent<HTMLElement>): void;
  onPointerLeave(event: PointerEvent<HTMLElement>): void;
  onBlur(): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** `x` runs over iterations, from the left edge of the element. */
export function timeHandlers(timeline: Timeline, x: ScaleLinear<number, number>, onHover: (hovered: Hovered | null) => void): Handlers {
  const point = (event: PointerEvent<HTMLElement>): void => {
    const pointed = x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left);
    onHover({ iteration: pointed, live: false });
    if (event.buttons === 1) timeline.onMoment(momentAt(timeline, pointed));
  };
  return {
    onPointerMove: point,
    onPointerDown(event) {
      event.currentTarget.setPointerCapture(event.pointerId);
      point(event);
    },
    onPointerLeave: (event) => event.pointerType !== 'touch' && onHover(null),
    onBlur: () => onHover(null),
    onKeyDown(event) {
      if (event.altKey || event.metaKey || event.ctrlKey) return;
      const next = momentByKey(timeline, event.key);
      if (next === undefined) return;
      event.preventDefault();
      onHover(null);
      timeline.onMoment(next);
    },
  };
}
