import type { Signal } from '@preact/signals';
import { Icon } from './icon.tsx';

interface DisclosureProps {
  readonly label: string;
  readonly isOpen: Signal<boolean>;
  /** The id of what it shows and hides. */
  readonly controls: string;
}

/** A button that shows and hides something below it. */
export function Disclosure({ label, isOpen, controls }: DisclosureProps) {
  return (
    <button
      type="button"
      class="disclosure"
      aria-expanded={isOpen.value}
      aria-controls={controls}
      onClick={() => (isOpen.value = !isOpen.value)}
    >
      <Icon name={isOpen.value ? 'chevron-down' : 'chevron-right'} />
      <span>{label}</span>
    </button>
  );
}
