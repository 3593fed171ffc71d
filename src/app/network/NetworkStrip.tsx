// The network from input to softmax: what each layer gives and how many parameters it has. Choosing a layer here
// explores it; choosing a parameter block shows how strongly each unit depends on that block.
import { ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { LayerInfo } from '../../engine/protocol.ts';
import { useExploration, useExplorer, usePage } from '../state/ExplorerContext.ts';
import { blockMode } from '../state/mapMode.ts';
import { count, shape } from '../ui/format.ts';
import styles from './NetworkStrip.module.css';
import { showsMaps } from './showsMaps.ts';

const words: Record<string, string> = {
  conv2d: 'convolution',
  batchNorm: 'batch norm',
  relu: 'ReLU',
  flatten: 'flatten',
  dense: 'dense',
  softmax: 'softmax',
};

function Block({ parameter, size, label }: { parameter: string; size: number; label: string }) {
  const explorer = useExplorer();
  const mode = usePage((state) => state.selection.mode);
  const available = useExploration()?.blocks.some((block) => block.parameter === parameter) ?? false;
  const text = (
    <>
      {label} <span className="figures">{count(size)}</span>
    </>
  );
  if (!available) return <span className={styles.far}>{text}</span>;
  return (
    <button
      type="button"
      className={styles.block}
      aria-pressed={mode === blockMode(parameter)}
      title={`Show in the maps how strongly each unit depends on ${parameter}`}
      onClick={() => void explorer.select({ mode: blockMode(parameter) })}
    >
      {text}
    </button>
  );
}

function Layer({ layer }: { layer: LayerInfo }) {
  const explorer = useExplorer();
  const of = usePage((state) => state.selection.of);
  const name = (
    <>
      <span className={styles.name}>{layer.name}</span>{' '}
      {words[layer.type] !== layer.name && <span className={styles.type}>{words[layer.type] ?? layer.type}</span>}
    </>
  );
  return (
    <li className={styles.layer} data-layer={layer.name}>
      {showsMaps(layer) ? (
        <button
          type="button"
          className={styles.choose}
          aria-pressed={layer.name === of}
          title={`Explore the outputs of ${layer.name}`}
          onClick={() => void explorer.select({ of: layer.name })}
        >
          {name}
        </button>
      ) : (
        <span className={styles.fixed}>{name}</span>
      )}
      <span className={`${styles.shape} figures`}>{shape(layer.shape)}</span>
      <span className={styles.blocks}>
        {layer.parameters.map(({ name: parameter, size }) => (
          <Block key={parameter} parameter={parameter} size={size} label={parameter.split('/').pop()!} />
        ))}
      </span>
      <ChevronRight className={styles.arrow} size={16} aria-hidden="true" />
    </li>
  );
}

export function NetworkStrip() {
  const layers = usePage((state) => state.run?.layers);
  const digits = usePage((state) => state.opened?.digits);
  const of = usePage((state) => state.selection.of);
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    const position = layers?.findIndex(({ name }) => name === of) ?? -1;
    const chosen = strip.current?.querySelectorAll<HTMLElement>('[data-layer]')[position];
    if (chosen) strip.current!.scrollLeft = chosen.offsetLeft - (strip.current!.clientWidth - chosen.offsetWidth) / 2;
  }, [of, layers]);
  return (
    <section ref={strip} aria-labelledby="network-heading" className={styles.strip}>
      <h2 id="network-heading" className="visually-hidden">
        The network: choose a layer to explore
      </h2>
      <ol className={styles.layers}>
        {digits && layers && (
          <li className={styles.layer}>
            <span className={styles.fixed}>
              <span className={styles.name}>input</span>
              <span className={styles.type}>digit less mean</span>
            </span>
            <span className={`${styles.shape} figures`}>{shape([digits.height, digits.width, 1])}</span>
            <span className={styles.blocks} />
            <ChevronRight className={styles.arrow} size={16} aria-hidden="true" />
          </li>
        )}
        {layers?.map((layer) => (
          <Layer key={layer.name} layer={layer} />
        ))}
      </ol>
    </section>
  );
}
