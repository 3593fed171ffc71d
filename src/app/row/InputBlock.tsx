// The row with respect to the input: a picture of what the unit would grow by if a pixel grew, one panel a channel.
import { memo, useState } from 'react';
import { FeatureMaps } from '../../viz/index.ts';
import { count } from '../ui/format.ts';
import { Stepper } from '../ui/Stepper.tsx';
import { cellOf, useBlock, type BlockProps } from './useBlock.ts';
import { useField } from './useField.ts';
import styles from './RowPanel.module.css';

/** Colours by name, other channels by number. */
function channelName(channels: number): (c: number) => string {
  if (channels === 1) return () => '';
  return channels === 3 ? (c) => ['red', 'green', 'blue'][c] : String;
}

export const InputBlock = memo(function InputBlock(props: BlockProps) {
  const { row, exploration } = props;
  const { values, domain, selected, pointed, onSelect, onHover, placeOf } = useBlock(props);
  const field = useField();
  const { height: H, width: W, channels: C } = exploration.digit;
  const images = values.length / (H * W * C);
  const [chosen, setChosen] = useState(0);
  const image = Math.min(chosen, images - 1);
  const size = H * W * C;
  const offset = ({ i, j, c }: { i: number; j: number; c: number }) => image * size + (i * W + j) * C + c;
  const inside = (index: number | null) => cellOf(index !== null && Math.floor(index / size) === image ? index % size : null, [H, W, C]);
  return (
    <div className={styles.stack}>
      {images > 1 && <Stepper label="Image" value={image} count={images} onChange={setChosen} name={(k) => (k === 0 ? 'the chosen image' : `image ${exploration.images.indices[k]} of the batch`)} />}
      <FeatureMaps
        title={`∂h/∂x: what each of the ${count(size)} numbers of the input does`}
        values={values.subarray(image * size, (image + 1) * size)}
        shape={[H, W, C]}
        kind="diverging"
        legend="derivative"
        domain={domain}
        selected={inside(selected)}
        pointed={inside(pointed)}
        onSelect={(cell) => onSelect(offset(cell))}
        onHover={(cell) => onHover(cell && offset(cell))}
        cellName={(cell) => placeOf(offset(cell))}
        mapName={channelName(C)}
        maxCell={C === 1 ? 14 : 12}
        outline={image === 0 ? field : null}
      />
      <p className={styles.why} data-testid="why-zero">
        {row.off ? row.reason : `Warm: the unit grows when the pixel grows.${field ? ' Framed: all that it can see; every number outside is exactly zero.' : ''}`}
      </p>
    </div>
  );
});
