// The line of help of a control where no mouse can rest on it: while the keyboard is on the control, and after a touch. It is the
// control's own `title`, or that of what it stands in. Silent: a title is what readers say of the control already.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { placeBubble } from './placeBubble.ts';
import styles from './HelpBubble.module.css';

interface Help {
  of: HTMLElement;
  text: string;
}

/** Null where there is none, or where it says no more than what stands there. */
function helpOf(target: EventTarget | null): Help | null {
  const of = target instanceof Element ? target.closest<HTMLElement>('[title]') : null;
  const text = of?.title.trim() ?? '';
  return of && text !== '' && text !== of.textContent?.trim() ? { of, text } : null;
}

/** What is shown now, by focus, touch and Escape. */
function useHelp(): Help | null {
  const [help, setHelp] = useState<Help | null>(null);
  useEffect(() => {
    const hide = () => setHelp(null);
    const onFocus = ({ target }: FocusEvent) => setHelp(target instanceof Element && target.matches(':focus-visible') ? helpOf(target) : null);
    const onPointerDown = ({ pointerType, target }: PointerEvent) => setHelp(pointerType === 'touch' ? helpOf(target) : null);
    const onKeyDown = ({ key }: KeyboardEvent) => key === 'Escape' && hide();
    document.addEventListener('focusin', onFocus);
    document.addEventListener('focusout', hide);
    document.addEventListener('pointerdown', onPointerDown);
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('pointerdown', onPointerDown);
      document.removeEventListener('keydown', onKeyDown);
    };
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
