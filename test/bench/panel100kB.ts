import { panelStreaming } from './support/panelStreaming.ts';

/** A long answer. */
export const panel100kB = panelStreaming(100, 3, 'always');
