import { useSignal } from '@preact/signals';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown.tsx';

interface ThinkingProps {
  readonly text: string;
  /** 'now' until the answer itself starts. */
  readonly stage: 'now' | 'before';
}

/** What the model thought. Open while it thinks, closed once it answers, unless the reader chose otherwise. */
export function Thinking({ text, stage }: ThinkingProps) {
  const choice = useSignal<'open' | 'closed' | undefined>(undefined);
  if (text === '') return null;
  const isOpen = (choice.value ?? (stage === 'now' ? 'open' : 'closed')) === 'open';
  const toggle = () => (choice.value = isOpen ? 'closed' : 'open');
  return (
    <div class="thinking">
      <button type="button" class="disclosure" aria-expanded={isOpen} onClick={toggle}>
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
        <span>{stage === 'now' ? 'Thinking' : 'Thought'}</span>
      </button>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which has to work from the keyboard too
        <div class="thinking-text" tabIndex={0} role="group" aria-label="Thinking">
          <Markdown text={text} stage={stage === 'now' ? 'open' : 'complete'} />
        </div>
      )}
    </div>
  );
}
