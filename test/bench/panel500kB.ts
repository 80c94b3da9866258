import { panelStreaming } from './support/panelStreaming.ts';

/** An answer as long as they get: what a delta costs must not grow with it. Takes 100 seconds. */
export const panel500kB = panelStreaming(500, 1, 'asked');
