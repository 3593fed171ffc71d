// The runs that are kept: open one, compare its curve, rename it, take it along as a file, delete it.
import { ChartLine, ChevronDown, Download, FolderOpen, Pencil, Trash2 } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import { useRef, useState } from 'react';
import type { RunEntry } from '../../engine/protocol.ts';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Button } from '../ui/Button.tsx';
import { count, percent } from '../ui/format.ts';
import controls from '../ui/controls.module.css';
import styles from './Runs.module.css';

function meta({ iteration, iterations, accuracy }: RunEntry): string {
  const where = iteration === iterations ? `${count(iteration)} iterations` : `iteration ${count(iteration)} of ${count(iterations)}`;
  return accuracy === null ? where : `${where}, ${percent(accuracy, 1)} right`;
}

/** The name as a field, until it is left or confirmed. */
function Renaming({ run, onDone }: { run: RunEntry; onDone: () => void }) {
  const explorer = useExplorer();
  const [name, setName] = useState(run.name);
  const confirm = () => {
    onDone();
    if (name.trim() !== run.name) void explorer.renameRun(run.id, name);
  };
  return (
    <input
      // The visitor asked for it just now.
      ref={(element) => element?.focus()}
      aria-label={`New name of ${run.name}`}
      className={styles.rename}
      value={name}
      maxLength={80}
      onChange={({ target }) => setName(target.value)}
      onBlur={confirm}
      onKeyDown={({ key }) => {
        if (key === 'Enter') confirm();
        if (key === 'Escape') onDone();
      }}
    />
  );
}

function Run({ run }: { run: RunEntry }) {
  const explorer = useExplorer();
  const [renaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const compared = usePage((state) => state.compared?.id === run.id);
  return (
    <li className={styles.run}>
      {renaming ? (
        <Renaming run={run} onDone={() => setRenaming(false)} />
      ) : (
        <button type="button" className={styles.open} onClick={() => void explorer.openRun(run.id)} title="Show this run">
          {run.name}
        </button>
      )}
      <span className={styles.meta}>{meta(run)}</span>
      <span className={styles.actions}>
        <Button tone="quiet" icon={ChartLine} aria-pressed={compared} aria-label={`Compare the curve of ${run.name}`} title="Draw its curve beside the one on show" onClick={() => void explorer.compare(compared ? null : run.id)} />
        <Button tone="quiet" icon={Pencil} aria-label={`Rename ${run.name}`} title="Rename" onClick={() => setRenaming(true)} />
        <Button tone="quiet" icon={Download} aria-label={`Save ${run.name} to a file`} title="Save to a file" onClick={() => void explorer.saveRun(run.id)} />
        {deleting ? (
          <Button onClick={() => void explorer.deleteRun(run.id)} onBlur={() => setDeleting(false)} ref={(element) => element?.focus()}>
            Delete for good
          </Button>
        ) : (
          <Button tone="quiet" icon={Trash2} aria-label={`Delete ${run.name}`} title="Delete" onClick={() => setDeleting(true)} />
        )}
      </span>
    </li>
  );
}

export function Runs() {
  const explorer = useExplorer();
  const runs = usePage((state) => state.runs);
  const picker = useRef<HTMLInputElement>(null);
  return (
    <Collapsible.Root className={styles.runs}>
      <div className={styles.line}>
        <Collapsible.Trigger className={controls.disclosure}>
          <ChevronDown size={15} aria-hidden="true" /> Runs kept{runs.length > 0 && ` (${count(runs.length)})`}
        </Collapsible.Trigger>
        <Button tone="quiet" icon={FolderOpen} title="A run that was saved to a .jxrun file; dropping it on the page does the same" onClick={() => picker.current?.click()}>
          Open a file
        </Button>
        <input
          ref={picker}
          type="file"
          hidden
          accept=".jxrun"
          aria-label="A run that was saved to a file"
          data-testid="run-file"
          onChange={async ({ target }) => {
            const [file] = target.files ?? [];
            if (file) await explorer.loadRun({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
            target.value = '';
          }}
        />
      </div>
      <Collapsible.Content>
        {runs.length === 0 ? (
          <p className={styles.meta}>None yet. A run is kept in this browser as it goes, so that a reload costs at most a second of it.</p>
        ) : (
          <ul className={styles.list} aria-label="Runs kept in this browser">
            {runs.map((run) => (
              <Run key={run.id} run={run} />
            ))}
          </ul>
        )}
      </Collapsible.Content>
    </Collapsible.Root>
  );
}
