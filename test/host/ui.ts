import type { Steps } from '../support/vscode/steps/all.ts';

type StepArguments<Name extends keyof Steps> =
  Parameters<Steps[Name]> extends [unknown, infer Arguments] ? [args: Arguments] : [];

/** Sends a request to the runner outside VS Code; rejects with what it threw. */
export async function askRunner(request: 'line' | 'done' | 'ui', body: unknown): Promise<unknown> {
  const response = await fetch(`${process.env.PARLEY_HARNESS_URL}/${request}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return JSON.parse(text);
}

/** Does a step in VS Code's window (test/support/vscode/steps) and resolves with its result; rejects with what it throws. */
export async function ui<Name extends keyof Steps>(
  step: Name,
  ...[args]: StepArguments<Name>
): Promise<Awaited<ReturnType<Steps[Name]>>> {
  return (await askRunner('ui', { step, args })) as Awaited<ReturnType<Steps[Name]>>;
}
