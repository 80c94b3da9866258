import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { NoticeView } from '../../protocol/panel.ts';
import { Disclosure } from './disclosure.tsx';
import { QuietLine } from './outcome.tsx';

/** More adjustments than these are folded into one line. */
const mostLines = 3;

interface NoticesProps {
  readonly model: string;
  readonly notices: readonly NoticeView[];
}

/** What happened to an answer and what was changed in its request. Details, and too much of the rest, only for who asks. */
export function Notices({ model, notices }: NoticesProps) {
  const told = notices.filter(({ rank }) => rank === 'told');
  const said = notices.filter(({ rank }) => rank === 'said');
  const details = notices.filter(({ rank }) => rank === 'detail');
  const isFolded = said.length > mostLines;
  const folded = isFolded ? [...said, ...details] : details;
  return (
    <>
      {[...told, ...(isFolded ? [] : said)].map(({ text }, place) => (
        <QuietLine key={`${place} ${text}`} icon="info" text={text} />
      ))}
      {folded.length > 0 && (
        <Folded label={isFolded ? `${folded.length} adjustments` : `Adjusted for ${model}`} notices={folded} />
      )}
    </>
  );
}

function Folded({ label, notices }: { readonly label: string; readonly notices: readonly NoticeView[] }) {
  const isOpen = useSignal(false);
  const id = useId();
  return (
    <div class="folded-notices">
      <Disclosure label={label} isOpen={isOpen} controls={id} />
      <ul id={id} hidden={!isOpen.value}>
        {notices.map(({ text }, place) => (
          <li key={`${place} ${text}`} dir="auto">
            {text}
          </li>
        ))}
      </ul>
    </div>
  );
}
