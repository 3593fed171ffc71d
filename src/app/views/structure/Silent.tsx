// Units that are off on every chosen image, and parameters that no unit feels on any of them.
import { Play } from 'lucide-react';
import { useMemo } from 'react';
import type { Exploration, Sensitivity } from '../../../engine/protocol.ts';
import { useClassNames } from '../../digit/classNames.ts';
import { Units } from '../../maps/Units.tsx';
import { Button } from '../../ui/Button.tsx';
import { count } from '../../ui/format.ts';
import { Skeleton } from '../../ui/Panel.tsx';
import { optionsOf, Switch } from '../../ui/Switch.tsx';
import { AskStatus } from '../parts/AskStatus.tsx';
import { ImageSetChoice, useImageSet } from '../parts/ImageSetChoice.tsx';
import { setInWords } from '../parts/imageSets.ts';
import { RankedParameters, RankedUnits } from '../parts/Ranked.tsx';
import { ranked } from '../parts/rank.ts';
import { useManyImages } from '../parts/useManyImages.ts';
import { useAnswer } from '../useAnswer.ts';
import { useViewChoice } from '../useViewOption.ts';
import styles from '../parts/parts.module.css';

const listed = 40;

/** How many units are off in each map. */
function deadInMaps(units: Float32Array, C: number): Float32Array {
  const dead = new Float32Array(C);
  units.forEach((value, r) => (dead[r % C] += value === 0 ? 1 : 0));
  return dead;
}

function Found({ exploration, found, where }: { exploration: Exploration; found: Sensitivity; where: string }) {
  const { layer } = exploration;
  const [H, W, C] = layer.shape;
  const off = useMemo(() => found.units.map((value) => (value === 0 ? 1 : 0)), [found]);
  const dead = off.reduce((sum, value) => sum + value, 0);
  const unfelt = found.columns.reduce((sum, value) => sum + (value === 0 ? 1 : 0), 0);
  const perMap = useMemo(() => deadInMaps(found.units, C), [found, C]);
  const mapsDead = perMap.filter((value) => value === H * W).length;
  const what = exploration.wrt === 'input' ? 'pixels' : 'parameters';
  const unitPlaces = useMemo(() => ranked(found.unitNorms, listed, -1), [found]);
  const columnPlaces = useMemo(() => ranked(found.columns, listed, -1), [found]);
  return (
    <div className={styles.view} data-testid="silent" data-dead={dead} data-unfelt={unfelt}>
      <p className={styles.say}>
        <b>
          {count(dead)} of {count(found.units.length)} units
        </b>{' '}
        have a row of zeros {where}: no parameter moves them, for an activation on their way has derivative zero.
        {mapsDead > 0 && !layer.vector && ` ${count(mapsDead)} whole ${mapsDead === 1 ? 'map is' : 'maps are'} among them.`}{' '}
        <b>
          {count(unfelt)} of {count(found.columns.length)} {what}
        </b>{' '}
        have a column of zeros: no unit feels them.
      </p>
      <div className={styles.columns}>
        <Units exploration={exploration} values={off} words={{ title: `Units that are dead ${where}`, legend: 'dead', kind: 'sequential', caption: 'Coloured: the row is zero. Choose one to see why.' }} />
        <div className={styles.ranked}>
          <RankedUnits title={dead > listed ? `The first ${listed} of the ${count(dead)} dead units` : 'Units that are moved least'} exploration={exploration} places={unitPlaces} value={(r) => found.unitNorms[r]} mark={(r) => (found.unitNorms[r] === 0 ? 'dead' : '')} caption="Length of the row, root of the mean square over the images." />
          <RankedParameters title={unfelt > listed ? `The first ${listed} of the ${count(unfelt)} that nothing feels` : `${what === 'pixels' ? 'Pixels' : 'Parameters'} that are felt least`} exploration={exploration} places={columnPlaces} value={(p) => found.columns[p]} mark={(p) => (found.columns[p] === 0 ? 'not felt' : '')} caption="Mean |∂h/∂θ| over images and units." />
        </div>
      </div>
    </div>
  );
}

function OnMany({ exploration }: { exploration: Exploration }) {
  const chosen = useImageSet('structure');
  const names = useClassNames();
  const asked = useManyImages('structure', chosen.request);
  const { answer } = asked;
  const begin = () => {
    chosen.chooseCount(chosen.count);
    asked.begin();
  };
  return (
    <>
      <ImageSetChoice chosen={chosen} />
      {asked.idle ? (
        <div>
          <Button tone="main" icon={Play} onClick={begin}>
            Look at them
          </Button>
        </div>
      ) : (
        <AskStatus kind="manyImages" asked={asked} onStop={asked.stop} doing="Going through the images" far={(done, total) => `${count(done)} of ${count(total)}`} idle={asked.outdated ? 'These are of weights before those on show.' : ''} />
      )}
      {answer && answer.units.length === exploration.rowNorms.length && answer.columns.length <= exploration.parameters.length ? (
        <Found exploration={exploration} found={answer} where={`on all of ${count(answer.images)} ${chosen.own ? 'images' : setInWords(chosen.set, names)}`} />
      ) : (
        <p className={styles.soft}>A unit that is off on this image may be on for another. Choose images and look at them together.</p>
      )}
    </>
  );
}

function OnThis({ exploration }: { exploration: Exploration }) {
  const asked = useAnswer('oneImage', { explorationId: exploration.id });
  const { answer } = asked;
  if (asked.error || asked.stopped) return <AskStatus kind="oneImage" asked={asked} doing="Summing the rows" />;
  if (!answer || answer.units.length !== exploration.rowNorms.length || answer.columns.length > exploration.parameters.length) return <Skeleton height={520} label="The rows are being summed" />;
  return <Found exploration={exploration} found={answer} where="on this image" />;
}

export function Silent({ exploration }: { exploration: Exploration }) {
  const [over, setOver] = useViewChoice('structure', 'over', ['one', 'many']);
  return (
    <>
      <Switch
        label="On which images"
        value={over}
        options={optionsOf({ one: 'on the image on show', many: 'on many images' })}
        onChange={setOver}
      />
      {over === 'one' ? <OnThis exploration={exploration} /> : <OnMany exploration={exploration} />}
    </>
  );
}
