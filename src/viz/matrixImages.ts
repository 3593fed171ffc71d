// Pieces of the matrix as pictures, coloured once each and drawn many times. Knows no window.
import { colourise, type ColourScale } from './scale.ts';
import type { MatrixPiece } from './matrixTiles.ts';

export type MatrixImages = (piece: MatrixPiece) => HTMLCanvasElement;

/** Pictures of one scale; they go with the pieces that they are of. */
export function imagesOf(scale: ColourScale): MatrixImages {
  const made = new WeakMap<MatrixPiece, HTMLCanvasElement>();
  return (piece) => {
    const known = made.get(piece);
    if (known) return known;
    const canvas = document.createElement('canvas');
    canvas.width = piece.width;
    canvas.height = piece.height;
    canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(colourise(piece.values, scale).buffer), piece.width, piece.height), 0, 0);
    made.set(piece, canvas);
    return canvas;
  };
}
