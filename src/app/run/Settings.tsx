// The settings of the next run: the few most used at hand, all others behind a disclosure, in their groups.
import { ChevronDown, Undo2 } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import type { SettingField, TrainSettings } from '../../engine/protocol.ts';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Button } from '../ui/Button.tsx';
import { count } from '../ui/format.ts';
import { Field } from './Field.tsx';
import { laterChanges } from './later.ts';
import controls from '../ui/controls.module.css';
import styles from './Settings.module.css';

const atHand: readonly (keyof TrainSettings)[] = ['imagesPerClass', 'epochs', 'learningRate', 'seed'];
const groups = { data: 'Data', network: 'Network', optimizer: 'Optimizer', validation: 'Validation' } as const;

function Group({ name, fields }: { name: keyof typeof groups; fields: readonly SettingField[] }) {
  if (fields.length === 0) return null;
  return (
    <fieldset className={styles.group}>
      <legend>{groups[name]}</legend>
      {fields.map((field) => (
        <Field key={field.name} field={field} help="shown" />
      ))}
    </fieldset>
  );
}

/** A run that stands still takes what only later iterations read; what is changed is otherwise for the next run. */
function Later() {
  const explorer = useExplorer();
  const run = usePage((state) => state.run);
  const draft = usePage((state) => state.draft);
  const sound = usePage((state) => state.problems.length === 0);
  const waits = run !== null && !run.readyMade && ['paused', 'finished', 'stopped'].includes(run.phase);
  const changes = waits && draft && draft.network === run.network ? laterChanges(run.settings, draft) : null;
  if (!changes) return null;
  return (
    <p className={styles.later} role="status">
      For the next run.{' '}
      <button type="button" className={controls.disclosure} disabled={!sound} onClick={() => void explorer.adjust(changes)}>
        Use it from iteration {count(run!.iteration + 1)} on
      </button>
    </p>
  );
}

export function Settings() {
  const explorer = useExplorer();
  const opened = usePage((state) => state.opened);
  const draft = usePage((state) => state.draft);
  const hiddenProblem = usePage((state) => state.problems.find(({ field }) => !atHand.includes(field))?.message);
  if (!opened || !draft) return null;
  // The network is chosen at the top of the page.
  const offered = opened.fields.filter(({ name, networks }) => name !== 'network' && (networks?.includes(draft.network) ?? true));
  const rest = offered.filter(({ name }) => !atHand.includes(name));
  const changed = offered.filter(({ name }) => draft[name] !== opened.defaults[name]).length;
  return (
    <Collapsible.Root className={styles.settings}>
      <div className={styles.atHand}>
        {atHand.map((name) => {
          const field = opened.fields.find((candidate) => candidate.name === name);
          return field && <Field key={name} field={field} help="hidden" />;
        })}
      </div>
      <Later />
      <div className={styles.line}>
        <Collapsible.Trigger className={controls.disclosure}>
          <ChevronDown size={15} aria-hidden="true" /> All settings
        </Collapsible.Trigger>
        <Button tone="quiet" icon={Undo2} title="All settings as the question has them" disabled={changed === 0} onClick={() => void explorer.setSettings({ ...opened.defaults, network: draft.network })}>
          Defaults
        </Button>
      </div>
      {hiddenProblem && <p className={styles.problem}>{hiddenProblem}</p>}
      <Collapsible.Content className={styles.all}>
        {(Object.keys(groups) as (keyof typeof groups)[]).map((group) => (
          <Group key={group} name={group} fields={rest.filter((field) => field.group === group)} />
        ))}
      </Collapsible.Content>
    </Collapsible.Root>
  );
}
