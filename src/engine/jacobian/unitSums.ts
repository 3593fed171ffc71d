// Sums of a Jacobian over its images: what is left of many when none of them is kept.

/** R units of one image, P columns; all in float64. */
export interface UnitSums {
  /** Σ |J[r, p]| and Σ J[r, p]² over the images and the columns, R numbers each. */
  readonly unitMagnitudes: Float64Array;
  readonly unitSquares: Float64Array;
  /** Σ |J[r, p]| over all rows, P numbers. */
  readonly columnMagnitudes: Float64Array;
}

export function emptyUnitSums(units: number, columns: number): UnitSums {
  return { unitMagnitudes: new Float64Array(units), unitSquares: new Float64Array(units), columnMagnitudes: new Float64Array(columns) };
}
