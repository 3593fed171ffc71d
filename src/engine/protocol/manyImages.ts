// How sensitive a layer is over many images. Types only.

/** Validation images: those of one class, all, or those that the network reads wrongly. Of images without classes: all. */
export type ImageSet = { kind: 'class'; label: number } | { kind: 'validation' } | { kind: 'wrong' };

export interface ManyImagesRequest {
  /** Of the weights on show when it is asked. */
  revision: number;
  of: string;
  wrt?: readonly string[] | 'input';
  batchNorm: 'inference' | 'batch';
  set: ImageSet;
  /** At most so many of them, spread evenly over the set. */
  count: number;
}

/** What an image's Jacobian does on average: R units, P columns. */
export interface Sensitivity {
  /** Mean |∂h_r/∂θ| of every unit over images and columns, structural zeros included. */
  units: Float32Array;
  /** Mean |∂h/∂θ_p| of every column over images and units, structural zeros included. */
  columns: Float32Array;
  /** √ of the mean ‖∂h_r/∂θ‖² over the images. */
  unitNorms: Float32Array;
}

export interface ManyImages extends Sensitivity {
  /** Of the weights that the means are of. */
  revision: number;
  /** Images that are in the means, of how many. */
  images: number;
  total: number;
  /** Units and columns that are exactly zero on all of these images. */
  deadUnits: number;
  unfelt: number;
  /** Wall time so far, in seconds. */
  seconds: number;
  /** Images whose statistics batch norms took together; null in inference mode. */
  batch: number | null;
}

export interface OneImageRequest {
  explorationId: number;
}
