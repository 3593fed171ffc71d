// The neural tangent kernel J Jᵀ as a clustered picture: between units of the image on show, or between images.
import { Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ClusterMap, DigitView } from '../../../viz/index.ts';
import type { DigitKernel, Exploration, Kernel as KernelAnswer, UnitKernel, UnitsChoice } from '../../../engine/protocol.ts';
import { digitInWords, useClassNames } from '../../digit/classNames.ts';
import { useExplorer, usePage } from '../../state/ExplorerContext.ts';
import { pointAt } from '../../state/pointed.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { count, duration } from '../../ui/format.ts';
import { Skeleton } from '../../ui/Panel.tsx';
import { optionsOf, Switch } from '../../ui/Switch.tsx';
import { AskStatus } from '../parts/AskStatus.tsx';
import { shortUnit } from '../parts/Ranked.tsx';
import { useAnswer } from '../useAnswer.ts';
import { useViewChoice } from '../useViewOption.ts';
import { useAgreed } from './useAgreed.ts';
import styles from '../parts/parts.module.css';

type Shown = 'cosine' | 'products';

/** So long a wait is agreed to first, in seconds. */
const patience = 8;

/** Cosines, or the inner products themselves. */
function useShownValues({ values, n }: Pick<KernelAnswer, 'values' | 'n'>, shown: Shown): Float32Array {
  return useMemo(() => {
    if (shown === 'products') return values;
    return Float32Array.from(values, (value, at) => {
      const length = Math.sqrt(values[Math.floor(at / n) * (n + 1)] * values[(at % n) * (n + 1)]);
      return length > 0 ? value / length : 0;
    });
  }, [values, n, shown]);
}

const cosines = [-1, 1] as const;

function ShownSwitch({ shown, setShown }: { shown: Shown; setShown: (shown: Shown) => void }) {
  return (
    <Switch
      label="What the cells show"
      value={shown}
      options={optionsOf({ cosine: 'cosine', products: 'J Jᵀ' })}
      onChange={setShown}
    />
  );
}

function UnitsMap({ exploration, answer, shown, title }: { exploration: Exploration; answer: UnitKernel; shown: Shown; title: string }) {
  const explorer = useExplorer();
  const unit = usePage((state) => state.selection.unit);
  const values = useShownValues(answer, shown);
  const { units, n, tree, off, leftOut } = answer;
  const { layer } = exploration;
  const selected = units.findIndex(({ i, j, c }) => i === unit?.i && j === unit.j && c === unit.c);
  return (
    <ClusterMap
      title={title}
      values={values}
      n={n}
      tree={tree}
      kind="diverging"
      legend={shown === 'cosine' ? 'cosine of two rows' : 'J Jᵀ'}
      {...(shown === 'cosine' ? { domain: cosines } : {})}
      name={(k) => shortUnit(units[k], layer)}
      mark={(k) => String(units[k].c)}
      selected={selected < 0 ? null : selected}
      onSelect={(k) => void explorer.select({ unit: units[k] })}
      onHover={(pair) => pointAt({ unit: pair && units[pair.leaf] })}
      caption={`What a step along one unit’s gradient does to another. Units are ordered by clusters of cosine distance (average linkage)${layer.vector ? '' : '; beside each line, where there is room, its map'}.${off > 0 ? ` ${count(off)} that are off are left out: their rows are zero.` : ''}${leftOut > 0 ? ` The ${count(leftOut)} weakest are left out.` : ''} A click chooses the line’s unit.`}
    />
  );
}

function OfUnits({ exploration, shown }: { exploration: Exploration; shown: Shown }) {
  const unit = usePage((state) => state.selection.unit);
  const { vector } = exploration.layer;
  const [which, setWhich] = useViewChoice('structure', 'units', ['strongest', 'channel', 'position']);
  const choice: UnitsChoice = vector || which === 'strongest' || !unit ? { kind: 'strongest', count: 96 } : which === 'channel' ? { kind: 'channel', channel: unit.c } : { kind: 'position', i: unit.i, j: unit.j };
  const asked = useAnswer('unitKernel', { explorationId: exploration.id, units: choice });
  const title = { strongest: vector ? 'Tangent kernel between the units' : 'Tangent kernel between the 96 units of the longest rows', channel: `Tangent kernel between the units of map ${unit?.c}`, position: `Tangent kernel between the maps at row ${unit?.i}, column ${unit?.j}` }[choice.kind];
  return (
    <>
      <div className={styles.controls}>
        {!vector && (
          <Switch
            label="Which units"
            value={which}
            options={optionsOf({ strongest: 'the 96 strongest', channel: 'all of the chosen unit’s map', position: 'one of each map, at the chosen unit’s place' })}
            onChange={setWhich}
          />
        )}
        <AskStatus kind="unitKernel" asked={asked} doing="Comparing the units’ rows" />
      </div>
      {!asked.answer ? (
        <Skeleton height={560} label="The kernel is on its way" />
      ) : asked.answer.n === 0 ? (
        <p className={styles.say}>All of these units are off on this image: their rows are zero, and so is their kernel.</p>
      ) : (
        <div aria-busy={asked.busy} data-testid="unit-kernel" data-n={asked.answer.n}>
          <UnitsMap exploration={exploration} answer={asked.answer} shown={shown} title={title} />
        </div>
      )}
    </>
  );
}

