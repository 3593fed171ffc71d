// Below the first loop: one question about the matrix at a time, behind tabs. A view is loaded when it is opened and near.
import { Tabs } from 'radix-ui';
import { Suspense, useEffect, useRef, useState, type RefObject } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import type { ViewName } from '../state/views.ts';
import { Failed, Skeleton } from '../ui/Panel.tsx';
import { views } from './registry.ts';
import { SelectionLine } from './SelectionLine.tsx';
import styles from './Workbench.module.css';

/** True once the element has come near the window: what is never scrolled to need not be computed. */
function useNear(element: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const watch = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setNear(true), { rootMargin: '120px' });
    watch.observe(element.current!);
    return () => watch.disconnect();
  }, [element]);
  return near;
}

export function Workbench() {
  const explorer = useExplorer();
  const open = usePage((state) => state.view);
  const body = useRef<HTMLDivElement>(null);
  const near = useNear(body);
  return (
    <section id="views" aria-labelledby="views-heading" className={styles.section}>
      <h2 id="views-heading" className={styles.heading}>
        Ask more of this Jacobian
      </h2>
      <Tabs.Root value={open} onValueChange={(name) => explorer.openView(name as ViewName)}>
        <div className={styles.top}>
          <Tabs.List aria-label="Views of the Jacobian" className={styles.tabs}>
            {views.map(({ name, label }) => (
              <Tabs.Trigger key={name} value={name} className={styles.tab}>
                {label}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <SelectionLine />
        </div>
        <div ref={body} className={styles.body}>
          {views.map(({ name, asks, View }) => (
            <Tabs.Content key={name} value={name} className={styles.view} data-view={name}>
              <p className={styles.asks}>{asks}</p>
              <ErrorBoundary FallbackComponent={Failed}>
                <Suspense fallback={<Skeleton height={480} label="The view is on its way" />}>{near ? <View /> : <Skeleton height={480} label="Not looked at yet" />}</Suspense>
              </ErrorBoundary>
            </Tabs.Content>
          ))}
        </div>
      </Tabs.Root>
    </section>
  );
}
