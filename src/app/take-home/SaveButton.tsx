// A small button behind a picture's title that opens a menu of ways to save it. The menu's code is loaded when it is asked for.
import { Download } from 'lucide-react';
import { lazy, memo, Suspense, useState } from 'react';
import type { PictureToolsProps } from '../../viz/index.ts';
import styles from './SaveButton.module.css';

const load = () => import('./SaveMenu.tsx');
const SaveMenu = lazy(load);
/** Nearer to a click the code is fetched, so that the click finds it. */
const preload = () => void load();

function Face() {
  return <Download size={14} strokeWidth={2} aria-hidden="true" />;
}

interface Props extends PictureToolsProps {
  /** What the button is called; else it is named after the picture. */
  label?: string;
  /** True where it stands by itself and not in the head of a picture: then it is always seen. */
  alone?: boolean;
  /** False where there is nothing to be drawn. */
  picture?: boolean;
}

export const SaveButton = memo(function SaveButton({ label, alone = false, picture = true, ...props }: Props) {
  const [wanted, setWanted] = useState(false);
  const button = { type: 'button', className: alone ? styles.alone : styles.button, 'aria-label': label ?? `Save: ${props.title}`, title: 'Save' } as const;
  const plain = (
    <button {...button} aria-haspopup="menu" onPointerEnter={preload} onFocus={preload} onClick={() => setWanted(true)}>
      <Face />
    </button>
  );
  return (
    <span className={styles.tools} data-tools="">
      {wanted ? (
        <Suspense fallback={plain}>
          <SaveMenu {...props} picture={picture}>
            <button {...button}>
              <Face />
            </button>
          </SaveMenu>
        </Suspense>
      ) : (
        plain
      )}
    </span>
  );
});

/** As pictures ask for it. */
export const pictureSaveButton = (props: PictureToolsProps) => <SaveButton {...props} />;
