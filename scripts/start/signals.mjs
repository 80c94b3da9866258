// Ctrl+C, and what else asks a program to end.

/** npm passes on the signal that the terminal has already sent us; what comes this soon is the same keystroke. Milliseconds. */
const sameKeystroke = 400;

/**
 * Calls `first` at the first signal and `again` at each later one.
 * @param {{ first: () => void, again: () => void }} handlers
 */
export function onStopSignal({ first, again }) {
  let asked = Number.NEGATIVE_INFINITY;
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      const now = performance.now();
      const isFirst = asked === Number.NEGATIVE_INFINITY;
      if (!isFirst && now - asked < sameKeystroke) return;
      asked = now;
      if (isFirst) first();
      else again();
    });
  }
}
