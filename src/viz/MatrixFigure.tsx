// The picture of the matrix in the frame that every view has: title, legend, read-out, caption.
import type { ReactNode } from 'react';
import { formatExact } from './format.ts';
import { Legend } from './Legend.tsx';
import { MatrixPicture, type MatrixPictureProps } from './MatrixPicture.tsx';
import { Picture, ReadOut } from './Picture.tsx';
import type { PictureTable } from './tools.tsx';

export interface MatrixFigureProps extends MatrixPictureProps {
  title: string;
  legend: string;
  /** What is pointed at or chosen; a value that is still on its way is null. */
  read: { where: string; value: number | null; live: boolean } | null;
  caption: ReactNode;
  table?: PictureTable;
}

export function MatrixFigure({ title, legend, read, caption, table, ...picture }: MatrixFigureProps) {
  return (
    <Picture
      title={title}
      legend={<Legend kind="diverging" domain={picture.domain} label={legend} width={220} />}
      readOut={<ReadOut where={read?.where} value={read ? (read.value === null ? '…' : formatExact(read.value)) : undefined} live={read?.live ?? false} long idle="Point at the picture to read an entry." />}
      caption={caption}
      table={table}
    >
      <MatrixPicture {...picture} />
    </Picture>
  );
}
