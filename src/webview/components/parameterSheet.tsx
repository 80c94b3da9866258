import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SheetView } from '../../protocol/panel.ts';
import { isComposing } from '../keys.ts';
import { resetFields, resets, sheetState, showSheet } from '../sheet.ts';
import { announce } from '../state.ts';
import { Icon, IconButton } from './icon.tsx';
import { ParameterField } from './parameterField.tsx';

const sheetId = 'parameters';
const buttonId = 'parameters-button';

/** Whether the sheet was opened just now, so that the focus goes into it; one that was open before leaves the focus alone. */
let openedNow = false;

/** Opens and closes the sheet; says how much is set, and whether something is wrong with it. */
export function ParametersButton({ sheet }: { readonly sheet: SheetView }) {
  if (sheet.fields.length === 0) return null;
  const isOpen = sheetState.value === 'open';
  const wrong = sheet.fields.filter(({ problem }) => problem !== '').length;
  const facts = [sheet.summary, wrong === 0 ? '' : `${wrong} not valid`].filter((one) => one !== '').join(', ');
  const label = facts === '' ? 'Parameters' : `Parameters: ${facts}`;
  const press = () => {
    openedNow = !isOpen;
    showSheet(isOpen ? 'closed' : 'open');
  };
  return (
    <button
      id={buttonId}
      type="button"
      class="bar-button"
      title={label}
      aria-label={label}
      aria-expanded={isOpen}
      aria-controls={isOpen ? sheetId : undefined}
      onClick={press}
      onKeyDown={isOpen ? closeOnEscape : undefined}
    >
      <Icon name="settings-gear" />
      {sheet.summary !== '' && <span class="bar-words">{sheet.summary}</span>}
      {wrong > 0 && <Icon name="warning" />}
    </button>
  );
}

/** The parameters people reach for, one a row. */
export function ParameterSheet({ sheet }: { readonly sheet: SheetView }) {
  const section = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (openedNow) section.current?.querySelector<HTMLElement>('.field-input:enabled')?.focus();
    openedNow = false;
  }, []);
  return (
    <section ref={section} id={sheetId} class="sheet" aria-labelledby="parameters-title" onKeyDown={closeOnEscape}>
      <header class="sheet-header">
        <h2 id="parameters-title" class="sheet-title">
          Parameters
        </h2>
        <ResetButton summary={sheet.summary} />
        <IconButton icon="close" label="Close" onPress={close} />
      </header>
      <div class="fields">
        {sheet.fields.map((field) => (
          <ParameterField key={`${field.name} ${resets.value}`} field={field} />
        ))}
      </div>
    </section>
  );
}

function ResetButton({ summary }: { readonly summary: string }) {
  const isEmpty = summary === '';
  const press = () => {
    resetFields();
    announce('Parameters reset.');
  };
  return (
    <button type="button" class="quiet-button" aria-disabled={isEmpty} onClick={isEmpty ? undefined : press}>
      Reset
    </button>
  );
}

function close(): void {
  showSheet('closed');
  document.getElementById(buttonId)?.focus();
}

/** Here Escape closes the sheet, and does not stop the answer. */
function closeOnEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || isComposing(event)) return;
  event.preventDefault();
  event.stopPropagation();
  close();
}
