// One image of the visitor's own, from a file: chosen here, dropped or pasted anywhere on the page.
import { FileImage } from 'lucide-react';
import { gatherChosen } from '../files/gatherFiles.ts';
import { useHandOver } from '../network/useHandOver.ts';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Button } from '../ui/Button.tsx';
import { FilePicker } from './FilePicker.tsx';
import styles from './Data.module.css';

/** A file that was turned to its negative, or could be. */
function Turned() {
  const explorer = useExplorer();
  const beside = usePage((state) => state.beside);
  const onShow = usePage((state) => state.beside?.index === state.selection.digit);
  if (!beside || !onShow || beside.name === 'drawn') return null;
  return (
    <p className={styles.line}>
      {beside.inverted ? `${beside.name} is shown as its negative: light and dark are the other way round in the digits here.` : `${beside.name} is shown as it is.`}
      <Button tone="quiet" onClick={() => void explorer.turnImage()}>
        {beside.inverted ? 'Show it as it is' : 'Show its negative'}
      </Button>
    </p>
  );
}

export function OneImage() {
  const handOver = useHandOver();
  return (
    <>
      <FilePicker icon={FileImage} accept="image/*" label="One image to look at" testId="image-file" onFiles={(files) => void handOver(gatherChosen(files))}>
        Choose an image…
      </FilePicker>
      <p className={styles.soft}>Or drop it on the page, or paste it. It is made grey and takes the size of the digits.</p>
      <Turned />
    </>
  );
}
