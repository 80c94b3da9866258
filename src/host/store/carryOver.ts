import type { Connection } from './sqlite.ts';

/** The longest period that a budget looks back on, in milliseconds. */
const monthMs = 31 * 24 * 60 * 60 * 1000;

/** What must not be forgotten when another database takes over: what was spent, what is reserved, what models refuse. */
const kept = (wall: number): readonly (readonly [table: string, condition: string])[] => [
  ['calls', `at >= ${Math.floor(wall) - monthMs} ORDER BY id DESC LIMIT 10000`],
  ['reservations', 'true'],
  ['refusals', 'true'],
];

/** Copies that, as far as `from` can still be read: each table on its own, for one may be damaged. `wall`: milliseconds since 1970. */
export function carryOver(from: Connection, to: Connection, wall: number): void {
  for (const [table, condition] of kept(wall)) {
    try {
      to.transaction('write', () => copyRows(from, to, table, condition));
    } catch {
      // It can't be read: that is why another database takes over.
    }
  }
}

function copyRows(from: Connection, to: Connection, table: string, condition: string): void {
  const known = new Set(to.all(`PRAGMA table_info(${table})`).map(({ name }) => String(name)));
  const rows = from.all(`SELECT * FROM ${table} WHERE ${condition}`);
  // Oldest first, as they were written.
  for (const row of table === 'calls' ? rows.toReversed() : rows) {
    const names = Object.keys(row).filter((name) => known.has(name) && name !== 'rowid');
    const places = names.map(() => '?').join(', ');
    const values = names.map((name) => row[name] ?? null);
    to.run(`INSERT OR REPLACE INTO ${table} (${names.join(', ')}) VALUES (${places})`, ...values);
  }
}
