// The line of help of a control where no mouse can rest on it: while the keyboard is on the control, and after a touch. It is the
// control's own `title`, or that of what it stands in. Silent: a title is what readers say of the control already.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { placeBubble } from './placeBubble.ts';
import styles from './HelpBubble.module.css';

interface Help {
  of: HTMLElement;
  text: string;
  /** By focus it goes with the focus; by touch with the next touch. */
  by: 'focus' | 'touch';
}

/** Null where there is none, or where it says no more than what stands there, as with the images of a list. */
function helpOf(target: EventTarget | null, by: Help['by']): Help | null {
  const of = target instanceof Element ? target.closest<HTMLElement>('[title]') : null;
  const text = of?.title.trim() ?? '';
  const named = of?.getAttribute('role') === 'option' && text === of.ariaLabel;
  return of && text !== '' && text !== of.textContent?.trim() && !named ? { of, text, by } : null;
}

/** What is shown now, by focus, touch and Escape. */
function useHelp(): Help | null {
  const [help, setHelp] = useState<Help | null>(null);
  useEffect(() => {
    const hide = () => setHelp(null);
    const leaving = new AbortController();
    const { signal } = leaving;
    document.addEventListener('focusin', ({ target }) => target instanceof Element && target.matches(':focus-visible') && setHelp(helpOf(target, 'focus')), { signal });
    document.addEventListener('focusout', () => setHelp((now) => (now?.by === 'focus' ? null : now)), { signal });
    document.addEventListener('pointerdown', hide, { signal });
    // A tap, not the beginning of a swipe.
    document.addEventListener('click', (event) => (event as PointerEvent).pointerType === 'touch' && setHelp(helpOf(event.target, 'touch')), { signal });
    document.addEventListener('keydown', ({ key }) => key === 'Escape' && hide(), { signal });
    return () => leaving.abort();
  }, []);
  return help;
}

export function HelpBubble() {
  const help = useHelp();
  const bubble = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = bubble.current;
    if (!element || !help) return;
    const place = () => {
      // What was touched may be gone by now.
      element.hidden = !help.of.isConnected;
      const viewport = { width: document.documentElement.clientWidth, height: window.innerHeight };
      const { left, top } = placeBubble(help.of.getBoundingClientRect(), { width: element.offsetWidth, height: element.offsetHeight }, viewport);
      element.style.transform = `translate(${left}px, ${top}px)`;
    };
    place();
    const options = { capture: true, passive: true };
    window.addEventListener('scroll', place, options);
    return () => window.removeEventListener('scroll', place, options);
  }, [help]);
  return help ? (
    <div ref={bubble} className={styles.bubble} aria-hidden="true" data-testid="help-bubble">
      {help.text}
    </div>
  ) : null;
}
