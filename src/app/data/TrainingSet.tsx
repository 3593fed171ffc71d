// Digits to train on: the visitor's own, read in the worker, and the way back to others; how the reading goes and went.
import { Files, FolderOpen, Square } from 'lucide-react';
import type { DigitsInfo } from '../../engine/protocol.ts';
import { gatherChosen, type Gathered } from '../files/gatherFiles.ts';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Button } from '../ui/Button.tsx';
import { Choice } from '../ui/Choice.tsx';
import { Meter } from '../ui/Meter.tsx';
import { count, duration } from '../ui/format.ts';
import { FilePicker } from './FilePicker.tsx';
import { HowItWent } from './HowItWent.tsx';
import styles from './Data.module.css';

const shipped = 'shipped';

/** `digits: 600 images, 10 classes, 28 × 28`. */
function inWords({ name, count: images, classes, height, width }: DigitsInfo): string {
  return `${name ?? 'MNIST, shipped with the page'}: ${count(images)} images, ${classes} classes, ${height} × ${width}`;
}

function InUse() {
  const explorer = useExplorer();
  const kept = usePage((state) => state.kept);
  const identity = usePage((state) => state.opened?.digits.identity ?? null);
  return (
    <Choice
      label="Digits in use"
      help="What is trained on and shown; runs stay with their digits"
      value={identity ?? shipped}
      options={kept.map((digits) => ({ value: digits.identity ?? shipped, label: inWords(digits) }))}
      onChange={(value) => void explorer.takeDigits({ kind: 'kept', identity: value === shipped ? null : value })}
    />
  );
}

function Reading() {
  const explorer = useExplorer();
  const progress = usePage((state) => state.tasks.digits);
  const words = progress ? `${progress.label}: ${count(progress.done)} of ${count(progress.total)} files` : 'Reading your digits';
  return (
    <div className={styles.line} role="status">
      <span>
        {words}
        {progress?.secondsLeft != null && progress.secondsLeft >= 1 && `, ${duration(progress.secondsLeft)} left`}
      </span>
      <Meter label="Files read" value={progress ? progress.done / progress.total : 0} />
      <Button icon={Square} onClick={() => void explorer.stopReading()}>
        Stop
      </Button>
    </div>
  );
}

export function TrainingSet() {
  const explorer = useExplorer();
  const reading = usePage((state) => state.handedOver?.reading ?? false);
  const take = ({ name, files, folders }: Gathered) => files.length > 0 && void explorer.takeDigits({ kind: 'files', name, files, folders });
  return (
    <>
      <InUse />
      <div className={styles.line}>
        <FilePicker icon={FolderOpen} folder label="A folder of class folders" testId="digits-folder" onFiles={(files) => take(gatherChosen(files))}>
          Choose a folder…
        </FilePicker>
        <FilePicker icon={Files} multiple label="A pair of IDX files" testId="digits-files" onFiles={(files) => take(gatherChosen(files))}>
          Choose IDX files…
        </FilePicker>
      </div>
      <p className={styles.soft}>
        A folder with a folder of images for each class, as MATLAB’s imageDatastore reads it, or MNIST’s format: images and labels, gzipped or not. Dropping them on the page does the same.
      </p>
      {reading ? <Reading /> : <HowItWent />}
    </>
  );
}
