// Whether batch norms use their stored statistics or those of a batch, where the explored layer has any below it.
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Switch } from '../ui/Switch.tsx';
import styles from './QuestionBar.module.css';

const modes = [
  { value: 'inference', label: 'inference' },
  { value: 'batch', label: 'batch statistics' },
] as const;

export function BatchNormMode() {
  const explorer = useExplorer();
  const mode = usePage((state) => state.selection.batchNorm);
  const offered = usePage(({ run, selection }) => run?.layers.find(({ name }) => name === selection.of)?.overBatchNorm ?? false);
  if (!offered) return null;
  return (
    <div className={styles.mode} title="Inference: with the statistics that training stored. Batch: with those of several digits at once, as in training, so that every unit also acts through its channel’s mean and variance.">
      <span aria-hidden="true">Batch norm</span>
      <Switch label="Batch norm" value={mode} options={modes} onChange={(batchNorm) => void explorer.select({ batchNorm })} />
    </div>
  );
}
