import type { Bench } from './bench.ts';
export const panelStreaming: Bench = { names: ['panel_100kB_longest_task_ms', 'panel_100kB_dropped_pct'], async run() { throw new Error('todo'); } };
