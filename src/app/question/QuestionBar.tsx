// The question in one line: which layer, by which parameters, in which mode of batch norm; what it takes; and what opens below it.
import { lazy, Suspense } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { usePage } from '../state/ExplorerContext.ts';
import { wrtInWords } from '../state/question.ts';
import { count } from '../ui/format.ts';
import { Opener } from '../ui/Opener.tsx';
import { Failed } from '../ui/Panel.tsx';
import { useNarrow } from '../ui/useWide.ts';
import { BatchNormMode } from './BatchNormMode.tsx';
import { Job } from './Job.tsx';
import styles from './QuestionBar.module.css';

const ParametersDrawer = lazy(() => import('./ParametersDrawer.tsx'));
const PlanDrawer = lazy(() => import('./PlanDrawer.tsx'));
const ExportDrawer = lazy(() => import('./ExportDrawer.tsx'));
const DigitsDrawer = lazy(() => import('../data/DigitsDrawer.tsx'));

function Question() {
  const layers = usePage((state) => state.run?.layers);
  const of = usePage((state) => state.selection.of);
  const wrt = usePage((state) => state.selection.wrt);
  if (!layers) return null;
  const words = wrtInWords(layers, { of, wrt }, count);
  return (
    <p className={styles.question}>
      <span className={styles.of}>
        ∂ <b>{of}</b> / ∂
      </span>
      <Opener drawer="parameters" label={`By which parameters: ${words}`} help="What the columns of the matrix are: all parameters, some of them, or the input">
        {words}
      </Opener>
    </p>
  );
}

function Open() {
  const narrow = useNarrow();
  const open = usePage((state) => state.drawer);
  // In one column the digits open beside their own button.
  const drawer = narrow && open === 'digits' ? null : open;
  return (
    <div id="question-drawer" className={styles.drawer} data-open={drawer !== null}>
      <ErrorBoundary FallbackComponent={Failed} resetKeys={[drawer]}>
        <Suspense fallback={<p className={styles.opening}>Opening…</p>}>
          {drawer === 'parameters' && <ParametersDrawer />}
          {drawer === 'plan' && <PlanDrawer />}
          {drawer === 'export' && <ExportDrawer />}
          {drawer === 'digits' && <DigitsDrawer />}
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}

export function QuestionBar() {
  const ready = usePage((state) => state.run !== null);
  return (
    <section aria-labelledby="question-heading" className={styles.section}>
      <h2 id="question-heading" className="visually-hidden">
        The question: which Jacobian
      </h2>
      <div className={styles.bar}>
        {ready && (
          <>
            <Question />
            <BatchNormMode />
            <Job />
            <div className={styles.openers}>
              <Opener drawer="plan" help="What the matrix takes, layer by layer, and how it is computed">Plan</Opener>
              <Opener drawer="export" help="The whole matrix as a file for NumPy or MATLAB, with a program that computes it again">Export</Opener>
            </div>
          </>
        )}
      </div>
      <Open />
    </section>
  );
}
