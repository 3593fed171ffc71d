// The four stations in reading order, and the views below them: all that draws pictures.
import { PictureToolsProvider } from '../viz/index.ts';
import { DigitPanel } from './digit/DigitPanel.tsx';
import { MapsPanel } from './maps/MapsPanel.tsx';
import { RowPanel } from './row/RowPanel.tsx';
import { RunPanel } from './run/RunPanel.tsx';
import { pictureSaveButton } from './take-home/SaveButton.tsx';
import { Workbench } from './views/Workbench.tsx';
import styles from './App.module.css';

export default function Stations() {
  return (
    <PictureToolsProvider value={pictureSaveButton}>
      <div className={styles.flow}>
        <RunPanel />
        <DigitPanel />
        <MapsPanel />
        <RowPanel />
      </div>
      <Workbench />
    </PictureToolsProvider>
  );
}
