import { headerNameProblem } from '../../core/models/requestHeaders.ts';
import { askHeaderValue } from './keyInput.ts';
import { askChoice, askText, type ChoiceItem, type Step } from './steps.ts';

type Headers = Readonly<Record<string, string>>;
type HeaderChoice =
  | { readonly type: 'continue' }
  | { readonly type: 'add' }
  | { readonly type: 'remove'; readonly name: string };

function items(headers: Headers): ChoiceItem<HeaderChoice>[] {
  const names = Object.keys(headers);
  return [
    {
      label: '$(arrow-right) Continue',
      description: names.length === 0 ? 'without further headers' : `with ${names.join(', ')}`,
      choice: { type: 'continue' },
    },
    { label: '$(add) Add a Request Header…', description: 'for example X-Team', choice: { type: 'add' } },
    ...names.map(
      (name): ChoiceItem<HeaderChoice> => ({ label: `$(trash) Remove ${name}`, choice: { type: 'remove', name } }),
    ),
  ];
}

async function addHeader(title: string, headers: Headers): Promise<Step<Headers>> {
  const name = await askText({
    title,
    position: 'later',
    prompt: 'Name of the header. Its value is asked next.',
    placeholder: 'X-Team',
    shows: 'text',
    check: (text) => {
      const sentence = headerNameProblem(text.trim(), Object.keys(headers));
      return sentence === undefined ? undefined : { severity: 'error', sentence };
    },
  });
  if (name.type !== 'value') return name;
  const value = await askHeaderValue(name.value.trim(), '');
  return value.type === 'value' ? { type: 'value', value: { ...headers, [name.value.trim()]: value.value } } : value;
}

/** Collects further request headers, names and values. */
export async function askHeaders(title: string, before: Headers): Promise<Step<Headers>> {
  let headers = before;
  for (;;) {
    const step = await askChoice<HeaderChoice>({
      title,
      position: 'later',
      placeholder: 'Further request headers',
      items: items(headers),
    });
    if (step.type !== 'value') return step;
    if (step.value.type === 'continue') return { type: 'value', value: headers };
    if (step.value.type === 'remove') {
      const { name } = step.value;
      headers = Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name));
      continue;
    }
    const added = await addHeader(title, headers);
    if (added.type === 'cancelled') return added;
    if (added.type === 'value') headers = added.value;
  }
}
