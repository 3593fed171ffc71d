// The four stations in reading order, and the views below them: all that draws pictures.
import { DigitPanel } from './digit/DigitPanel.tsx';
import { MapsPanel } from './maps/MapsPanel.tsx';
import { RowPanel } from './row/RowPanel.tsx';
import { RunPanel } from './run/RunPanel.tsx';
import { Workbench } from './views/Workbench.tsx';
import styles from './App.module.css';

export default function Stations() {
  return (
    <>
      <div className={styles.flow}>
        <RunPanel />
        <DigitPanel />
        <MapsPanel />
        <RowPanel />
      </div>
      <Workbench />
    </>
  );
}
