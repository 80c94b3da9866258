import { post } from '../host.ts';
import { announce, turnSignal } from '../state.ts';
import { Answer } from './answer.tsx';
import { copiedMs } from './copyButton.tsx';
import { UserMessage } from './userMessage.tsx';

/** A user message and the answer shown to it. */
export function Turn({ id }: { readonly id: string }) {
  const turn = turnSignal(id).value;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: it hears the clicks of the buttons and links within, which come from the keyboard too
    <section class="turn" data-turn={id} onClick={(event) => onClick(event, id)}>
      <UserMessage turn={turn} />
      <Answer turnId={id} answer={turn.answer} />
    </section>
  );
}

/** Rendered Markdown has no handlers of its own: what a click in it means is decided here. */
function onClick(event: MouseEvent, turnId: string): void {
  if (!(event.target instanceof Element)) return;
  const link = event.target.closest('a');
  const button = event.target.closest('[data-act]');
  if (link) {
    // VS Code would open it as well.
    event.preventDefault();
    event.stopPropagation();
    post({ type: 'openLink', url: link.href });
  } else if (button) actOnCode(button, turnId);
}

function actOnCode(button: Element, turnId: string): void {
  const code = button.closest('.code-block')?.querySelector('code')?.textContent ?? '';
  if (button.getAttribute('data-act') === 'insertCode') return post({ type: 'insertCode', turnId, code });
  post({ type: 'copy', turnId, text: code });
  announce('Copied.');
  button.classList.add('copied');
  setTimeout(() => button.classList.remove('copied'), copiedMs);
}
