// What a Jacobian takes, layer by layer, as a table of bare numbers. Pure.
import type { JacobianPlan } from '../../engine/protocol.ts';
import type { PictureTable } from '../../viz/index.ts';

export function planTable({ table }: JacobianPlan): PictureTable {
  return {
    columns: [
      'layer', 'kind', 'output height', 'output width', 'output channels', 'window height', 'window width', 'channels alive',
      'numbers a row', 'parameters', 'size (bytes)', 'multiply-adds', 'multiply-adds with whole maps',
    ],
    rows: () =>
      table.map(({ layer, kind, output, window, numbers, parameters, bytes, multiplyAdds, denseMultiplyAdds }) => [
        layer, kind, ...output, ...(window ?? [null, null, null]), numbers, parameters, bytes, multiplyAdds, denseMultiplyAdds,
      ]),
  };
}
