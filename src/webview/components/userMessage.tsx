import { useSignal } from '@preact/signals';
import type { TurnView } from '../../protocol/panel.ts';
import { post } from '../host.ts';
import { SentChips } from './chips.tsx';
import { CopyButton } from './copyButton.tsx';
import { IconButton } from './icon.tsx';

/** A message longer than this is shown in part. */
const longestShown = { lines: 12, characters: 1200 };

function isLong(text: string): boolean {
  return text.length > longestShown.characters || text.split('\n', longestShown.lines + 1).length > longestShown.lines;
}

/** What the user said. */
export function UserMessage({ turn }: { readonly turn: TurnView }) {
  const isOpen = useSignal(false);
  const long = isLong(turn.text);
  return (
    <article class="message user" aria-label="You">
      <header class="message-header">
        <h2 class="author">You</h2>
        <div class="actions">
          <CopyButton turnId={turn.id} text={turn.text} label="Copy Message" />
          <IconButton icon="edit" label="Edit Message" onPress={() => post({ type: 'edit', turnId: turn.id })} />
        </div>
      </header>
      <div class={`user-text ${long && !isOpen.value ? 'cut' : ''}`} dir="auto">
        {turn.text}
      </div>
      {long && (
        <button
          type="button"
          class="disclosure"
          aria-expanded={isOpen.value}
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          {isOpen.value ? 'Show Less' : 'Show More'}
        </button>
      )}
      <SentChips chips={turn.chips} />
    </article>
  );
}
