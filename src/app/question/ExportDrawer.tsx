// Saving the Jacobian on show and the selection's data for other programs, saving the model, and the program that computes the same matrix elsewhere.
import { Download, Square } from 'lucide-react';
import { useState } from 'react';
import type { Exploration, ExportFormat, ExportLayout } from '../../engine/protocol.ts';
import { downloadFile } from '../files/saveFile.ts';
import { useExploration, useExplorer, usePage, useRow } from '../state/ExplorerContext.ts';
import { report } from '../state/context.ts';
import type { ExportState } from '../state/store.ts';
import { unitInWords } from '../state/units.ts';
import { Button } from '../ui/Button.tsx';
import { Meter } from '../ui/Meter.tsx';
import { provenance } from '../take-home/provenance.ts';
import { Switch } from '../ui/Switch.tsx';
import { bytes } from '../ui/format.ts';
import { exportBytes } from './exportBytes.ts';
import { Snippets } from './Snippets.tsx';
import styles from './Drawers.module.css';

const formats = [
  { value: 'npz', label: '.npz for NumPy' },
  { value: 'mat', label: '.mat for MATLAB' },
] as const;

const layouts = [
  { value: 'dense', label: 'dense' },
  { value: 'blocks', label: 'blocks' },
  { value: 'parameters', label: 'parameters' },
] as const;

const layoutWords: Record<ExportLayout, string> = {
  dense: 'One matrix J, rows by columns, zeros and all.',
  blocks: 'For each parameter only what can differ from zero, and which columns those are.',
  parameters: 'One array a parameter: rows by the parameter’s own shape.',
};

function State({ exporting }: { exporting: ExportState }) {
  const explorer = useExplorer();
  const left = usePage((state) => state.tasks.export?.secondsLeft);
  const { name, written, total, ended, error } = exporting;
  if (ended === 'done') return <p>Saved {name}, {bytes(written)}.</p>;
  if (ended === 'stopped') return <p>Stopped after {bytes(written)}; nothing was kept.</p>;
  if (ended === 'failed') return <p className={styles.bad}>{name} could not be saved: {error}</p>;
  return (
    <>
      <p>
        {bytes(written)} of about {bytes(total)}
        {left != null && `, ${Math.ceil(left)} s left`}
      </p>
      <Meter label="Bytes written" value={total > 0 ? written / total : 0} />
      <Button icon={Square} onClick={() => void explorer.stopExport()}>
        Stop
      </Button>
    </>
  );
}

/** Images whose rows are saved; in batch mode they are given. */
function Images({ exploration, images, onChange }: { exploration: Exploration; images: number; onChange: (images: number) => void }) {
  if (exploration.batchNorm === 'batch') return null;
  return (
    <label className={styles.images}>
      Images
      <input className="figures" type="number" min={1} max={10_000} value={images} onChange={({ target }) => onChange(Math.max(1, Math.min(10_000, Math.round(Number(target.value) || 1))))} />
    </label>
  );
}

function SaveJacobian({ exploration }: { exploration: Exploration }) {
  const explorer = useExplorer();
  const [format, setFormat] = useState<ExportFormat>('npz');
  const [layout, setLayout] = useState<ExportLayout>('dense');
  const [images, setImages] = useState(1);
  const exporting = usePage((state) => state.exporting);
  return (
    <div className={styles.save}>
      <h3>The matrix as a file</h3>
      <Switch label="File format" value={format} options={formats} onChange={setFormat} />
      <div className={styles.line}>
        <Switch label="Layout" value={layout} options={layouts} onChange={setLayout} />
        <Images exploration={exploration} images={images} onChange={setImages} />
      </div>
      <p className={styles.words}>{layoutWords[layout]} With it: h, the order of rows and columns, the input and the weights.</p>
      <div className={styles.line}>
        <Button tone="main" icon={Download} disabled={exporting?.ended === null} onClick={() => void explorer.exportJacobian(format, layout, images)}>
          Save .{format}
        </Button>
        <span className="figures" data-testid="export-size">about {bytes(exportBytes(exploration, layout, images))}</span>
      </div>
      <div className={styles.state} aria-live="polite" data-testid="export-state">
        {exporting && <State exporting={exporting} />}
      </div>
    </div>
  );
}

/** What a selection's file holds, with the names of this one. */
function SaveSelection({ exploration }: { exploration: Exploration }) {
  const explorer = useExplorer();
  const [format, setFormat] = useState<ExportFormat>('npz');
  const row = useRow();
  const parameter = usePage((state) => state.selection.parameter);
  const exporting = usePage((state) => state.exporting);
  const save = () => void explorer.exportSelection(format, { words: provenance(explorer.store.getState(), exploration, row), link: window.location.href });
  return (
    <div className={styles.save}>
      <h3>This selection</h3>
      <p className={styles.words}>
        {row && `${unitInWords(row.unit, exploration.layer)}: its row, whole and in the shape of each parameter array. `}
        {parameter === null ? 'Choose a parameter to have its column too. ' : `The column of ${parameter}. `}
        With it: the image, what the network reads, h, the weights, and which number is which.
      </p>
      <Switch label="File format of the selection" value={format} options={formats} onChange={setFormat} />
      <div>
        <Button icon={Download} disabled={!row || exporting?.ended === null} onClick={save}>
          Save the selection
        </Button>
      </div>
    </div>
  );
}

function SaveModel() {
  const explorer = useExplorer();
  const save = async () => {
    try {
      for (const { name, bytes: content } of await explorer.savedModel()) downloadFile(name, content);
    } catch (error) {
      report(explorer.store, error);
    }
  };
  return (
    <div className={styles.save}>
      <h3>The model</h3>
      <p className={styles.words}>model.json and its weights as they are now: TensorFlow.js, the command line and this page read them.</p>
      <div>
        <Button icon={Download} onClick={() => void save()}>
          Save the model
        </Button>
      </div>
    </div>
  );
}

export default function ExportDrawer() {
  const exploration = useExploration();
  if (!exploration) return <p className={styles.words}>The Jacobian is on its way.</p>;
  return (
    <div className={styles.exports}>
      <div className={styles.saves}>
        <SaveJacobian exploration={exploration} />
        <SaveSelection exploration={exploration} />
        <SaveModel />
      </div>
      <Snippets exploration={exploration} />
    </div>
  );
}
