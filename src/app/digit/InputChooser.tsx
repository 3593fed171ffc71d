// What a loaded model is shown: the digits in its size, or a file of the visitor's own; and the range of its pixels.
import { FileImage } from 'lucide-react';
import { useRef } from 'react';
import type { PixelScale } from '../../engine/protocol.ts';
import { gatherChosen } from '../files/gatherFiles.ts';
import { useHandOver } from '../network/useHandOver.ts';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Button } from '../ui/Button.tsx';
import { Stepper } from '../ui/Stepper.tsx';
import { Switch } from '../ui/Switch.tsx';
import styles from './DigitPanel.module.css';

const scales = [
  { value: '0-1', label: '0 to 1' },
  { value: '0-255', label: '0 to 255' },
] as const;

/** One of several images in a file. */
function Which() {
  const explorer = useExplorer();
  const input = usePage((state) => state.input);
  const digit = usePage((state) => state.selection.digit) ?? 0;
  if (!input || input.kind === 'digit') return null;
  return (
    <div className={styles.own}>
      <p className={styles.file} title={input.name ?? ''}>
        {input.name}
      </p>
      {input.count > 1 && <Stepper label="Image" value={digit} count={input.count} onChange={(next) => void explorer.select({ digit: next })} />}
    </div>
  );
}

export function InputChooser() {
  const explorer = useExplorer();
  const handOver = useHandOver();
  const picker = useRef<HTMLInputElement>(null);
  const input = usePage((state) => state.input);
  if (!input) return null;
  const { kind, scale } = input;
  return (
    <div className={styles.inputs}>
      <div className={styles.line}>
        <Button tone={kind === 'digit' ? 'plain' : 'quiet'} disabled={kind === 'digit'} onClick={() => void explorer.setInput({ kind: 'digit' }, scale)}>
          Digits
        </Button>
        <Button icon={FileImage} tone="quiet" title="A picture, or an .npy array of exactly the model’s size" onClick={() => picker.current?.click()}>
          Picture or array…
        </Button>
        <input
          ref={picker}
          type="file"
          hidden
          accept="image/*,.npy"
          aria-label="A picture or an array to show the model"
          data-testid="input-file"
          onChange={({ target }) => {
            void handOver(gatherChosen([...(target.files ?? [])]));
            target.value = '';
          }}
        />
      </div>
      {kind === 'digit' && (
        <div className={styles.line} title="The range of pixels that the model was trained on; an array is taken as it is.">
          <span className={styles.small}>Pixels from</span>
          <Switch label="Range of pixels" value={scale} options={scales} onChange={(next: PixelScale) => void explorer.setInput({ kind: 'digit' }, next)} />
        </div>
      )}
      <Which />
    </div>
  );
}