/** The two images of the pair that is pointed at or was chosen. */
function Pair({ answer, pair }: { answer: DigitKernel; pair: { leaf: number; other: number } | null }) {
  const names = useClassNames();
  const { height, width, channels, pixels, images } = answer;
  const size = height * width * channels;
  if (!pair) return <p className={styles.pair}>Point at a cell to see its two images.</p>;
  const view = (k: number) => (
    <DigitView key={k} title={digitInWords({ ...images[k], name: null }, names)} values={pixels.subarray(k * size, (k + 1) * size)} height={height} width={width} channels={channels} kind="grey" outline={null} maxCell={5} />
  );
  return <div className={styles.pair}>{pair.leaf === pair.other ? view(pair.leaf) : [view(pair.leaf), view(pair.other)]}</div>;
}

function ImagesMap({ exploration, answer, shown }: { exploration: Exploration; answer: DigitKernel; shown: Shown }) {
  const explorer = useExplorer();
  const names = useClassNames();
  const digit = usePage((state) => state.selection.digit);
  const values = useShownValues(answer, shown);
  const [pointed, setPointed] = useState<{ leaf: number; other: number } | null>(null);
  const { images, n, tree } = answer;
  const selected = images.findIndex(({ index }) => index === digit);
  const pair = pointed ?? (selected < 0 ? null : { leaf: selected, other: selected });
  return (
    <div className={styles.columns} data-testid="digit-kernel" data-n={n}>
      <ClusterMap
        title={`Tangent kernel between ${count(n)} images`}
        values={values}
        n={n}
        tree={tree}
        kind="diverging"
        legend={shown === 'cosine' ? 'cosine of two Jacobians' : '⟨J(x), J(x′)⟩'}
        {...(shown === 'cosine' ? { domain: cosines } : {})}
        name={(k) => digitInWords({ ...images[k], name: null }, names)}
        mark={(k) => (images[k].label === null ? String(images[k].index) : (names[images[k].label] ?? String(images[k].label)).slice(0, 4))}
        selected={selected < 0 ? null : selected}
        onSelect={(k) => void explorer.select({ digit: images[k].index })}
        onHover={setPointed}
        caption={`⟨J(x), J(x′)⟩ is summed over all units of ${exploration.layer.name}: how alike two images pull the parameters. Ordered by clusters; beside each line its class. A click shows the line’s image.`}
      />
      <Pair answer={answer} pair={pair} />
    </div>
  );
}

function OfImages({ exploration, shown }: { exploration: Exploration; shown: Shown }) {
  const [perClass, setPerClass] = useViewChoice('structure', 'each', ['2', '1', '3', '5', '10']);
  const classes = usePage((state) => state.opened?.digits.classes ?? 10);
  const seconds = usePage((state) => state.plan?.seconds ?? null);
  const each = Number(perClass);
  const wait = (seconds ?? 0) * each * classes * 2;
  const { agreed, agree } = useAgreed(`images ${exploration.revision} ${exploration.layer.name} ${perClass}`);
  const waits = wait > patience && !agreed;
  const asked = useAnswer('digitKernel', waits ? null : { explorationId: exploration.id, perClass: each });
  const answer = asked.of?.perClass === each || asked.busy ? asked.answer : null;
  return (
    <>
      <div className={styles.controls}>
        <Choice label="Images" value={perClass} options={['1', '2', '3', '5', '10'].map((value) => ({ value, label: `${value} of each class` }))} onChange={(value) => setPerClass(value as typeof perClass)} />
        {!waits && <AskStatus kind="digitKernel" asked={asked} doing="Comparing the images’ Jacobians" />}
      </div>
      {waits && (
        <div className={styles.view}>
          <p className={styles.say}>
            {count(each * classes)} Jacobians of this layer take about {duration(wait)} on this device.
          </p>
          <div>
            <Button tone="main" icon={Play} onClick={agree}>
              Compare them
            </Button>
          </div>
        </div>
      )}
      {answer ? (
        <div aria-busy={asked.busy}>
          <ImagesMap exploration={exploration} answer={answer} shown={shown} />
        </div>
      ) : (
        !waits && <Skeleton height={560} label="The kernel is on its way" />
      )}
    </>
  );
}

export function Kernel({ exploration }: { exploration: Exploration }) {
  const [between, setBetween] = useViewChoice('structure', 'between', ['units', 'images']);
  const [shown, setShown] = useViewChoice('structure', 'cells', ['cosine', 'products']);
  return (
    <>
      <div className={styles.controls}>
        <Switch
          label="Between what"
          value={between}
          options={optionsOf({ units: 'between units of this image', images: 'between images' })}
          onChange={setBetween}
        />
        <ShownSwitch shown={shown} setShown={setShown} />
      </div>
      {between === 'units' ? <OfUnits exploration={exploration} shown={shown} /> : <OfImages exploration={exploration} shown={shown} />}
    </>
  );
}
