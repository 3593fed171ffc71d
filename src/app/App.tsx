// The page: header, network, the four stations in reading order, and the views below them.
import { RotateCw } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { Header } from './Header.tsx';
import { NetworkBar } from './network/NetworkBar.tsx';
import { QuestionBar } from './question/QuestionBar.tsx';
import { DropZone } from './network/DropZone.tsx';
import { CutOff } from './run/CutOff.tsx';
import { useExplorer, usePage } from './state/ExplorerContext.ts';
import { Banner } from './ui/Banner.tsx';
import { Button } from './ui/Button.tsx';
import { HelpBubble } from './ui/HelpBubble.tsx';
import { Notices } from './ui/Notices.tsx';
import { Failed, Panel, Skeleton } from './ui/Panel.tsx';
import styles from './App.module.css';

function Crash() {
  const explorer = useExplorer();
  const crash = usePage((state) => state.crash);
  if (!crash) return null;
  return (
    <Banner
      bad
      words={
        <>
          <p>{crash.message}</p>
          {crash.detail && <p className={styles.detail}>{crash.detail}</p>}
        </>
      }
    >
      <Button tone="main" icon={RotateCw} onClick={() => void explorer.start()}>
        Start again
      </Button>
    </Banner>
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

// Asked for at once, beside the first paint and not before it: pictures need d3, and have nothing to show until the engine is open.
const coming = import('./Stations.tsx');
const Stations = lazy(() => coming);

function ComingStations() {
  return (
    <div className={styles.flow}>
      <Panel id="run" title="The run">
        <Skeleton height={560} label="The run is on its way" />
      </Panel>
      <Panel id="digit" title="The digit">
        <Skeleton height={490} label="The digit is on its way" />
      </Panel>
      <Panel id="maps" title="The maps">
        <Skeleton height={520} label="The maps are on their way" />
      </Panel>
      <Panel id="row" title="The gradient row">
        <Skeleton height={620} label="The row is on its way" />
      </Panel>
    </div>
  );
}

export function App() {
  const status = usePage((state) => state.status);
  const waiting = usePage(({ shown }) => shown.exploration === null);
  return (
    <div className={styles.page} data-status={status} data-waiting={waiting}>
      <a className={styles.skip} href="#maps">
        Skip to the maps
      </a>
      <Header />
      <Notices />
      <Crash />
      <CutOff />
      <Opening />
      <main className={styles.main}>
        <ErrorBoundary FallbackComponent={Failed}>
          <NetworkBar />
          <QuestionBar />
        </ErrorBoundary>
        <Suspense fallback={<ComingStations />}>
          <Stations />
        </Suspense>
      </main>
      <DropZone />
      <HelpBubble />
    </div>
  );
}
