// A labelled drop-down of the browser's own: it works by touch, by keyboard and with every reader.
import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import styles from './controls.module.css';

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
  /** One line about it. */
  help?: string;
  /** For those who see what stands around it. */
  hideLabel?: boolean;
}

export function Choice({ label, value, options, onChange, help, hideLabel = false }: ChoiceProps) {
  const id = useId();
  return (
    <div className={styles.labelled} title={help}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <span className={styles.select}>
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown size={14} aria-hidden="true" />
      </span>
    </div>
  );
}
