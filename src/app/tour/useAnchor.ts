// Where what a step talks about is just now. It may come late, move, or be drawn anew: asked before every frame while the tour is on.
import { useLayoutEffect, useState } from 'react';
import type { Box } from './place.ts';

export interface Anchor {
  element: Element;
  box: Box;
}

const same = (a: Box, b: Box) => a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;

function find(selectors: readonly string[]): Element | null {
  for (const selector of selectors) {
    const element = [...document.querySelectorAll(selector)].find((each) => each.getBoundingClientRect().height > 0);
    if (element) return element;
  }
  return null;
}

export function useAnchor(selectors: readonly string[]): Anchor | null {
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  useLayoutEffect(() => {
    let frame = 0;
    const look = () => {
      const element = find(selectors);
      const { left, top, width, height } = element?.getBoundingClientRect() ?? new DOMRect();
      const box = { left, top, width, height };
      setAnchor((before) => (element === null ? null : before && before.element === element && same(before.box, box) ? before : { element, box }));
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [selectors]);
  return anchor;
}
