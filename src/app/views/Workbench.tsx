// Below the first loop: one question about the matrix at a time, behind tabs. A view is loaded when it is opened and near, and
// stands still while it is out of sight: training and clicks above need not wait for pictures that nobody sees.
import { Tabs } from 'radix-ui';
import { Suspense, useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { ExplorerProvider, useExplorer, usePage } from '../state/ExplorerContext.ts';
import type { ViewName } from '../state/views.ts';
import { Failed, Skeleton } from '../ui/Panel.tsx';
import { createHeldStore } from './heldStore.ts';
import { views } from './registry.ts';
import { SelectionLine } from './SelectionLine.tsx';
import styles from './Workbench.module.css';

/** Whether the element is near the window, and whether it has ever been: what is never scrolled to need not be computed. */
function useNear(element: RefObject<HTMLElement | null>): { near: boolean; seen: boolean } {
  const [state, setState] = useState({ near: false, seen: false });
  useEffect(() => {
    const look = (entries: IntersectionObserverEntry[]) => {
      const near = entries.at(-1)!.isIntersecting;
      setState(({ seen }) => ({ near, seen: seen || near }));
    };
    const watch = new IntersectionObserver(look, { rootMargin: '120px' });
    watch.observe(element.current!);
    return () => watch.disconnect();
  }, [element]);
  return state;
}

/** The page for what is inside, which hears of nothing while it is held. */
function Held({ held, children }: { held: boolean; children: ReactNode }) {
  const explorer = useExplorer();
  const { store, hold } = useMemo(() => createHeldStore(explorer.store), [explorer]);
  const inside = useMemo(() => ({ ...explorer, store }), [explorer, store]);
  useEffect(() => hold(held), [hold, held]);
  return <ExplorerProvider value={inside}>{children}</ExplorerProvider>;
}

/** Where the tabs do not all fit, the open one is among those in sight. */
function useTabInSight(open: ViewName): RefObject<HTMLDivElement | null> {
  const tabs = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const list = tabs.current;
    const tab = list?.querySelector<HTMLElement>(`[id$='-trigger-${open}']`);
    if (!list || !tab) return;
    const end = tab.offsetLeft + tab.offsetWidth - list.clientWidth;
    list.scrollLeft = Math.min(tab.offsetLeft, Math.max(list.scrollLeft, end));
  }, [open]);
  return tabs;
}

export function Workbench() {
  const explorer = useExplorer();
  const open = usePage((state) => state.view);
  const tabs = useTabInSight(open);
  const body = useRef<HTMLDivElement>(null);
  const { near, seen } = useNear(body);
  return (
    <section id="views" aria-labelledby="views-heading" className={styles.section}>
      <h2 id="views-heading" className={styles.heading}>
        Ask more of this Jacobian
      </h2>
      <Tabs.Root value={open} onValueChange={(name) => explorer.openView(name as ViewName)}>
        <div className={styles.top}>
          <Tabs.List ref={tabs} aria-label="Views of the Jacobian" className={styles.tabs}>
            {views.map(({ name, label }) => (
              <Tabs.Trigger key={name} value={name} className={styles.tab}>
                {label}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <SelectionLine />
        </div>
        <div ref={body} className={styles.body}>
          <Held held={!near}>
            {views.map(({ name, asks, View }) => (
              <Tabs.Content key={name} value={name} className={styles.view} data-view={name}>
                <p className={styles.asks}>{asks}</p>
                <ErrorBoundary FallbackComponent={Failed}>
                  <Suspense fallback={<Skeleton height={480} label="The view is on its way" />}>{seen ? <View /> : <Skeleton height={480} label="Not looked at yet" />}</Suspense>
                </ErrorBoundary>
              </Tabs.Content>
            ))}
          </Held>
        </div>
      </Tabs.Root>
    </section>
  );
}
