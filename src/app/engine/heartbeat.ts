// Whether the worker still lives: one that was ended for lack of memory says nothing. Knows no worker.

/** Milliseconds between two looks. */
const APART = 5000;
/** Looks without a sign of life until it counts as gone. What it does in one piece takes a few seconds at most. */
const PATIENCE = 12;

export interface Listened {
  /** Asks for a sign of life. */
  ping(): void;
  /** None came for a long time, though one was asked for. */
  onSilent(): void;
  /** One came after all. */
  onAnswer(): void;
  /** A hidden page and its worker may both be put to sleep. */
  isVisible(): boolean;
}

export interface Heartbeat {
  /** Something came from the worker, whatever it is. */
  alive(): void;
  stop(): void;
}

/**
 * Watches from the first sign of life on: until then its program is being loaded. Looks are counted, not the time that passes: a machine that slept
 * looks once when it wakes.
 */
export function watchHeartbeat({ ping, onSilent, onAnswer, isVisible }: Listened): Heartbeat {
  let heard = false;
  let quiet = 0;
  let silent = false;
  const look = () => {
    if (!isVisible()) return void (quiet = 0);
    if (!heard) return;
    // One that is under way is answered late or never; another says nothing more.
    if (++quiet === 1) ping();
    if (quiet !== PATIENCE) return;
    silent = true;
    onSilent();
  };
  const timer = setInterval(look, APART);
  ping();
  return {
    alive() {
      heard = true;
      quiet = 0;
      if (silent) onAnswer();
      silent = false;
    },
    stop: () => clearInterval(timer),
  };
}
