// What every view is about, in one line that stays in sight: digit, unit, parameter and their entry; unit and parameter can be typed.
import { ArrowUp } from 'lucide-react';
import { useId, useState } from 'react';
import type { Exploration, Row } from '../../engine/protocol.ts';
import { digitInWords, useClassNames } from '../digit/classNames.ts';
import { parameterIndex } from '../formula/parameter.ts';
import { isRounding } from '../row/rounding.ts';
import { useExploration, useExplorer, useRow, usePage } from '../state/ExplorerContext.ts';
import { Figure } from '../ui/Figure.tsx';
import { readParameter, readUnit, unitText } from './selectionFields.ts';
import styles from './SelectionLine.module.css';

interface FieldProps {
  label: string;
  text: string;
  placeholder: string;
  /** Characters wide. */
  width: number;
  /** Answers why it cannot be, or null. */
  onEnter: (text: string) => string | null;
}

/** Taken over on Enter or on leaving it; what cannot be read stays, with the reason below. */
function Typed({ label, text, placeholder, width, onEnter }: FieldProps) {
  const id = useId();
  /** Null while nothing is typed: then the field follows the selection. */
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const follow = () => {
    setDraft(null);
    setProblem(null);
  };
  const enter = () => {
    const why = draft === null || draft === text ? null : onEnter(draft);
    if (why === null) follow();
    else setProblem(why);
  };
  const keys = (key: string) => {
    if (key === 'Enter') enter();
    if (key === 'Escape') follow();
  };
  return (
    <span className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id} value={draft ?? text} placeholder={placeholder} size={width} spellCheck={false} autoComplete="off" aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        onChange={(event) => setDraft(event.target.value)} onBlur={enter} onKeyDown={(event) => keys(event.key)}
      />
      {problem !== null && (
        <span id={`${id}-problem`} role="alert" className={styles.problem}>
          {problem}
        </span>
      )}
    </span>
  );
}

function Entry({ exploration, row }: { exploration: Exploration; row: Row }) {
  const parameter = usePage((state) => state.selection.parameter);
  const index = parameter === null ? null : parameterIndex(exploration.blocks, parameter);
  return (
    <span className={styles.entry} data-testid="selected-entry" data-value={index === null ? undefined : row.values[index]}>
      {index === null ? (
        <>
          row length <Figure value={row.norm} />
        </>
      ) : (
        <>
          ∂h/∂θ = {isRounding(exploration, [row.values[index]], row.norm) ? <span title={String(row.values[index])}>0 (rounding)</span> : <Figure value={row.values[index]} />}
        </>
      )}
    </span>
  );
}

function Moment() {
  const moment = usePage((state) => state.run?.moment ?? null);
  return moment === null ? null : <span className={styles.moment}>as after iteration {moment}</span>;
}

export function SelectionLine() {
  const explorer = useExplorer();
  const exploration = useExploration();
  const row = useRow();
  const names = useClassNames();
  const parameter = usePage((state) => state.selection.parameter);
  if (!exploration || !row) return <div className={styles.line} />;
  const { layer, blocks } = exploration;
  const chooseUnit = (text: string) => {
    const reading = readUnit(text, layer);
    if (reading.value) void explorer.select({ unit: reading.value });
    return reading.problem;
  };
  const chooseParameter = (text: string) => {
    if (text.trim() === '') {
      void explorer.select({ parameter: null });
      return null;
    }
    const reading = readParameter(text, blocks);
    if (reading.value) void explorer.select({ parameter: reading.value });
    return reading.problem;
  };
  return (
    <div className={styles.line} role="group" aria-label="What is selected">
      <span className={styles.digit}>{digitInWords(exploration.digit, names)}</span>
      <Typed label={`unit of ${layer.name}`} text={unitText(row.unit, layer)} placeholder={layer.vector ? '0' : '0, 0, 0'} width={10} onEnter={chooseUnit} />
      <Typed label="parameter" text={parameter ?? ''} placeholder="none chosen" width={26} onEnter={chooseParameter} />
      <Entry exploration={exploration} row={row} />
      <Moment />
      <a href="#row" className={styles.up}>
        <ArrowUp size={14} aria-hidden="true" /> the row
      </a>
    </div>
  );
}
