// Files and folders may be dropped anywhere on the page, and an image pasted. While some hover above it, the page says what can be dropped.
import { useEffect, useState } from 'react';
import { gatherChosen, gatherDropped } from '../files/gatherFiles.ts';
import { useHandOver } from './useHandOver.ts';
import styles from './DropZone.module.css';

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

export function DropZone() {
  const [over, setOver] = useState(false);
  const handOver = useHandOver();
  useEffect(() => {
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      // Without this the browser opens the file in place of the page.
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(false);
      void handOver(gatherDropped(event.dataTransfer!.items));
    };
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      // Text that is pasted into a field is the field's.
      if (files.length > 0) void handOver(gatherChosen(files));
    };
    const listeners = { dragenter: enter, dragover: enter, dragleave: leave, drop } as const;
    for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name as 'drop', listener);
    window.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('paste', paste);
      for (const [name, listener] of Object.entries(listeners)) window.removeEventListener(name as 'drop', listener);
    };
  }, [handOver]);
  if (!over) return null;
  return (
    <div className={styles.zone} role="status">
      <p>
        Drop one kind of thing at a time: a digit as a picture; a folder of class folders or a pair of IDX files, to train on; model.json with its weight files; or a saved run
        (.jxrun). Nothing leaves your browser.
      </p>
    </div>
  );
}
