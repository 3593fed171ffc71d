// By what the layer is differentiated: every parameter up to it, some of them by layer or one by one, or the input.
import { useId } from 'react';
import type { LayerInfo } from '../../engine/protocol.ts';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { layersUpTo } from '../state/question.ts';
import { Switch } from '../ui/Switch.tsx';
import { count, shape } from '../ui/format.ts';
import styles from './Drawers.module.css';

interface BoxProps {
  label: string;
  detail: string;
  checked: boolean | 'some';
  onChange: (checked: boolean) => void;
}

function Box({ label, detail, checked, onChange }: BoxProps) {
  const id = useId();
  return (
    <span className={styles.box}>
      <input
        ref={(element) => {
          if (element) element.indeterminate = checked === 'some';
        }}
        id={id}
        type="checkbox"
        checked={checked === true}
        onChange={({ target }) => onChange(target.checked)}
      />
      <label htmlFor={id}>
        {label} <span className={`${styles.detail} figures`}>{detail}</span>
      </label>
    </span>
  );
}

function LayerBoxes({ layer, chosen, onChange }: { layer: LayerInfo; chosen: readonly string[]; onChange: (names: readonly string[], checked: boolean) => void }) {
  const names = layer.parameters.map(({ name }) => name);
  const inside = names.filter((name) => chosen.includes(name)).length;
  return (
    <fieldset className={styles.group}>
      <legend className="visually-hidden">{layer.name}</legend>
      <Box label={layer.name} detail="" checked={inside === names.length ? true : inside > 0 ? 'some' : false} onChange={(checked) => onChange(names, checked)} />
      <div className={styles.within}>
        {layer.parameters.map(({ name, shape: sizes, size }) => (
          <Box
            key={name}
            label={name.split('/').pop()!}
            detail={sizes.length > 1 ? `${shape(sizes)} = ${count(size)}` : count(size)}
            checked={chosen.includes(name)}
            onChange={(checked) => onChange([name], checked)}
          />
        ))}
      </div>
    </fieldset>
  );
}

const kinds = [
  { value: 'parameters', label: 'parameters' },
  { value: 'input', label: 'the input' },
] as const;

export default function ParametersDrawer() {
  const explorer = useExplorer();
  const layers = usePage((state) => state.run!.layers);
  const of = usePage((state) => state.selection.of);
  const wrt = usePage((state) => state.selection.wrt);
  const below = layersUpTo(layers, of).filter(({ parameters }) => parameters.length > 0);
  const all = below.flatMap(({ parameters }) => parameters.filter(({ trainable }) => trainable).map(({ name }) => name));
  const chosen = wrt === null ? all : wrt === 'input' ? [] : wrt;
  const set = (names: readonly string[], checked: boolean) => {
    const next = checked ? [...chosen, ...names.filter((name) => !chosen.includes(name))] : chosen.filter((name) => !names.includes(name));
    // Of nothing there is no Jacobian: the last tick stays.
    if (next.length > 0) void explorer.select({ wrt: next });
  };
  return (
    <div className={styles.parameters}>
      <div className={styles.line}>
        <span>Differentiate {of} by</span>
        <Switch
          label={`Differentiate ${of} by`}
          help="Parameters: one column for each number that training changes. The input: one column for each pixel."
          value={wrt === 'input' ? 'input' : 'parameters'}
          options={kinds.map((kind) => ({ ...kind, disabled: kind.value === 'parameters' && below.length === 0 }))}
          onChange={(kind) => void explorer.select({ wrt: kind === 'input' ? 'input' : null })}
        />
      </div>
      {wrt === 'input' ? (
        <p className={styles.words}>
          Each row is then a picture: how much the unit would grow if a pixel of the input grew a little.
          {below.length === 0 && ` No parameter lies at or below ${of}.`}
        </p>
      ) : (
        <div className={styles.groups}>
          {below.map((layer) => (
            <LayerBoxes key={layer.name} layer={layer} chosen={chosen} onChange={set} />
          ))}
        </div>
      )}
    </div>
  );
}
