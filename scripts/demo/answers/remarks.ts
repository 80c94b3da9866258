import type { DemoModel } from '../models.ts';

/** Whether a model refused a moment ago what it answers now. */
export type Before = 'refused' | 'nothing';

const gear = 'the parameters (the gear below the input)';

/** What just happened and what to try, in front of an answer in prose; '' for models that only answer. */
export function remarkOf({ id }: DemoModel, before: Before): string {
  switch (id) {
    case 'limited':
      return before === 'refused'
        ? 'The first request was refused: status 429, `Retry-After: 4`. Parley waited, counting down, and asked again; this is the second request. Ask once more and press **Cancel** while it waits.'
        : '';
    case 'picky':
      return before === 'refused'
        ? 'You set a temperature. This model refused it with status 400, so Parley asked again without it, said so above, and remembers it for next time. **Parley: Forget What Models Refused** clears that memory.'
        : `No temperature came with this request: none is set, or Parley remembers that it was refused. Set one in ${gear} and ask again.`;
    case 'json':
      return `Nothing asked for JSON. Open ${gear}, choose **Answer as: JSON**, and ask again: Parley then checks what comes.`;
    case 'short':
      return 'This answer ends at a length limit, in the middle of it. Press **Continue** below: the rest follows in the same answer, with the seam marked.';
    case 'cut':
      return 'The connection will break in the middle of this answer. What came stays. Press **Continue** below, and the rest follows, of this model or of the one you choose meanwhile.';
    default:
      return '';
  }
}
