// The page: header, network, the four stations in reading order, and the views below them.
import { RotateCw } from 'lucide-react';
import { DigitPanel } from './digit/DigitPanel.tsx';
import { Header } from './Header.tsx';
import { MapsPanel } from './maps/MapsPanel.tsx';
import { NetworkBar } from './network/NetworkBar.tsx';
import { QuestionBar } from './question/QuestionBar.tsx';
import { DropZone } from './network/DropZone.tsx';
import { RowPanel } from './row/RowPanel.tsx';
import { CutOff } from './run/CutOff.tsx';
import { RunPanel } from './run/RunPanel.tsx';
import { useExplorer, usePage } from './state/ExplorerContext.ts';
import { Button } from './ui/Button.tsx';
import { Notices } from './ui/Notices.tsx';
import { Workbench } from './views/Workbench.tsx';
import styles from './App.module.css';

function Crash() {
  const explorer = useExplorer();
  const crash = usePage((state) => state.crash);
  if (!crash) return null;
  return (
    <div role="alert" className={styles.crash}>
      <div>
        <p>{crash.message}</p>
        {crash.detail && <p className={styles.detail}>{crash.detail}</p>}
      </div>
      <Button tone="main" icon={RotateCw} onClick={() => void explorer.start()}>
        Start again
      </Button>
    </div>
  );
}

function Opening() {
  const status = usePage((state) => state.status);
  const progress = usePage((state) => state.tasks.digits);
  const words = status !== 'starting' ? '' : progress ? progress.label : 'Opening the digits and the network';
  return (
    <p className="visually-hidden" role="status">
      {words}
    </p>
  );
}

export function App() {
  const status = usePage((state) => state.status);
  return (
    <div className={styles.page} data-status={status}>
      <a className={styles.skip} href="#maps">
        Skip to the maps
      </a>
      <Header />
      <Notices />
      <Crash />
      <CutOff />
      <Opening />
      <main className={styles.main}>
        <NetworkBar />
        <QuestionBar />
        <div className={styles.flow}>
          <RunPanel />
          <DigitPanel />
          <MapsPanel />
          <RowPanel />
        </div>
        <Workbench />
      </main>
      <DropZone />
    </div>
  );
}
