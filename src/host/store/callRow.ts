import type { Finish, Usage } from '../../core/chat/events.ts';
import { isRecord } from '../../core/json.ts';
import type { Cost } from '../../core/models/prices.ts';
import type { Try } from '../../core/run/callFacts.ts';
import type { CallRecord } from '../../core/run/deps.ts';
import type { Row, SqlValue } from './sqlite.ts';

/** The columns of `calls` in the order of `valuesOf`. */
export const callColumns = [
  ...['at', 'workspace', 'asked', 'used', 'answered'],
  ...['input', 'output', 'cache_read', 'cache_write', 'reasoning', 'reported_usd'],
  ...['cost', 'usd', 'first_content_ms', 'duration_ms', 'tries', 'finish', 'source'],
];

/** SQLite's strict integers; a clock may have given a fraction. */
function whole(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Math.round(value);
}

export function valuesOf(call: CallRecord): readonly SqlValue[] {
  const { usage, cost } = call;
  return [
    ...[whole(call.at) ?? 0, call.workspace ?? null, call.asked, call.used, call.answered ?? null],
    ...[whole(usage?.input), whole(usage?.output), whole(usage?.cacheRead), whole(usage?.cacheWrite)],
    ...[whole(usage?.reasoning), usage?.reportedUsd ?? null],
    ...[cost.type, cost.type === 'unknown' ? null : cost.usd],
    ...[whole(call.firstContentMs), whole(call.durationMs) ?? 0, JSON.stringify(call.tries), call.finish, call.source],
  ];
}

function textOf(row: Row, name: string): string | undefined {
  const value = row[name];
  return typeof value === 'string' ? value : undefined;
}

function numberOf(row: Row, name: string): number | undefined {
  const value = row[name];
  return typeof value === 'number' ? value : undefined;
}

function costOf(row: Row): Cost {
  const usd = numberOf(row, 'usd');
  const type = row.cost;
  return usd !== undefined && (type === 'reported' || type === 'estimated') ? { type, usd } : { type: 'unknown' };
}

function usageOf(row: Row): Usage | undefined {
  const usage: Usage = {
    input: numberOf(row, 'input'),
    output: numberOf(row, 'output'),
    cacheRead: numberOf(row, 'cache_read'),
    cacheWrite: numberOf(row, 'cache_write'),
    reasoning: numberOf(row, 'reasoning'),
    reportedUsd: numberOf(row, 'reported_usd'),
  };
  return Object.values(usage).some((value) => value !== undefined) ? usage : undefined;
}

function isTry(value: unknown): value is Try {
  return (
    isRecord(value) &&
    typeof value.model === 'string' &&
    typeof value.outcome === 'string' &&
    typeof value.durationMs === 'number'
  );
}

function triesOf(row: Row): readonly Try[] {
  try {
    const tries: unknown = JSON.parse(textOf(row, 'tries') ?? '[]');
    return Array.isArray(tries) ? tries.filter(isTry) : [];
  } catch {
    return [];
  }
}

const finishes: readonly string[] = [
  ...(['stop', 'length', 'tool_calls', 'content_filter', 'refusal', 'cancelled', 'incomplete', 'failed'] satisfies (
    | Finish
    | 'failed'
  )[]),
];

function isFinish(value: unknown): value is Finish | 'failed' {
  return typeof value === 'string' && finishes.includes(value);
}

/** Reads a row that may be damaged: what can't be is left out. */
export function callOf(row: Row): CallRecord {
  return {
    at: numberOf(row, 'at') ?? 0,
    workspace: textOf(row, 'workspace'),
    asked: textOf(row, 'asked') ?? '',
    used: textOf(row, 'used') ?? '',
    answered: textOf(row, 'answered'),
    usage: usageOf(row),
    cost: costOf(row),
    firstContentMs: numberOf(row, 'first_content_ms'),
    durationMs: numberOf(row, 'duration_ms') ?? 0,
    tries: triesOf(row),
    finish: isFinish(row.finish) ? row.finish : 'failed',
    source: row.source === 'cached' ? 'cached' : 'provider',
  };
}
