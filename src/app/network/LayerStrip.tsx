// The network from input to output: what each layer gives and how many parameters it has. Choosing a layer explores it.
import { ChevronRight } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import { useEffect, useRef } from 'react';
import type { LayerInfo } from '../../engine/protocol.ts';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { count, shape } from '../ui/format.ts';
import { typeInWords } from './typeInWords.ts';
import styles from './LayerStrip.module.css';

function Parameters({ layer }: { layer: LayerInfo }) {
  const size = layer.parameters.reduce((sum, parameter) => sum + parameter.size, 0);
  if (size === 0) return null;
  const parts = layer.parameters.map((parameter) => `${parameter.name.split('/').pop()} ${count(parameter.size)}`).join(', ');
  return (
    <span className={styles.size} title={`Parameters: ${parts}`}>
      <span aria-hidden="true">+</span>
      <span className="visually-hidden">, parameters: </span>
      {count(size)}
    </span>
  );
}

function Layer({ layer, chosen, within }: { layer: LayerInfo; chosen: boolean; within: boolean }) {
  const words = typeInWords(layer.type);
  return (
    <div className={styles.layer} data-layer={layer.name} data-within={within}>
      <ToggleGroup.Item value={layer.name} className={styles.choose} title={`Explore the outputs of ${layer.name}`}>
        <span className={styles.head}>
          <span className={styles.name}>{layer.name}</span> {words !== layer.name && <span className={styles.type}>{words}</span>}
        </span>
        <span className={`${styles.numbers} figures`}>
          {shape(layer.shape)}
          <Parameters layer={layer} />
          {chosen && <span className="visually-hidden">, explored now</span>}
        </span>
      </ToggleGroup.Item>
      <ChevronRight className={styles.arrow} size={14} aria-hidden="true" />
    </div>
  );
}

function Input() {
  const size = usePage((state) => state.run?.inputShape);
  const own = usePage((state) => state.run?.network === 'loaded');
  return (
    <div className={styles.layer} data-within="true">
      <span className={styles.fixed}>
        <span className={styles.head}>
          <span className={styles.name}>input</span> {!own && <span className={styles.type}>digit less mean</span>}
        </span>
        <span className={`${styles.numbers} figures`}>{size && shape(size)}</span>
      </span>
      <ChevronRight className={styles.arrow} size={14} aria-hidden="true" />
    </div>
  );
}

export function LayerStrip() {
  const explorer = useExplorer();
  const layers = usePage((state) => state.run?.layers);
  const of = usePage((state) => state.selection.of);
  const strip = useRef<HTMLDivElement>(null);
  const at = layers?.findIndex(({ name }) => name === of) ?? -1;
  useEffect(() => {
    const chosen = layers ? strip.current?.querySelector<HTMLElement>(`[data-layer="${CSS.escape(of)}"]`) : null;
    if (chosen) strip.current!.scrollLeft = chosen.offsetLeft - (strip.current!.clientWidth - chosen.offsetWidth) / 2;
  }, [of, layers]);
  return (
    <ToggleGroup.Root
      ref={strip}
      type="single"
      aria-label="Layer to explore"
      className={styles.strip}
      value={of}
      onValueChange={(name) => name && void explorer.select({ of: name })}
    >
      {layers && <Input />}
      {layers?.map((layer, index) => (
        <Layer key={layer.name} layer={layer} chosen={index === at} within={index <= at} />
      ))}
    </ToggleGroup.Root>
  );
}
