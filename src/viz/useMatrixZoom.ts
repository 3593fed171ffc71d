// Wheel, drag, pinch and double click on the picture of the matrix, as d3-zoom hears them. With Shift only columns, with Alt only rows.
import { select, zoom, zoomIdentity, type D3ZoomEvent } from 'd3';
import { useEffect, type RefObject } from 'react';
import type { MatrixCamera } from './matrixCamera.ts';
import { isWhole, STILL, stretchWindow } from './matrixWindow.ts';

/** A click may move by so many pixels. */
const CLICK = 4;

interface Held {
  shiftKey?: boolean;
  altKey?: boolean;
}

/** Some browsers turn a wheel with Shift sideways. */
function wheelDelta({ deltaY, deltaX, deltaMode, ctrlKey }: WheelEvent): number {
  return -(deltaY || deltaX) * (deltaMode === 1 ? 0.05 : deltaMode ? 1 : 0.002) * (ctrlKey ? 10 : 1);
}

/** What would not change the picture is left to the page, so that it can still be scrolled over it. */
function isOurs(event: Event, camera: MatrixCamera): boolean {
  const whole = isWhole(camera.window, camera.bounds);
  if (event instanceof WheelEvent) return !(whole && wheelDelta(event) < 0);
  if (event instanceof MouseEvent) return !event.ctrlKey && event.button === 0;
  return !(whole && (event as TouchEvent).touches?.length === 1);
}

/** `element` covers exactly the cells. */
export function useMatrixZoom(element: RefObject<HTMLElement | null>, camera: MatrixCamera): void {
  useEffect(() => {
    const target = select(element.current!);
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    let before = zoomIdentity;
    const behaviour = zoom<HTMLElement, unknown>()
      .clickDistance(CLICK)
      .duration(still ? 0 : 250)
      .wheelDelta(wheelDelta)
      .filter((event: Event) => isOurs(event, camera))
      .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>) => {
        const { clientWidth, clientHeight } = element.current!;
        const k = transform.k / before.k;
        const { shiftKey = false, altKey = false } = (sourceEvent ?? {}) as Held;
        const x = { k, shift: (transform.x - k * before.x) / clientWidth };
        const y = { k, shift: (transform.y - k * before.y) / clientHeight };
        before = transform;
        camera.move(stretchWindow(camera.window, camera.bounds, altKey ? STILL : x, shiftKey ? STILL : y));
      })
      .on('end', () => {
        // Only differences count; the next gesture begins anew, or at a limit they would add up without end.
        before = zoomIdentity;
        target.property('__zoom', zoomIdentity);
      });
    target.call(behaviour);
    const touch = () => target.style('touch-action', isWhole(camera.window, camera.bounds) ? 'pan-y' : 'none');
    touch();
    const stop = camera.subscribe(touch);
    return () => {
      stop();
      target.on('.zoom', null);
    };
  }, [element, camera]);
}
