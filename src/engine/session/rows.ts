// The rows of an explored Jacobian, wherever they are: kept whole, or made anew when asked for.
import type { Floats, HostedJacobian, Images, JacobianPart, Model } from '../index.ts';
import type { BlockInfo, JacobianSummary } from '../protocol.ts';
import type { Asked, EngineHandle } from './engineHandle.ts';

/** Kept whole in host memory, or larger than the budget. */
export type Rows = HostedJacobian | RowsOnDemand;

export interface RowRange {
  readonly first: number;
  readonly count: number;
}

/** Rows firstRow … of the Jacobian, in host memory or on the device. */
export type RowsPart = Pick<JacobianPart, 'firstRow' | 'rows' | 'jacobian'>;

/**
 * All rows once, in order, in as many parts as it takes. A part is disposed of when the next is asked for. What has to be computed anew is
 * computed for `only` those rows. @throws when it is aborted.
 */
export async function* partsOf(rows: Rows, listening: Pick<Asked, 'signal' | 'onProgress'> = {}, only?: RowRange): AsyncGenerator<RowsPart> {
  if (rows instanceof RowsOnDemand) yield* rows.parts(listening, only);
  else yield { firstRow: 0, rows: rows.rows, jacobian: rows };
}

/** A Jacobian larger than the budget: gone through once for its norms; rows and columns are computed when asked for. */
export class RowsOnDemand {
  private constructor(
    private readonly source: { readonly engine: EngineHandle; readonly model: Model; readonly images: Images; readonly asked: Asked },
    readonly columns: number,
    readonly blocks: readonly BlockInfo[],
    readonly summary: JacobianSummary,
    /** By block; `undefined`: over all. */
    private readonly norms: ReadonlyMap<string | undefined, Floats>,
  ) {}

  /** @throws when it is aborted. */
  static async open(engine: EngineHandle, model: Model, images: Images, asked: Asked): Promise<RowsOnDemand> {
    const stream = await engine.stream(model, images, asked);
    const which = [undefined, ...stream.blocks.map(({ parameter }) => parameter)];
    const norms = new Map(which.map((parameter) => [parameter, new Float32Array(stream.rows)]));
    let summary: JacobianSummary | null = null;
    for await (const { firstRow, jacobian } of stream) {
      asked.signal?.throwIfAborted();
      for (const parameter of which) norms.get(parameter)!.set(await jacobian.rowNorms(parameter), firstRow);
      summary = summary ? together(summary, jacobian.summary) : jacobian.summary;
    }
    const { signal: _signal, onProgress: _progress, onCompile: _compile, ...lasting } = asked;
    return new RowsOnDemand({ engine, model, images, asked: lasting }, stream.columns, stream.blocks, summary!, norms);
  }

  async row(index: number): Promise<Floats> {
    const { engine, model, images, asked } = this.source;
    const one = await engine.jacobian(model, images, { ...asked, rows: { start: (asked.rows?.start ?? 0) + index, count: 1 } });
    return one.row(0);
  }

  /** Goes through all rows again, of the one parameter. */
  async column(index: number): Promise<Floats> {
    const { engine, model, images, asked } = this.source;
    const { parameter, start } = this.blocks.find((block) => index >= block.start && index < block.start + block.size)!;
    const stream = await engine.stream(model, images, asked.wrt === 'input' ? asked : { ...asked, wrt: [parameter] });
    const column = new Float32Array(stream.rows);
    for await (const { firstRow, jacobian } of stream) column.set(await jacobian.column(asked.wrt === 'input' ? index : index - start), firstRow);
    return column;
  }

  /** Computed anew, in order: all rows, or a range of them. */
  async *parts({ signal, onProgress }: Pick<Asked, 'signal' | 'onProgress'> = {}, only?: RowRange): AsyncGenerator<RowsPart> {
    const { engine, model, images, asked } = this.source;
    const rows = only ? { start: (asked.rows?.start ?? 0) + only.first, count: only.count } : asked.rows;
    for await (const { firstRow, ...part } of await engine.stream(model, images, { ...asked, rows, signal, onProgress })) {
      signal?.throwIfAborted();
      yield { firstRow: firstRow + (only?.first ?? 0), ...part };
    }
  }

  async rowNorms(parameter?: string): Promise<Floats> {
    return this.norms.get(parameter)!;
  }

  dispose(): void {
    // Nothing is held but norms.
  }
}

function together(all: JacobianSummary, part: JacobianSummary): JacobianSummary {
  const sum = (name: 'rows' | 'passes' | 'bytes' | 'denseBytes' | 'multiplyAdds' | 'denseMultiplyAdds' | 'milliseconds' | 'compileMilliseconds') => ({ [name]: all[name] + part[name] });
  return { ...all, ...sum('rows'), ...sum('passes'), ...sum('bytes'), ...sum('denseBytes'), ...sum('multiplyAdds'), ...sum('denseMultiplyAdds'), ...sum('milliseconds'), ...sum('compileMilliseconds') };
}
