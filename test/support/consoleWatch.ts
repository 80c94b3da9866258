const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

/** Runs `work` and returns what anyone wrote to the console meanwhile. */
export async function consoleDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
  const written: string[] = [];
  const originals = methods.map((method) => [method, console[method]] as const);
  for (const method of methods)
    console[method] = (...values: unknown[]) => void written.push(values.map(String).join(' '));
  try {
    await work();
  } finally {
    for (const [method, original] of originals) console[method] = original;
  }
  return written;
}
