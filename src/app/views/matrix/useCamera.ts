// What is in sight of the matrix, kept in the link: top, left, rows and columns of the window in places of the order chosen.
import { useEffect, useRef, useState } from 'react';
import { centred, createCamera, isWhole, useSettled, type MatrixCamera, type MatrixPlace, type MatrixWindow } from '../../../viz/index.ts';
import { useViewText } from '../useViewOption.ts';

export function windowText({ top, left, rows, columns }: MatrixWindow): string {
  return [top, left, rows, columns].map((side) => Number(side.toFixed(1))).join(',');
}

export function readWindow(text: string | null): MatrixWindow | null {
  const match = /^(\d{1,9}(?:\.\d)?),(\d{1,9}(?:\.\d)?),(\d{1,9}(?:\.\d)?),(\d{1,9}(?:\.\d)?)$/.exec(text ?? '');
  if (!match) return null;
  const [top, left, rows, columns] = match.slice(1).map(Number);
  return rows > 0 && columns > 0 ? { top, left, rows, columns } : null;
}

/** `orders` names the order chosen; in another one, what was looked at is looked at again. */
export function useCamera(rows: number, columns: number, orders: string, selected: MatrixPlace | null): MatrixCamera {
  const [text, setText] = useViewText('matrix', 'at');
  const written = useRef(text);
  const [kept, setKept] = useState(() => createCamera(rows, columns, readWindow(text)));
  const fits = kept.bounds.rows === rows && kept.bounds.columns === columns;
  // A matrix of another size is looked at as a whole.
  const camera = fits ? kept : createCamera(rows, columns);
  if (!fits) setKept(camera);
  const settled = useSettled(camera);
  const first = useRef(true);
  useEffect(() => {
    // What a link asks for stands until somebody moves.
    if (first.current) return void (first.current = false);
    written.current = isWhole(settled, camera.bounds) ? null : windowText(settled);
    setText(written.current);
  }, [settled, camera, setText, written]);
  useEffect(() => {
    if (text === written.current) return;
    written.current = text;
    const { bounds } = camera;
    camera.move(readWindow(text) ?? { top: 0, left: 0, rows: bounds.rows, columns: bounds.columns });
  }, [text, camera, written]);

  const before = useRef(orders);
  useEffect(() => {
    if (before.current === orders) return;
    before.current = orders;
    if (selected) camera.move(centred(camera.window, camera.bounds, selected));
  }, [orders, camera, selected]);
  return camera;
}
