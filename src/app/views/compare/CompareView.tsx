// What is selected beside something that differs from it in one thing: another unit, image, moment, run, or batch-norm mode.
import { ArrowLeftRight, CornerUpLeft, RotateCcw, Square } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Exploration, Row, Unit } from '../../../engine/protocol.ts';
import { digitInWords, useClassNames } from '../../digit/classNames.ts';
import { useExploration, useExplorer, useRow, usePage } from '../../state/ExplorerContext.ts';
import { unitInWords } from '../../state/units.ts';
import { Button } from '../../ui/Button.tsx';
import { count, duration } from '../../ui/format.ts';
import { Skeleton } from '../../ui/Panel.tsx';
import { optionsOf, Switch } from '../../ui/Switch.tsx';
import { useAnswer } from '../useAnswer.ts';
import { useViewChoice, useViewText } from '../useViewOption.ts';
import { compareRequest, entryOnShow, KINDS, otherOf, unitToText, type AtHand, type Kind } from './otherSide.ts';
import { ImagePicker, MomentPicker, RunPicker, UnitPicker } from './Pickers.tsx';
import { Result } from './Result.tsx';
import { namesOf, nothingThere } from './words.ts';
import styles from './compare.module.css';

/** A Jacobian that took longer than this is not made again for a map without being asked for; milliseconds. */
const quick = 4000;

const kinds: Record<Kind, string> = { unit: 'Another unit', image: 'Another image', moment: 'Another moment', run: 'Another run', batch: 'Batch statistics' };

function useAtHand(exploration: Exploration, row: Row): AtHand {
  const run = usePage((state) => state.run!);
  const runs = usePage((state) => state.runs);
  const digits = usePage((state) => state.opened!.digits.identity);
  const items = usePage((state) => state.browsing.items);
  return useMemo(() => ({ exploration, unit: row.unit, run, runs, digits, images: items.map(({ index }) => index) }), [exploration, row, run, runs, digits, items]);
}

