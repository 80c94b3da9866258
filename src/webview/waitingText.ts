import type { WaitingView } from '../protocol/panel.ts';

/** From here on only minutes are shown, in seconds. */
const minutesFrom = 120;

/** "OpenAI is limiting requests. Trying again (2 of 3) in 4 s". `left`: milliseconds that remain. */
export function waitingText({ sentence, ms }: WaitingView, left: number): string {
  return `${sentence} in ${timeLeft(left, ms)}`;
}

/** A digit's width of nothing. */
const figureSpace = '\u2007';

/** The seconds that remain, as wide as they were at first, so that nothing moves while they count down. */
function timeLeft(left: number, ms: number): string {
  const seconds = secondsOf(left);
  if (seconds >= minutesFrom) return `${Math.ceil(seconds / 60)}\u00a0min`;
  const width = String(Math.min(secondsOf(ms), minutesFrom)).length;
  return `${String(seconds).padStart(width, figureSpace)}\u00a0s`;
}

function secondsOf(ms: number): number {
  return Math.max(0, Math.ceil(ms / 1000));
}
