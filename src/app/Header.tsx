// The top of the page: its name, what it is for, the theme, and what a gradient row is.
import { ChevronDown, Monitor, Moon, Sun } from 'lucide-react';
import { Collapsible, ToggleGroup } from 'radix-ui';
import { useState } from 'react';
import { useStore } from 'zustand';
import { usePage } from './state/ExplorerContext.ts';
import { About } from './About.tsx';
import { HelpButton } from './help/HelpButton.tsx';
import { TourButton } from './tour/TourButton.tsx';
import { UndoButtons } from './UndoButtons.tsx';
import { count } from './ui/format.ts';
import { chooseTheme, themeStore, type ThemeChoice } from './ui/theme.ts';
import controls from './ui/controls.module.css';
import styles from './Header.module.css';

const themes = [
  { value: 'system', label: 'Theme of the system', Icon: Monitor },
  { value: 'light', label: 'Light theme', Icon: Sun },
  { value: 'dark', label: 'Dark theme', Icon: Moon },
] as const;

function ThemeSwitch() {
  const choice = useStore(themeStore, (state) => state.choice);
  return (
    <ToggleGroup.Root
      type="single"
      aria-label="Theme"
      className={styles.themes}
      value={choice}
      onValueChange={(value) => value && chooseTheme(value as ThemeChoice)}
    >
      {themes.map(({ value, label, Icon }) => (
        <ToggleGroup.Item key={value} value={value} aria-label={label} title={label} className={styles.theme}>
          <Icon size={16} aria-hidden="true" />
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

/** Units of the chosen layer and parameters up to it, counted from the network itself. */
function useCounts(): { units: number; parameters: number } | null {
  const layers = usePage((state) => state.run?.layers);
  const of = usePage((state) => state.selection.of);
  const at = layers?.findIndex(({ name }) => name === of) ?? -1;
  if (!layers || at < 0) return null;
  const parameters = layers.slice(0, at + 1).flatMap((layer) => layer.parameters);
  return { units: layers[at].shape.reduce((a, b) => a * b, 1), parameters: parameters.reduce((sum, { size }) => sum + size, 0) };
}

export function Header() {
  const [open, setOpen] = useState(false);
  const counts = useCounts();
  return (
    <Collapsible.Root asChild open={open} onOpenChange={setOpen}>
      <header className={styles.header}>
        <div className={styles.line}>
          <h1>Jacobian explorer</h1>
          <p className={styles.purpose}>
            See how each of {counts ? count(counts.units) : 'the'} activations in a digit network depends on each of {counts ? count(counts.parameters) : 'its'}{' '}
            parameters: every gradient at once, on your own machine.
          </p>
          <div className={styles.ways}>
            <Collapsible.Trigger className={controls.disclosure}>
              What is a gradient row? <ChevronDown size={15} aria-hidden="true" />
            </Collapsible.Trigger>
            <TourButton />
          </div>
          <div className={styles.tools}>
            <UndoButtons />
            <HelpButton />
            <ThemeSwitch />
          </div>
        </div>
        <Collapsible.Content>
          <About />
        </Collapsible.Content>
      </header>
    </Collapsible.Root>
  );
}
