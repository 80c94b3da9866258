import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { EndFollower } from '../follow.ts';
import { remember, remembered } from '../host.ts';
import { focusInput, turnIds } from '../state.ts';
import { Icon } from './icon.tsx';
import { Turn } from './turn.tsx';

/** How long the reader has to rest before the place is remembered, in milliseconds. */
const restMs = 200;

/** The conversation. Follows its end while the reader is there. */
export function Transcript() {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [follower, setFollower] = useState<EndFollower>();
  useLayoutEffect(() => {
    if (!scroller.current || !content.current) return undefined;
    const made = new EndFollower(scroller.current, content.current);
    setFollower(made);
    goToRemembered(made, scroller.current);
    const stop = rememberPlace(made, scroller.current);
    return () => {
      stop();
      made.dispose();
    };
  }, []);
  return (
    <div class="transcript-box">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which has to work from the keyboard too */}
      <div class="transcript" ref={scroller} role="log" aria-live="off" aria-label="Conversation" tabIndex={0}>
        <div ref={content} class="turns">
          {turnIds.value.map((id) => (
            <Turn key={id} id={id} />
          ))}
        </div>
      </div>
      {follower && <JumpToLatest follower={follower} />}
    </div>
  );
}

/** Stays while it has the focus, which would be lost with it. */
function JumpToLatest({ follower }: { readonly follower: EndFollower }) {
  const hasFocus = useSignal(false);
  if (!follower.away.value && !hasFocus.value) return null;
  const jump = () => {
    follower.toEnd();
    focusInput();
  };
  return (
    <button
      type="button"
      class="jump"
      onClick={jump}
      onFocus={() => (hasFocus.value = true)}
      onBlur={() => (hasFocus.value = false)}
    >
      <Icon name="arrow-down" />
      Jump to Latest
    </button>
  );
}

function goToRemembered(follower: EndFollower, scroller: HTMLElement): void {
  const reading = remembered()?.reading;
  const element = reading && turnElements(scroller).find((turn) => turn.getAttribute('data-turn') === reading.turnId);
  if (reading && element) follower.hold({ element, above: reading.above });
  else follower.toEnd();
}

function rememberPlace(follower: EndFollower, scroller: HTMLElement): () => void {
  let timer: number | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => remember({ reading: follower.away.value ? placeOf(scroller) : undefined }), restMs);
  };
  scroller.addEventListener('scroll', later, { passive: true });
  return () => {
    clearTimeout(timer);
    scroller.removeEventListener('scroll', later);
  };
}

function placeOf(scroller: HTMLElement): { readonly turnId: string; readonly above: number } | undefined {
  const turn = turnElements(scroller).findLast((element) => element.offsetTop <= scroller.scrollTop);
  const turnId = turn?.getAttribute('data-turn') ?? undefined;
  return turn && turnId !== undefined ? { turnId, above: scroller.scrollTop - turn.offsetTop } : undefined;
}

function turnElements(scroller: HTMLElement): HTMLElement[] {
  return [...scroller.querySelectorAll<HTMLElement>('.turn')];
}
