import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { WaitingView } from '../../protocol/panel.ts';
import { post } from '../host.ts';
import { focusInput } from '../state.ts';
import { waitingText } from '../waitingText.ts';
import { Icon } from './icon.tsx';

/** A wait before the next try, counted down, and the way out of it. */
export function Waiting({ waiting }: { readonly waiting: WaitingView }) {
  const left = useTimeLeft(waiting);
  const cancel = useRef<HTMLButtonElement>(null);
  // The button goes away with the wait and would take the focus with it.
  useLayoutEffect(
    () => () => {
      if (document.activeElement === cancel.current) focusInput();
    },
    [],
  );
  return (
    <p class="quiet-line waiting">
      <Icon name="clockface" />
      <span>
        <bdi>{waitingText(waiting, left)}</bdi>
        {' · '}
        <button ref={cancel} type="button" class="quiet-button" onClick={() => post({ type: 'stop' })}>
          Cancel
        </button>
      </span>
    </p>
  );
}

/** How long it still takes, in milliseconds, anew every second. */
function useTimeLeft(waiting: WaitingView): number {
  const left = useSignal(waiting.ms);
  useLayoutEffect(() => {
    const end = performance.now() + waiting.ms;
    let timer: number | undefined;
    const tick = () => {
      left.value = Math.max(0, end - performance.now());
      if (left.value > 0) timer = window.setTimeout(tick, left.value % 1000 || 1000);
    };
    tick();
    return () => clearTimeout(timer);
  }, [waiting]);
  return left.value;
}
