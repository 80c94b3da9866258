import { post } from '../host.ts';
import { IconButton } from './icon.tsx';

interface PagerProps {
  readonly turnId: string;
  /** From 1. */
  readonly number: number;
  readonly count: number;
}

/** Steps through a turn's answers. */
export function Pager({ turnId, number, count }: PagerProps) {
  if (count < 2) return null;
  const show = (other: number) => () => post({ type: 'showAnswer', turnId, number: other });
  return (
    <div class="pager" role="group" aria-label={`Answer ${number} of ${count}`}>
      <IconButton
        icon="chevron-left"
        label="Previous Answer"
        onPress={show(number - 1)}
        state={number > 1 ? 'enabled' : 'disabled'}
      />
      <span aria-hidden="true">
        {number}/{count}
      </span>
      <IconButton
        icon="chevron-right"
        label="Next Answer"
        onPress={show(number + 1)}
        state={number < count ? 'enabled' : 'disabled'}
      />
    </div>
  );
}
