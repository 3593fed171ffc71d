// P numbers, one for every column of θ, as pictures of the parameter arrays: all of a few, of many the one that is opened.
import { memo, useMemo, useState } from 'react';
import { CellGrid, domainOf, FeatureMaps, Filters, KernelFocus, ParameterStrip, UnitBars } from '../../../viz/index.ts';
import type { BlockInfo, Exploration } from '../../../engine/protocol.ts';
import { parameterIndex, parameterName } from '../../formula/parameter.ts';
import { kernelShape } from '../../network/kernelShape.ts';
import { mapUnder } from '../../network/mapUnder.ts';
import { useExplorer, usePage } from '../../state/ExplorerContext.ts';
import { pointAt } from '../../state/pointed.ts';
import { count } from '../../ui/format.ts';
import { Stepper } from '../../ui/Stepper.tsx';
import styles from './parts.module.css';

export interface ParameterWords {
  kind: 'diverging' | 'sequential';
  legend: string;
  /** Over the picture of an array. */
  title: (array: string) => string;
  /** Over the bars of all arrays, and what they measure. */
  arrays: string;
  measure: (values: Float32Array) => number;
}

interface PicturesProps {
  exploration: Exploration;
  /** P numbers; of several images' inputs those of one will do. */
  values: Float32Array;
  words: ParameterWords;
  /** The output channel that they are about, where it is one. */
  channel?: number | null;
}

/** So many arrays are shown together; so large a kernel at once; a strip this long. */
const most = { arrays: 4, inputs: 3, outputs: 64, strip: 40 };

interface BlockProps extends PicturesProps {
  block: BlockInfo;
  mine: Float32Array;
}

/** What all pictures of an array share. */
function useShared({ exploration, block, mine, words }: BlockProps) {
  const explorer = useExplorer();
  const parameter = usePage((state) => state.selection.parameter);
  const column = parameter === null ? null : parameterIndex(exploration.blocks, parameter);
  const inside = column !== null && column >= block.start && column < block.start + mine.length;
  const domain = useMemo(() => domainOf(words.kind, mine), [words.kind, mine]);
  return {
    title: words.title(block.parameter),
    kind: words.kind,
    legend: words.legend,
    domain,
    selected: inside ? column - block.start : null,
    onSelect: (offset: number) => void explorer.select({ parameter: parameterName(exploration.blocks, block.start + offset), mode: 'parameter' }),
    onHover: (offset: number | null) => pointAt({ column: offset === null ? null : block.start + offset }),
    placeOf: (offset: number) => parameterName(exploration.blocks, block.start + offset)?.replace(block.parameter, '') ?? '',
  };
}

type Shared = ReturnType<typeof useShared>;

/** Numbers that are a map [H, W, C] in their order. */
function AsMap({ shape, values, shared: { onSelect, onHover, placeOf, selected, ...shared }, offset = (k) => k, back = (k) => k }: { shape: readonly [number, number, number]; values: Float32Array; shared: Shared; offset?: (k: number) => number; back?: (offset: number) => number | null }) {
  const [, W, C] = shape;
  const index = ({ i, j, c }: { i: number; j: number; c: number }) => offset((i * W + j) * C + c);
  const at = selected === null ? null : back(selected);
  return (
    <FeatureMaps
      {...shared}
      values={values}
      shape={shape}
      selected={at === null ? null : { i: Math.floor(at / (W * C)), j: Math.floor(at / C) % W, c: at % C }}
      onSelect={(cell) => onSelect(index(cell))}
      onHover={(cell) => onHover(cell && index(cell))}
      cellName={(cell) => placeOf(index(cell))}
      {...(C === 1 ? { mapName: () => '' } : {})}
      maxCell={C === 1 ? 12 : 10}
    />
  );
}

/** One output at a time of a kernel or of a dense layer's weights. */
function useOutput(outputs: number, channel: number | null | undefined, selected: number | null): [number, (k: number) => void] {
  const own = channel ?? (selected === null ? 0 : selected % outputs);
  const [turned, setTurned] = useState({ to: own, of: own });
  return [turned.of === own ? turned.to : own, (to) => setTurned({ to, of: own })];
}

function Kernel(props: BlockProps) {
  const { block, mine, channel = null } = props;
  const { placeOf, ...shared } = useShared(props);
  const shape = kernelShape(block.shape, block.parameter);
  const [, , cin, cout] = shape;
  const own = channel !== null && block.structure === 'channel' ? channel : null;
  const [output, setOutput] = useOutput(cout, own, shared.selected);
  if (own === null && cin <= most.inputs && cout <= most.outputs) return <Filters {...shared} values={mine} shape={shape} channel={null} cellName={placeOf} />;
  return (
    <div className={styles.one}>
      {own === null && cout > 1 && <Stepper label={`Kernel of ${block.layer}`} value={output} count={cout} onChange={setOutput} name={(k) => `kernel ${k} of ${count(cout)}`} />}
      <KernelFocus {...shared} values={mine} shape={shape} channel={output} cellName={placeOf} maxCell={40} />
    </div>
  );
}

