// A small label near what is pointed at. Lives outside the page's flow, so that nothing moves; silent, because the
// read-out line under the picture speaks.
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { Box } from './panels.ts';
import { placeTooltip } from './place.ts';
import styles from './picture.module.css';

/** `anchor` is in viewport coordinates. */
export function Tooltip({ anchor, children }: { anchor: Box; children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const viewport = { width: document.documentElement.clientWidth, height: window.innerHeight };
    const { left, top } = placeTooltip(anchor, { width: element.offsetWidth, height: element.offsetHeight }, viewport);
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    element.style.visibility = 'visible';
  });
  return createPortal(
    <div ref={ref} className={styles.tooltip} aria-hidden="true">
      {children}
    </div>,
    document.body,
  );
}
