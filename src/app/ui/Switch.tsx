// One choice of a few, as a row of words. Arrow keys move, as in a radio group.
import { ToggleGroup } from 'radix-ui';
import styles from './controls.module.css';

interface SwitchProps<T extends string> {
  /** What is chosen here, for those who do not see the row. */
  label: string;
  value: T;
  options: readonly { value: T; label: string; disabled?: boolean }[];
  onChange: (value: T) => void;
  /** One line about it. */
  help?: string;
  /** Figures instead of words. */
  mono?: boolean;
}

/** Options from their words: `{ log: 'Logarithmic', linear: 'Linear' }`, in that order. */
export function optionsOf<T extends string>(labels: Readonly<Record<T, string>>): { value: T; label: string }[] {
  return (Object.keys(labels) as T[]).map((value) => ({ value, label: labels[value] }));
}

export function Switch<T extends string>({ label, value, options, onChange, help, mono = false }: SwitchProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      title={help}
      className={mono ? `${styles.switch} ${styles.mono}` : styles.switch}
      value={value}
      onValueChange={(next) => next && onChange(next as T)}
    >
      {options.map((option) => (
        <ToggleGroup.Item key={option.value} value={option.value} className={styles.choice} disabled={option.disabled}>
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
