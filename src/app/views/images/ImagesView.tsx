// How sensitive a layer is over many images: mean |∂h/∂θ| of every unit and every parameter, beside the one image on show.
import { Play } from 'lucide-react';
import { useMemo } from 'react';
import type { Exploration, ManyImages, Sensitivity } from '../../../engine/protocol.ts';
import { useClassNames } from '../../digit/classNames.ts';
import { Units } from '../../maps/Units.tsx';
import { useExploration } from '../../state/ExplorerContext.ts';
import { Button } from '../../ui/Button.tsx';
import { count, duration, plainFigure } from '../../ui/format.ts';
import { Skeleton } from '../../ui/Panel.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { AskStatus } from '../parts/AskStatus.tsx';
import { ImageSetChoice, useImageSet } from '../parts/ImageSetChoice.tsx';
import { setInWords } from '../parts/imageSets.ts';
import { ParameterPictures, type ParameterWords } from '../parts/ParameterPictures.tsx';
import { RankedParameters, RankedUnits } from '../parts/Ranked.tsx';
import { ranked } from '../parts/rank.ts';
import { useManyImages } from '../parts/useManyImages.ts';
import { useAnswer } from '../useAnswer.ts';
import { useViewChoice } from '../useViewOption.ts';
import styles from '../parts/parts.module.css';

const listed = 12;

type Shown = 'mean' | 'one' | 'difference';

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const signed = (values: Float32Array) => values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;

/** The numbers on show: of the set, of the image on show, or this one less the set's mean. */
function useShown(shown: Shown, many: Sensitivity, one: Sensitivity | null): { units: Float32Array; columns: Float32Array } {
  return useMemo(() => {
    if (!one || shown === 'mean') return many;
    if (shown === 'one') return one;
    return { units: one.units.map((value, r) => value - many.units[r]), columns: one.columns.map((value, p) => value - many.columns[p]) };
  }, [shown, many, one]);
}

/** Pearson's correlation. */
function correlation(a: Float32Array, b: Float32Array): number {
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, k) => {
    ab += (value - ma) * (b[k] - mb);
    aa += (value - ma) ** 2;
    bb += (b[k] - mb) ** 2;
  });
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : NaN;
}

const inWords: Record<Shown, (images: string) => string> = {
  mean: (images) => `mean over ${images}`,
  one: () => 'this image alone',
  difference: (images) => `this image less the mean over ${images}`,
};

function Compared({ many, one, images }: { many: ManyImages; one: Sensitivity; images: string }) {
  const [all, own] = [mean(many.units), mean(one.units)];
  const ratio = own / all;
  const alike = correlation(many.units, one.units);
  return (
    <p className={styles.say} data-testid="images-compared">
      On the image on show, mean |∂h/∂θ| is {plainFigure(own, 4)}; over {images} it is {plainFigure(all, 4)}
      {Number.isFinite(ratio) && all > 0 && `: ${ratio >= 1 ? `${plainFigure(ratio, 3)} times as much` : `${plainFigure(ratio * 100, 3)} % of it`} here`}.
      {Number.isFinite(alike) && ` How alike their maps are: correlation ${alike.toFixed(2)}.`}
    </p>
  );
}