function Weights(props: BlockProps) {
  const { block, mine, channel = null, exploration } = props;
  const shared = useShared(props);
  const [inputs, units] = block.shape;
  const layers = usePage((state) => state.run!.layers);
  const { height, width, channels } = exploration.digit;
  const map = mapUnder(layers, block.layer, inputs, [height, width, channels]);
  const [unit, setUnit] = useOutput(units, block.structure === 'channel' ? channel : null, shared.selected);
  const into = useMemo(() => Float32Array.from({ length: inputs }, (_, k) => mine[k * units + unit]), [mine, inputs, units, unit]);
  const offset = (k: number) => k * units + unit;
  const back = (at: number) => (at % units === unit ? Math.floor(at / units) : null);
  const title = `${shared.title}, into unit ${unit}`;
  const { placeOf, selected, onSelect, onHover } = shared;
  return (
    <div className={styles.one}>
      {units > 1 && <Stepper label={`Unit of ${block.layer}`} value={unit} count={units} onChange={setUnit} name={(k) => `unit ${k} of ${count(units)}`} />}
      {map ? (
        <AsMap shape={map} values={into} shared={{ ...shared, title }} offset={offset} back={back} />
      ) : (
        <CellGrid {...shared} title={title} values={into} selected={selected === null ? null : back(selected)} onSelect={(k) => onSelect(offset(k))} onHover={(k) => onHover(k === null ? null : offset(k))} cellName={(k) => placeOf(offset(k))} />
      )}
    </div>
  );
}

function Vector(props: BlockProps) {
  const { block, mine, channel = null } = props;
  const shared = useShared(props);
  const { placeOf, ...rest } = shared;
  if (block.shape.length === 3 && block.shape[0] * block.shape[1] > 1) return <AsMap shape={block.shape as [number, number, number]} values={mine} shared={shared} />;
  if (mine.length > most.strip) return <CellGrid {...rest} values={mine} cellName={placeOf} />;
  return <ParameterStrip {...rest} name={block.parameter} values={mine} channel={block.structure === 'channel' ? channel : null} />;
}

function Pixels(props: BlockProps) {
  const { height, width, channels } = props.exploration.digit;
  return <AsMap shape={[height, width, channels]} values={props.mine} shared={useShared(props)} />;
}

const One = memo(function One(props: PicturesProps & { block: BlockInfo }) {
  const { block, values, exploration } = props;
  const { height, width, channels } = exploration.digit;
  const pixels = exploration.wrt === 'input';
  const size = pixels ? height * width * channels : block.size;
  const mine = useMemo(() => values.subarray(block.start, block.start + size), [values, block, size]);
  if (pixels) return <Pixels {...props} mine={mine} />;
  if (block.shape.length === 4) return <Kernel {...props} mine={mine} />;
  if (block.shape.length === 2) return <Weights {...props} mine={mine} />;
  return <Vector {...props} mine={mine} />;
});

export function ParameterPictures(props: PicturesProps) {
  const { exploration: { blocks }, values, words } = props;
  const [opened, setOpened] = useState<string | null>(null);
  const measures = useMemo(() => blocks.map(({ start, size }) => words.measure(values.subarray(start, start + size))), [blocks, values, words]);
  if (blocks.length <= most.arrays) {
    const vectors = blocks.filter(({ shape }) => shape.length === 1);
    return (
      <div className={styles.pictures}>
        {blocks.filter((block) => !vectors.includes(block)).map((block) => <One key={block.parameter} {...props} block={block} />)}
        {vectors.length > 0 && <div className={styles.vectors}>{vectors.map((block) => <One key={block.parameter} {...props} block={block} />)}</div>}
      </div>
    );
  }
  const open = blocks.find(({ parameter }) => parameter === opened) ?? blocks[measures.indexOf(Math.max(...measures))] ?? blocks[0];
  return (
    <div className={styles.pictures}>
      <UnitBars title={words.arrays} values={measures} name={(k) => blocks[k].parameter} selected={blocks.indexOf(open)} onSelect={(k) => setOpened(blocks[k].parameter)} caption="Choose an array to see its numbers." />
      <One key={open.parameter} {...props} block={open} />
    </div>
  );
}
