// One training setting: its control, its help, and beside a refused value the reason.
import { useId, useState } from 'react';
import type { SettingField } from '../../engine/protocol.ts';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Choice } from '../ui/Choice.tsx';
import styles from './Settings.module.css';

/** `1,5` and `1.5` both; anything else that is no number becomes one, so that the engine says why it is refused. */
function toNumber(text: string): number {
  const trimmed = text.trim().replace(',', '.');
  return trimmed === '' ? Number.NaN : Number(trimmed);
}

interface NumberInputProps {
  id: string;
  field: SettingField;
  value: number;
  describedBy: string;
  invalid: boolean;
}

/** Keeps what is typed while it is no number; otherwise shows the value as it is. */
function NumberInput({ id, field, value, describedBy, invalid }: NumberInputProps) {
  const explorer = useExplorer();
  const [typed, setTyped] = useState<string | null>(null);
  const kept = typed !== null && Object.is(toNumber(typed), value);
  const change = (text: string) => {
    setTyped(text);
    void explorer.setSetting(field.name, toNumber(text));
  };
  const nudge = (direction: number) => {
    const step = field.step ?? 1;
    const next = Math.min(field.max ?? Infinity, Math.max(field.min ?? -Infinity, value + direction * step));
    if (field.kind === 'integer' && Number.isFinite(next)) change(String(next));
  };
  return (
    <input
      id={id}
      className="figures"
      inputMode={field.kind === 'integer' ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={kept ? typed : String(value)}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      onChange={(event) => change(event.target.value)}
      onBlur={() => setTyped((text) => (text !== null && Number.isNaN(toNumber(text)) ? text : null))}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        nudge(event.key === 'ArrowUp' ? 1 : -1);
      }}
    />
  );
}

export function Field({ field, help }: { field: SettingField; help: 'shown' | 'hidden' }) {
  const explorer = useExplorer();
  const id = useId();
  const value = usePage((state) => state.draft?.[field.name]);
  const problem = usePage((state) => state.problems.find((candidate) => candidate.field === field.name)?.message);
  if (value === undefined) return null;
  return (
    <div className={styles.field} title={help === 'hidden' ? field.help : undefined}>
      {field.kind === 'choice' ? (
        <Choice label={field.label} value={String(value)} options={field.choices ?? []} onChange={(next) => void explorer.setSetting(field.name, next)} />
      ) : (
        <>
          <label htmlFor={id}>{field.label}</label>
          <NumberInput id={id} field={field} value={value as number} describedBy={`${id}-help`} invalid={problem !== undefined} />
        </>
      )}
      <p id={`${id}-help`} className={problem ? styles.problem : help === 'shown' ? styles.help : 'visually-hidden'}>
        {problem ?? field.help}
      </p>
    </div>
  );
}