function Means({ exploration, many, images }: { exploration: Exploration; many: ManyImages; images: string }) {
  const [wanted, setShown] = useViewChoice('images', 'show', ['mean', 'one', 'difference']);
  const asked = useAnswer('oneImage', { explorationId: exploration.id });
  const one = asked.answer && asked.answer.columns.length === many.columns.length && asked.answer.units.length === many.units.length ? asked.answer : null;
  const shown = one ? wanted : 'mean';
  const { units, columns } = useShown(shown, many, one);
  const kind = shown === 'difference' ? 'diverging' : 'sequential';
  const theta = exploration.wrt === 'input' ? 'x' : 'θ';
  const words = useMemo(
    (): ParameterWords => ({ kind, legend: `mean |∂h/∂${theta}|`, title: (array) => `${array}: ${inWords[shown](images)}`, arrays: 'Mean sensitivity to each array', measure: shown === 'difference' ? signed : mean }),
    [kind, theta, shown, images],
  );
  const places = useMemo(() => ({ most: ranked(many.units, listed), least: ranked(many.units, listed, -1, (r) => many.units[r] > 0), parametersMost: ranked(many.columns, listed), parametersLeast: ranked(many.columns, listed, -1, (p) => many.columns[p] > 0) }), [many]);
  const [what, whats] = exploration.wrt === 'input' ? ['pixels', 'Pixels'] : ['parameters', 'Parameters'];
  return (
    <div className={styles.view} data-testid="image-means" data-images={many.images} data-total={many.total}>
      {one && <Compared many={many} one={one} images={images} />}
      <p className={styles.soft}>
        Means are over all entries, those that are always zero too.
        {many.deadUnits > 0 && ` ${count(many.deadUnits)} units have a row of zeros on every one of these images.`}
        {many.unfelt > 0 && ` ${count(many.unfelt)} ${what} are felt by no unit on any.`}
        {many.batch !== null && ` Batch norms took the statistics of ${count(many.batch)} images at a time.`}
      </p>
      <Switch
        label="What the pictures show"
        value={shown}
        options={[
          { value: 'mean', label: 'the mean' },
          { value: 'one', label: 'this image', disabled: !one },
          { value: 'difference', label: 'this image less the mean', disabled: !one },
        ]}
        onChange={setShown}
      />
      <div className={styles.columns}>
        <div className={styles.pictures}>
          <Units exploration={exploration} values={units} words={{ title: `Sensitivity of each unit: ${inWords[shown](images)}`, legend: `mean |∂h/∂${theta}|`, kind, caption: `How strongly the ${what} move each unit, on average over all ${count(many.columns.length)} of them. Choose one to read its row on this image.` }} />
          <RankedUnits title="Most sensitive units" exploration={exploration} places={places.most} value={(r) => many.units[r]} />
          {many.units.length > listed && <RankedUnits title="Least sensitive units, of those that are ever on" exploration={exploration} places={places.least} value={(r) => many.units[r]} />}
        </div>
        <div className={styles.pictures}>
          <ParameterPictures exploration={exploration} values={columns} words={words} channel={null} />
          <RankedParameters title={`${whats} that are felt most`} exploration={exploration} places={places.parametersMost} value={(p) => many.columns[p]} />
          <RankedParameters title={`${whats} that are felt least, of those that are felt`} exploration={exploration} places={places.parametersLeast} value={(p) => many.columns[p]} />
        </div>
      </div>
    </div>
  );
}

function Images({ exploration }: { exploration: Exploration }) {
  const chosen = useImageSet('images');
  const names = useClassNames();
  const { seconds } = chosen;
  const asked = useManyImages('images', chosen.request);
  const { answer } = asked;
  const fits = answer && answer.units.length === exploration.rowNorms.length && answer.columns.length <= exploration.parameters.length ? answer : null;
  const begin = () => {
    // From now on it stays so many, whatever the device turns out to do in a second.
    chosen.chooseCount(chosen.count);
    asked.begin();
  };
  const guess = ` ${count(chosen.count)} of them take about ${duration(Math.max(1, 2 * seconds * chosen.count))} on this device.`;
  const idle = asked.outdated ? 'These means are of weights before those on show.' : fits ? `${count(fits.images)} Jacobians of ${count(exploration.rowNorms.length)} × ${count(fits.columns.length)}, summed and let go in ${plainFigure(fits.seconds, 2)} s.` : '';
  return (
    <>
      <ImageSetChoice chosen={chosen} />
      {asked.idle || asked.outdated ? (
        <div className={styles.status}>
          <Button tone="main" icon={Play} onClick={begin}>
            {asked.outdated ? 'Go through them with the weights on show' : 'Go through them'}
          </Button>
          <p>{asked.outdated ? idle : `One Jacobian an image is computed, its magnitudes are summed, and it is let go.${guess}`}</p>
        </div>
      ) : (
        <AskStatus kind="manyImages" asked={asked} onStop={asked.stop} doing="Going through the images" far={(done, total) => `${count(done)} of ${count(total)}`} idle={idle} />
      )}
      {fits ? (
        <Means exploration={exploration} many={fits} images={`${count(fits.images)} ${chosen.own ? 'images' : setInWords(chosen.set, names)}`} />
      ) : asked.busy ? (
        <Skeleton height={520} label="The first means are on their way" />
      ) : null}
    </>
  );
}

export default function ImagesView() {
  const exploration = useExploration();
  return <div className={styles.view}>{exploration ? <Images exploration={exploration} /> : <Skeleton height={520} label="The Jacobian is on its way" />}</div>;
}
