// Files may be dropped anywhere on the page. While some hover above it, the page says what can be dropped.
import { useEffect, useState } from 'react';
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
      void handOver([...event.dataTransfer!.files]);
    };
    const listeners = { dragenter: enter, dragover: enter, dragleave: leave, drop } as const;
    for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name as 'drop', listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) window.removeEventListener(name as 'drop', listener);
    };
  }, [handOver]);
  if (!over) return null;
  return (
    <div className={styles.zone} role="status">
      <p>Drop model.json together with its weight files; or, for a model of your own, a picture or an .npy array.</p>
    </div>
  );
}
