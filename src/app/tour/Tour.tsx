// The tour on the live page: a card beside what it talks about, a ring around that, and the page as usable as ever. Loaded when it is taken.
import { ArrowLeft, ArrowRight, X } from 'lucide-react';
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { useExploration, useExplorer, usePage, useRow } from '../state/ExplorerContext.ts';
import { Button } from '../ui/Button.tsx';
import { factsOf, type Facts } from './facts.ts';
import { placeCard, scrollBy, type Size } from './place.ts';
import { endTour, goTo, leaveTour, tourStore } from './progress.ts';
import { steps } from './steps.tsx';
import { useAnchor, type Anchor } from './useAnchor.ts';
import frame from '../ui/card.module.css';
import styles from './Tour.module.css';

/** Narrower windows have the card at their foot, as wide as they are. */
const SHEET = '(max-width: 46rem)';
const RING = 6;

const view = (): Size => ({ width: document.documentElement.clientWidth, height: window.innerHeight });

function useFacts(): Facts | null {
  const run = usePage((state) => state.run);
  const parameter = usePage((state) => state.selection.parameter);
  const exploration = useExploration();
  const row = useRow();
  return run && exploration && row ? factsOf(run, exploration, row, parameter) : null;
}

/** Bars that stay at the top of the window lie over what is scrolled under them. */
function barOver(element: Element): number {
  const bar = element.closest('#views')?.querySelector('[role="tablist"]')?.parentElement;
  return bar && getComputedStyle(bar).position === 'sticky' ? bar.offsetHeight : 0;
}

/** Brings what the step talks about into sight, once it is there; where the card lies at the foot, above it. */
function useScroll(anchor: Anchor | null, card: RefObject<HTMLElement | null>): void {
  const seen = useRef<Element | null>(null);
  useEffect(() => {
    if (!anchor || seen.current === anchor.element || !card.current) return;
    seen.current = anchor.element;
    const { width, height } = card.current.getBoundingClientRect();
    const beside = !window.matchMedia(SHEET).matches && anchor.box.width + width + 48 <= view().width;
    const top = scrollBy(anchor.box, view(), barOver(anchor.element), beside ? 0 : height);
    // A long way is no help to the eye.
    const smooth = Math.abs(top) < 1.5 * view().height && !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (top !== 0) window.scrollBy({ top, behavior: smooth ? 'smooth' : 'instant' });
  }, [anchor, card]);
}

/** What lies under a card at the foot can be scrolled above it. */
function useRoomBelow(card: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    document.body.style.paddingBottom = `${card.current?.offsetHeight ?? 0}px`;
    return () => void (document.body.style.paddingBottom = '');
  }, [card]);
}

/** As a card; a sheet has another shape, and whether a card would fit is asked of the last one. Null until it was one. */
function useCardSize(element: RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const measure = () => element.current!.dataset.shape === 'card' && setSize({ width: element.current!.offsetWidth, height: element.current!.offsetHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

function Ring({ box: { left, top, width, height } }: Anchor) {
  return <div className={styles.ring} style={{ left: left - RING, top: top - RING, width: width + 2 * RING, height: height + 2 * RING }} aria-hidden="true" data-tour-at="" />;
}

function Buttons({ step }: { step: number }) {
  const last = step === steps.length - 1;
  return (
    <div className={styles.buttons}>
      <span className={styles.count}>
        Step {step + 1} of {steps.length}
      </span>
      {step > 0 && (
        <Button icon={ArrowLeft} onClick={() => goTo(step - 1)}>
          Back
        </Button>
      )}
      <Button tone="main" icon={last ? undefined : ArrowRight} onClick={last ? finish : () => goTo(step + 1)}>
        {last ? 'Finish' : 'Next'}
      </Button>
    </div>
  );
}

/** Leaves the visitor where there is something to do. */
function finish(): void {
  endTour();
  document.querySelector<HTMLElement>('[data-testid="pad"]')?.focus();
}

function onKeyDown(event: KeyboardEvent, step: number): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const go: Record<string, () => void> = {
    Escape: leaveTour,
    ArrowLeft: () => step > 0 && goTo(step - 1),
    ArrowRight: () => (step < steps.length - 1 ? goTo(step + 1) : undefined),
  };
  if (!(event.key in go)) return;
  event.preventDefault();
  event.stopPropagation();
  go[event.key]();
}

/** Each step has a card of its own: a new one is read out whole. */
function Card({ step, facts }: { step: number; facts: Facts | null }) {
  const explorer = useExplorer();
  const card = useRef<HTMLDivElement>(null);
  const [title, words] = [useId(), useId()];
  const { at, does, presses, ...says } = steps[step];
  const anchor = useAnchor(at);
  const size = useCardSize(card);
  useScroll(anchor, card);
  useRoomBelow(card);
  const ready = facts !== null;
  const latest = useRef(facts);
  latest.current = facts;
  // Once for each step, as soon as there is something to do it with.
  useEffect(() => {
    if (ready && does) does(explorer, latest.current!);
  }, [ready, does, explorer]);
  const pressed = useRef(false);
  const target = anchor?.element ?? null;
  useEffect(() => {
    const button = ready && target && presses && !pressed.current ? document.querySelector<HTMLElement>(presses) : null;
    if (!button) return;
    pressed.current = true;
    button.click();
  }, [ready, target, presses]);
  useEffect(() => {
    card.current?.focus({ preventScroll: true });
  }, []);
  const sheet = window.matchMedia(SHEET).matches;
  const place = sheet || !anchor ? null : size ? placeCard(anchor.box, size, view()) : { left: 0, top: 0 };
  const shape = sheet || (size && !place) ? 'sheet' : 'card';
  return (
    <>
      {anchor && <Ring {...anchor} />}
      <div
        ref={card} role="dialog" aria-modal="false" aria-labelledby={title} aria-describedby={words} tabIndex={-1} data-testid="tour"
        className={`${frame.card} ${styles[shape]}`} data-shape={shape} style={place ?? undefined} onKeyDown={(event) => onKeyDown(event, step)}
      >
        <div className={frame.head}>
          <h2 id={title}>{facts ? says.title(facts) : 'The page is still opening'}</h2>
          <button type="button" className={frame.close} onClick={leaveTour} aria-label="Skip the tour" title="Skip the tour (Escape)">
            <X size={16} aria-hidden="true" />
          </button>
        </div>
        <div id={words} className={styles.words}>
          {facts ? says.words(facts, explorer) : <p>The tour begins with the first row.</p>}
        </div>
        <Buttons step={step} />
      </div>
    </>
  );
}

export default function Tour() {
  const step = useStore(tourStore, (state) => Math.min(state.step ?? 0, steps.length - 1));
  const facts = useFacts();
  return createPortal(<Card key={step} step={step} facts={facts} />, document.body);
}
