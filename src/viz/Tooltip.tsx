// A small label near what is pointed at. Lives outside the page's flow, so that nothing moves; silent, because the
// read-out line under the picture speaks.
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { Box } from './panels.ts';
import { placeTooltip } from './place.ts';
import styles from './picture.module.css';

/** `anchor` answers in viewport coordinates; it is asked again when anything scrolls. */
export function Tooltip({ anchor, children }: { anchor: () => Box; children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const place = (): void => {
      const viewport = { width: document.documentElement.clientWidth, height: window.innerHeight };
      const size = { width: element.offsetWidth, height: element.offsetHeight };
      const { left, top } = placeTooltip(anchor(), size, viewport);
      element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
      element.style.visibility = 'visible';
    };
    // Before the next paint and not now, where it would have the page laid out in the middle of a change.
    const frame = requestAnimationFrame(place);
    const options = { capture: true, passive: true };
    window.addEventListener('scroll', place, options);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', place, options);
    };
  });
  return createPortal(
    <div ref={ref} className={styles.tooltip} aria-hidden="true">
      {children}
    </div>,
    document.body,
  );
}
