// One of many by number: a step back, where one is, a step on.
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { count as figures } from './format.ts';
import { Button } from './Button.tsx';
import styles from './controls.module.css';

interface StepperProps {
  label: string;
  value: number;
  count: number;
  onChange: (value: number) => void;
  /** In words; default the number and of how many. */
  name?: (value: number) => string;
}

export function Stepper({ label, value, count, onChange, name = (k) => `${label} ${figures(k)} of ${figures(count)}` }: StepperProps) {
  return (
    <div className={styles.stepper} role="group" aria-label={label}>
      <Button tone="quiet" icon={ChevronLeft} disabled={value <= 0} onClick={() => onChange(value - 1)} aria-label={`${label}: the one before`} />
      <span aria-live="polite">{name(value)}</span>
      <Button tone="quiet" icon={ChevronRight} disabled={value >= count - 1} onClick={() => onChange(value + 1)} aria-label={`${label}: the next one`} />
    </div>
  );
}
