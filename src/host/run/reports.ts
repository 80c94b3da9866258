import type { CallRecord, SentRequest } from '../../core/run/deps.ts';
import { dollars, grouped } from '../../core/text/figures.ts';
import type { Totals } from '../store/ledger.ts';
import type { Store } from '../store/store.ts';

/** How many calls the usage report lists. */
const listed = 50;

function startOf(period: 'day' | 'month', now: Date): number {
  return new Date(now.getFullYear(), now.getMonth(), period === 'day' ? now.getDate() : 1).getTime();
}

function spentText({ usd, unknown: unknownCalls, calls }: Totals): string {
  const unknown = unknownCalls === 0 ? '' : `; what ${grouped(unknownCalls)} of them cost is not known`;
  return `${dollars(usd)} for ${grouped(calls)} ${calls === 1 ? 'call' : 'calls'}${unknown}`;
}

/** '' where nothing was used. */
function costText({ cost, source, usage }: CallRecord): string {
  if (source === 'cached') return 'cached';
  if (cost.type === 'estimated' && cost.usd === 0) return usage ? '$0' : '';
  if (cost.type === 'unknown') return 'unknown';
  return cost.type === 'reported' ? dollars(cost.usd) : `≈${dollars(cost.usd)}`;
}

/** A cell of a Markdown table: what a provider wrote may hold anything. */
function cell(text: string): string {
  return text.replace(/[|\\`<>\r\n]/g, ' ').slice(0, 80);
}

/** "2026-11-21 10:20", by the clock by which budgets are counted too. */
function localTime(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

function row(call: CallRecord): string {
  const when = localTime(new Date(call.at));
  const model = call.used === call.asked ? call.used : `${call.used} for ${call.asked}`;
  const count = (value: number | undefined) => (value === undefined ? '' : grouped(value));
  const first = call.firstContentMs === undefined ? '' : `${(call.firstContentMs / 1_000).toFixed(1)} s`;
  const tries = call.tries.length > 1 ? `${call.tries.length}` : '';
  const cells = [
    when,
    model,
    count(call.usage?.input),
    count(call.usage?.output),
    costText(call),
    first,
    tries,
    call.finish,
  ];
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** What was used and what it cost: today, this month, and the last calls. As Markdown. */
export async function usageReport({ ledger }: Pick<Store, 'ledger'>, now: Date): Promise<string> {
  const [today, month, calls] = await Promise.all([
    ledger.totals(startOf('day', now)),
    ledger.totals(startOf('month', now)),
    ledger.recent(listed),
  ]);
  const lines = [
    '# Usage and cost',
    '',
    `- Today: ${spentText(today)}`,
    `- This month: ${spentText(month)}`,
    '',
    'Costs with ≈ are estimated from price lists; the others are what the provider reported. Times are by the clock of this machine.',
    '',
  ];
  if (calls.length === 0) return [...lines, 'Nothing was asked yet.', ''].join('\n');
  const head = ['When', 'Model', 'In', 'Out', 'Cost', 'First', 'Tries', 'End'];
  return [...lines, `| ${head.join(' | ')} |`, `|${head.map(() => ' --- ').join('|')}|`, ...calls.map(row), ''].join(
    '\n',
  );
}

/** A body as it can be read: indented where it is JSON. */
function readable(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** The last requests as they were sent, newest first, as JSON. Headers, and with them keys, are not part of it. */
export function requestsReport(requests: readonly SentRequest[]): string {
  const list = requests.map(({ at, model, url, body }) => ({
    at: new Date(at).toISOString(),
    model,
    url,
    body: readable(body),
  }));
  return `${JSON.stringify(list, undefined, 2)}\n`;
}
