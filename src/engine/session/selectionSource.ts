// What the file of a selection needs, gathered from an exploration: row, column, picture, prediction. Knows no file format.
import type { SelectionSource } from '../export/exportSelection.ts';
import type { SelectionExportRequest } from '../protocol.ts';
import type { Explored } from './explored.ts';
import { networkInFile } from './exportSource.ts';

/** Rows and columns that are larger than the budget are computed for it. @throws when unit or column does not exist. */
export async function selectionSource(explored: Explored, { unit, column, provenance, link }: SelectionExportRequest): Promise<SelectionSource> {
  const { exploration, rows, network, images, snapshot } = explored.parts;
  const { layer, blocks, digit, parameters, probabilities, predicted, batchNorm, wrt } = exploration;
  const index = explored.rowIndex(unit);
  const { activation, norm } = await explored.row(unit);
  const chosen = column === null ? null : await explored.column(column);
  return {
    index,
    row: await rows.row(index),
    column: chosen && { index: chosen.index, values: await rows.column(chosen.index) },
    picture: { data: digit.pixels, shape: [digit.height, digit.width, digit.channels] },
    prediction: probabilities,
    beside: {
      stream: { rows: exploration.activations.length, columns: parameters.length, outputShape: [1, ...layer.shape], firstRow: 0, blocks },
      h: exploration.activations,
      input: { data: images.data, shape: images.shape },
      ...networkInFile(network, layer.name),
      about: {
        of: layer.name, wrt: wrt === 'input' ? 'input' : 'params', batchNorm, network: snapshot.name, method: exploration.summary.method, engine: exploration.summary.engine,
        image: { index: digit.index, label: digit.label, name: digit.name, predicted }, unit, activation, norm,
        parameter: chosen && { name: chosen.parameter, position: chosen.position, value: chosen.value }, provenance, link,
      },
    },
  };
}
