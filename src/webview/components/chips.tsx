import type { ChipView } from '../../protocol/panel.ts';
import { post } from '../host.ts';
import { focusInput } from '../state.ts';
import { Icon } from './icon.tsx';

/** What goes along with a sent message. Opens on click. */
export function SentChips({ chips }: { readonly chips: readonly ChipView[] }) {
  if (chips.length === 0) return null;
  return (
    <ul class="chips" aria-label="Context">
      {chips.map((chip) => (
        <li key={chip.id} class="chip">
          <OpenChip chip={chip} />
        </li>
      ))}
    </ul>
  );
}

/** What will go along with the next message, and the file that could. */
export function DraftChips({
  chips,
  attachable,
}: {
  readonly chips: readonly ChipView[];
  readonly attachable: string;
}) {
  if (chips.length === 0 && attachable === '') return null;
  return (
    <ul class="chips" aria-label="Context">
      {chips.map((chip) => (
        <li key={chip.id} class="chip">
          <OpenChip chip={chip} />
          <RemoveChip chip={chip} />
        </li>
      ))}
      {attachable !== '' && (
        <li key="attach" class="chip chip-offer">
          <AttachButton file={attachable} />
        </li>
      )}
    </ul>
  );
}

function OpenChip({ chip }: { readonly chip: ChipView }) {
  const open = () => post({ type: 'openChip', chipId: chip.id });
  return (
    <button type="button" class="chip-main" title={chip.detail} onClick={open}>
      <Icon name="file" />
      <span class="chip-label">{chip.label}</span>
    </button>
  );
}

function RemoveChip({ chip }: { readonly chip: ChipView }) {
  const label = `Remove ${chip.label}`;
  const remove = () => {
    post({ type: 'detach', chipId: chip.id });
    // The button is about to go away and would take the focus with it.
    focusInput();
  };
  return (
    <button type="button" class="chip-remove" title={label} aria-label={label} onClick={remove}>
      <Icon name="close" />
    </button>
  );
}

function AttachButton({ file }: { readonly file: string }) {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  const attach = () => post({ type: 'attachActiveFile' });
  return (
    <button type="button" class="chip-main" title={`Attach ${file}`} aria-label={`Attach ${file}`} onClick={attach}>
      <Icon name="add" />
      <span class="chip-label">{name}</span>
    </button>
  );
}