function Compare({ exploration, row }: { exploration: Exploration; row: Row }) {
  const explorer = useExplorer();
  const classes = useClassNames();
  const hand = useAtHand(exploration, row);
  const overBatchNorm = usePage((state) => state.run!.layers.find(({ name }) => name === exploration.layer.name)?.overBatchNorm ?? false);
  const [kind, setKind] = useViewChoice<Kind>('compare', 'what', [...KINDS]);
  const [maps, setMaps] = useViewChoice('compare', 'maps', ['gradient', 'activation']);
  const [unit, setUnit] = useViewText('compare', 'unit');
  const [image, setImage] = useViewText('compare', 'image');
  const [moment, setMoment] = useViewText('compare', 'moment');
  const [runId, setRun] = useViewText('compare', 'run');
  const [agreed, agree] = useState<string | null>(null);
  const other = useMemo(() => otherOf({ unit, image, moment, run: runId }, hand), [unit, image, moment, runId, hand]);
  const slow = exploration.summary.milliseconds > quick;
  const work = `${kind} ${exploration.layer.name}`;
  const wantsNorms = maps === 'gradient' && (!slow || agreed === work);
  const possible = kind === 'batch' ? overBatchNorm : true;
  const request = useMemo(() => (possible ? compareRequest(kind, other, hand, wantsNorms) : null), [possible, kind, other, hand, wantsNorms]);
  const { answer, busy, error, stopped, again } = useAnswer('compare', request);
  const names = namesOf(kind, other, hand);

  /** Selects what B is. */
  const choose = (): Promise<void> | void => {
    if (kind === 'unit') return explorer.select({ unit: other.unit });
    if (kind === 'image') return explorer.select({ digit: other.image });
    if (kind === 'batch') return explorer.select({ batchNorm: other.batchNorm });
    if (kind === 'moment') return explorer.look(other.moment === hand.run.moments.at(-1) ? null : other.moment);
    if (other.run) return explorer.openRun(other.run.id);
  };
  /** B becomes what A is now. */
  const keepAsOther = () => {
    if (kind === 'unit') setUnit(unitToText(row.unit));
    if (kind === 'image') setImage(String(exploration.digit.index));
    if (kind === 'moment') setMoment(String(hand.run.moment ?? hand.run.moments.at(-1)));
    if (kind === 'run') setRun(entryOnShow(hand)?.id ?? null);
  };
  const forget = { unit: setUnit, image: setImage, moment: setMoment, run: setRun };
  const swappable = request !== null && (kind !== 'run' || entryOnShow(hand) !== undefined);
  const swap = () => {
    keepAsOther();
    void choose();
  };
  const take = () => {
    if (kind !== 'batch') forget[kind](null);
    void choose();
  };
  const onUnit = (side: number, i: number, j: number) => {
    const own = side === 1 && kind === 'unit' ? other.unit : row.unit;
    const there: Unit = exploration.layer.vector ? { i: 0, j: 0, c: j } : { i, j, c: own.c };
    if (side === 1 && kind === 'unit') setUnit(unitToText(there));
    else void explorer.select({ unit: there });
  };
  return (
    <div className={styles.compare} data-testid="compare" data-kind={kind} aria-busy={busy}>
      <div className={styles.controls}>
        <Switch label="What differs" value={kind} options={KINDS.map((value) => ({ value, label: value === 'batch' && exploration.batchNorm === 'batch' ? 'Inference' : kinds[value] }))} onChange={setKind} />
        <span className={styles.buttons}>
          <Button icon={ArrowLeftRight} disabled={!swappable} onClick={swap}>
            Swap A and B
          </Button>
          <Button tone="quiet" icon={CornerUpLeft} disabled={request === null} onClick={take}>
            Make B the selection
          </Button>
        </span>
      </div>
      <div className={styles.sides}>
        <section aria-label="Side A">
          <h3>A: what is selected</h3>
          <p>
            {unitInWords(row.unit, exploration.layer)} of {exploration.layer.name}, {digitInWords(exploration.digit, classes)}
            {hand.run.moment === null ? '' : `, after iteration ${count(hand.run.moment)}`}, {exploration.batchNorm === 'batch' ? 'batch statistics' : 'inference'}.
          </p>
          <p className={styles.note}>Whatever is chosen elsewhere on the page is A. B is the same but for one thing.</p>
        </section>
        <section aria-label="Side B">
          <h3>
            B: {names[1]} <span className={styles.against}>instead of {names[0]}</span>
          </h3>
          {kind === 'unit' && <UnitPicker exploration={exploration} unit={other.unit} onChange={(next) => setUnit(unitToText(next))} />}
          {kind === 'image' && <ImagePicker image={other.image} onChange={(next) => setImage(String(next))} />}
          {kind === 'moment' && other.moment !== null && <MomentPicker moment={other.moment} onChange={(next) => setMoment(String(next))} />}
          {kind === 'run' && other.run && <RunPicker run={other.run.id} onChange={setRun} />}
          {kind === 'batch' && possible && <p className={styles.note}>Batch statistics are taken over the selected image and those that follow it, eight in all; at inference batch norms use the statistics stored in training.</p>}
        </section>
      </div>
      {request === null ? (
        <p className={styles.none}>{nothingThere(kind, hand, overBatchNorm)}</p>
      ) : (
        <>
          <div className={styles.controls}>
            <Switch
              label="What the maps show"
              value={maps}
              options={optionsOf({ gradient: 'Row lengths', activation: 'Activations' })}
              onChange={setMaps}
            />
            <span className={styles.state}>
              {busy && answer && (
                <>
                  B is being computed.
                  <Button tone="quiet" icon={Square} onClick={() => void explorer.stopAsking('compare')}>
                    Stop
                  </Button>
                </>
              )}
              {maps === 'gradient' && !wantsNorms && (
                <>
                  The map of B takes all of its Jacobian, about {duration(exploration.summary.milliseconds / 1000)}.
                  <Button onClick={() => agree(work)}>Compute it</Button>
                </>
              )}
              {stopped && 'Stopped.'}
              {error && (
                <span role="alert" className={styles.failed}>
                  {error.message}
                </span>
              )}
              {(stopped || error) && (
                <Button icon={RotateCcw} onClick={again}>
                  Try again
                </Button>
              )}
            </span>
          </div>
          {answer ? <Result compared={answer} exploration={exploration} row={row} names={names} maps={maps} onUnit={onUnit} /> : !error && !stopped && <Skeleton height={560} label="The other side is on its way" />}
        </>
      )}
    </div>
  );
}

export default function CompareView() {
  const exploration = useExploration();
  const row = useRow();
  const opened = usePage(({ run }) => run !== null);
  return opened && exploration && row ? <Compare exploration={exploration} row={row} /> : <Skeleton height={640} label="What is selected is on its way" />;
}
