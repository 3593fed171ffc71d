// Singular values of the Jacobian or of a part of it, what they amount to, and the two directions that belong to one of them.
import { Play } from 'lucide-react';
import { useMemo } from 'react';
import { Scree, UnitBars } from '../../../viz/index.ts';
import type { Exploration, JacobianPartChoice, Spectrum as SpectrumAnswer } from '../../../engine/protocol.ts';
import { usePage } from '../../state/ExplorerContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { count, duration, plainFigure } from '../../ui/format.ts';
import { Skeleton } from '../../ui/Panel.tsx';
import { AskStatus } from '../parts/AskStatus.tsx';
import { useAnswer } from '../useAnswer.ts';
import { useViewText } from '../useViewOption.ts';
import { SpectrumFigures } from './SpectrumFigures.tsx';
import { Vectors } from './Vectors.tsx';
import { useAgreed } from './useAgreed.ts';
import styles from '../parts/parts.module.css';

/** Which rows and which columns, as the view's choices have it; what is not there counts as all. */
function usePart({ layer, blocks }: Exploration): { part: JacobianPartChoice; layers: string[]; setChannel: (channel: number | null) => void; setLayer: (layer: string | null) => void } {
  const [rows, setRows] = useViewText('structure', 'rows');
  const [columns, setColumns] = useViewText('structure', 'columns');
  const layers = [...new Set(blocks.map((block) => block.layer))];
  const channel = rows !== null && /^\d+$/.test(rows) && Number(rows) < layer.shape[2] ? Number(rows) : null;
  return {
    part: { channel, layer: columns !== null && layers.includes(columns) ? columns : null },
    layers,
    setChannel: (next) => setRows(next === null ? null : String(next)),
    setLayer: setColumns,
  };
}

/** In words what the values are of. */
function partInWords({ channel, layer }: JacobianPartChoice, vector: boolean): string {
  const rows = channel === null ? 'the whole Jacobian' : `${vector ? 'unit' : 'map'} ${channel}’s rows`;
  return layer === null ? rows : `${rows}, columns of ${layer}`;
}

function Chosen({ spectrum, exploration, part, setChannel }: { spectrum: SpectrumAnswer; exploration: Exploration; part: JacobianPartChoice; setChannel: (channel: number | null) => void }) {
  const [text, setIndex] = useViewText('structure', 'sigma');
  const index = Math.min(spectrum.values.length - 1, text !== null && /^\d+$/.test(text) ? Number(text) : 0);
  const { vector } = exploration.layer;
  const whose = vector ? 'unit' : 'map';
  const apart = spectrum.channels !== null;
  const names = useMemo(() => spectrum.pieces.map(({ channel }) => `${whose} ${channel}`), [spectrum, whose]);
  return (
    <>
      <div className={styles.columns}>
        <Scree
          title={`Singular values of ${partInWords(part, vector)}`}
          values={spectrum.values}
          floor={spectrum.floor}
          tolerance={spectrum.tolerance}
          selected={index}
          onSelect={(k) => setIndex(k === 0 ? null : String(k))}
          {...(apart ? { remark: (k: number) => `${whose} ${spectrum.channels![k]}` } : {})}
          caption={
            apart && part.channel === null
              ? `A ${whose}’s rows feel its own columns alone, so these are the values of ${count(spectrum.pieces.length)} separate blocks, together.`
              : 'Each value is how much the units change, all together, for a step of length one along its direction in θ.'
          }
        />
        <SpectrumFigures spectrum={spectrum} />
      </div>
      <Vectors exploration={exploration} part={part} index={index} spectrum={spectrum} />
      {spectrum.pieces.length > 1 && (
        <UnitBars
          title={`Effective rank of each ${whose}’s block`}
          values={spectrum.pieces.map(({ effectiveRank }) => effectiveRank)}
          name={(k) => names[k]}
          mark={(k) => `rank ${spectrum.pieces[k].rank} of ${Math.min(spectrum.pieces[k].rows, spectrum.pieces[k].columns)}, σ₁ ${plainFigure(spectrum.pieces[k].largest, 3)}`}
          selected={null}
          onSelect={(k) => setChannel(spectrum.pieces[k].channel)}
          caption={`Choose one to see its singular values alone.`}
        />
      )}
    </>
  );
}

export function Spectrum({ exploration }: { exploration: Exploration }) {
  const { part, layers, setChannel, setLayer } = usePart(exploration);
  const { agreed, agree } = useAgreed(`spectrum ${exploration.revision} ${exploration.layer.name} ${part.channel} ${part.layer}`);
  const asked = useAnswer('spectrum', { explorationId: exploration.id, ...part, agreed });
  const unit = usePage((state) => state.selection.unit);
  const { layer } = exploration;
  const [H, W, C] = layer.shape;
  const { answer } = asked;
  const channels = Array.from({ length: C }, (_, c) => ({ value: String(c), label: `${layer.vector ? 'unit' : 'map'} ${c}${unit?.c === c ? ', the chosen one’s' : ''}` }));
  return (
    <>
      <div className={styles.controls}>
        <Choice label="Rows" value={part.channel === null ? 'all' : String(part.channel)} options={[{ value: 'all', label: `all ${count(H * W * C)}` }, ...channels]} onChange={(value) => setChannel(value === 'all' ? null : Number(value))} />
        {layers.length > 1 && <Choice label="Columns" value={part.layer ?? ''} options={[{ value: '', label: 'of all layers' }, ...layers.map((name) => ({ value: name, label: `of ${name}` }))]} onChange={(value) => setLayer(value === '' ? null : value)} />}
        <AskStatus kind="spectrum" asked={asked} doing="Taking singular values" />
      </div>
      {!answer ? (
        <Skeleton height={520} label="The singular values are on their way" />
      ) : answer.state === 'large' ? (
        <p className={styles.say}>{answer.why}</p>
      ) : answer.state === 'long' ? (
        <div className={styles.view}>
          <p className={styles.say}>
            The singular values of these {count(answer.rows)} × {count(answer.columns)} numbers take about {duration(answer.seconds)} here. One channel’s rows {layers.length > 1 && 'or one layer’s columns '}take less.
          </p>
          <div>
            <Button tone="main" icon={Play} onClick={agree} disabled={asked.busy}>
              Take them
            </Button>
          </div>
        </div>
      ) : (
        <Chosen spectrum={answer} exploration={exploration} part={asked.of ?? part} setChannel={setChannel} />
      )}
    </>
  );
}
