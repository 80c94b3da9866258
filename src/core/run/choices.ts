import type { ChatEvent, ProviderEvent } from '../chat/events.ts';

interface Choice {
  text: string;
  state: 'open' | 'ended';
}

/** What one request has shown of each of its choices. */
export class Choices {
  readonly #keepsText: 'whole' | 'whether';
  readonly #choices = new Map<number, Choice>();
  #shown: 'something' | 'nothing' = 'nothing';

  /** `whether`: only that there is text, for nobody will ask which. */
  constructor(keepsText: 'whole' | 'whether') {
    this.#keepsText = keepsText;
  }

  /** Whether anything of an answer has been seen: from then on no other model may answer in its place. */
  get shown(): 'something' | 'nothing' {
    return this.#shown;
  }

  see(event: ProviderEvent): void {
    switch (event.type) {
      case 'text': {
        const choice = this.#choice(event.choice);
        if (this.#keepsText === 'whole' || choice.text === '') choice.text += event.text;
        this.#shown = 'something';
        break;
      }
      case 'thinking':
      case 'toolCall':
        this.#choice(event.choice);
        this.#shown = 'something';
        break;
      case 'finish':
        this.#choice(event.choice).state = 'ended';
        break;
    }
  }

  text(choice: number): string {
    return this.#choices.get(choice)?.text ?? '';
  }

  /** Choices that began and have not ended. */
  unfinished(): readonly number[] {
    return [...this.#choices].flatMap(([index, { state }]) => (state === 'open' ? [index] : []));
  }

  #choice(index: number): Choice {
    const known = this.#choices.get(index);
    if (known) return known;
    const made: Choice = { text: '', state: 'open' };
    this.#choices.set(index, made);
    return made;
  }
}

/** What a finished answer deserves to be said about. */
export function remarks(event: Extract<ProviderEvent, { type: 'finish' }>, choices: Choices): ChatEvent[] {
  const note = (text: string): ChatEvent => ({ type: 'notice', notice: { kind: 'answer', parameter: '', text } });
  if (choices.text(event.choice) !== '') return [];
  if (event.reason === 'stop') return [note('The model returned no text.')];
  if (event.reason !== 'length') return [];
  return [
    note('The model spent its whole limit before it wrote anything. Raise max_tokens or lower reasoning_effort.'),
  ];
}
