// The place in a picture's head for what can be done with it, such as saving it. Whoever shows the pictures brings the tools;
// without any, nothing stands there.
import { createContext, useContext, type ReactNode, type RefObject } from 'react';

export type TableCell = string | number | null;

/** The numbers behind a picture; the rows are made only when somebody wants them. */
export interface PictureTable {
  /** What stands in each column, with its unit. */
  columns: readonly string[];
  rows: () => Iterable<readonly TableCell[]>;
}

export interface PictureToolsProps {
  /** The element that holds title, legend, picture and caption. */
  figure: RefObject<HTMLElement | null>;
  title: string;
  table?: PictureTable | undefined;
}

const Context = createContext<(props: PictureToolsProps) => ReactNode>(() => null);
export const PictureToolsProvider = Context.Provider;

/** Stands behind a title, on its line. */
export function PictureTools(props: PictureToolsProps) {
  return useContext(Context)(props);
}
