// The top of the flow: which network is on show, and its layers.
import { FolderOpen } from 'lucide-react';
import { useRef } from 'react';
import type { NetworkInfo, NetworkName } from '../../engine/protocol.ts';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Button } from '../ui/Button.tsx';
import { Choice } from '../ui/Choice.tsx';
import { gatherChosen } from '../files/gatherFiles.ts';
import { LayerStrip } from './LayerStrip.tsx';
import { useHandOver } from './useHandOver.ts';
import styles from './NetworkBar.module.css';

/** Of the one on show the run says itself whose it is, and its name must fit. */
function labelOf({ name, label, shows }: NetworkInfo, shown: NetworkName | undefined): string {
  return shows === 'run' && name !== shown ? `${label}, your run` : label;
}

/** The networks to choose from, and the way to bring one's own. */
function NetworkChoice() {
  const explorer = useExplorer();
  const networks = usePage((state) => state.networks);
  const shown = usePage((state) => state.run?.network);
  const picker = useRef<HTMLInputElement>(null);
  const handOver = useHandOver();
  const offered = networks.filter(({ shows }) => shows !== 'none').map((network) => ({ value: network.name, label: labelOf(network, shown) }));
  if (!shown) return <div className={styles.choice} />;
  return (
    <div className={styles.choice} title={networks.find(({ name }) => name === shown)?.help}>
      <Choice label="Network" value={shown} options={offered} onChange={(name) => void explorer.choose(name as NetworkName)} />
      <Button icon={FolderOpen} tone="quiet" title="A TensorFlow.js layers model: model.json and its weight files" onClick={() => picker.current?.click()}>
        Load
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept=".json,.bin,application/json,application/octet-stream"
        aria-label="model.json and its weight files"
        data-testid="model-files"
        onChange={({ target }) => {
          void handOver(gatherChosen([...(target.files ?? [])]));
          // The same files again are a change too.
          target.value = '';
        }}
      />
    </div>
  );
}

export function NetworkBar() {
  return (
    <section aria-labelledby="network-heading" className={styles.bar}>
      <h2 id="network-heading" className="visually-hidden">
        The network: choose it, and a layer to explore
      </h2>
      <NetworkChoice />
      <LayerStrip />
    </section>
  );
}
