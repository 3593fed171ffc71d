// Holds back what the worker tells of other weights until their pictures are there, so that the page changes in one frame: on
// a software adapter a frame in between costs as much as the pictures. Knows no pictures.
import type { EngineEvent } from '../../engine/protocol.ts';

/** Nothing is held back for longer: where the pictures take their time, what is known shows before them. Milliseconds. */
const patience = 200;

export interface Holding {
  /** Passes on what it hears, at once or when it lets go. */
  hear(event: EngineEvent): void;
  hold(): void;
  letGo(): void;
}

export function createHolding(pass: (event: EngineEvent) => void): Holding {
  const held: EngineEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;

  function letGo() {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    for (const event of held.splice(0)) pass(event);
  }

  return {
    hear(event) {
      if (timer !== null && (event.kind === 'run' || event.kind === 'filters')) held.push(event);
      else pass(event);
    },
    hold: () => void (timer ??= setTimeout(letGo, patience)),
    letGo,
  };
}
