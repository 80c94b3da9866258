import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { post } from '../host.ts';
import { announce } from '../state.ts';
import { IconButton } from './icon.tsx';

/** How long a button shows that it has copied, in milliseconds. */
export const copiedMs = 1500;

/** Copies a text of a turn. The host writes the clipboard, if the turn really contains the text. */
export function CopyButton({
  turnId,
  text,
  label,
}: {
  readonly turnId: string;
  readonly text: string;
  readonly label: string;
}) {
  const copied = useSignal(false);
  useEffect(() => {
    if (!copied.value) return undefined;
    const timer = setTimeout(() => (copied.value = false), copiedMs);
    return () => clearTimeout(timer);
  }, [copied.value]);
  const copy = () => {
    post({ type: 'copy', turnId, text });
    copied.value = true;
    announce('Copied.');
  };
  return <IconButton icon={copied.value ? 'check' : 'copy'} label={label} onPress={copy} />;
}
