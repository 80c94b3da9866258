import { useEffect, useRef } from 'preact/hooks';
import { draftTyped, forgetDraft } from '../draft.ts';
import { post } from '../host.ts';
import { inputAction } from '../keys.ts';
import { sheetState } from '../sheet.ts';
import { composer, draft, focusRequests, settings, turnIds } from '../state.ts';
import { DraftChips } from './chips.tsx';
import { Icon } from './icon.tsx';
import { QuietLine } from './outcome.tsx';
import { ParameterSheet, ParametersButton } from './parameterSheet.tsx';

/** Where the next message is written. */
export function Composer() {
  const { chips, attachable, model, warning, busy, sheet } = composer.value;
  return (
    <form class="composer" aria-label="Message" onSubmit={(event) => event.preventDefault()}>
      {warning !== '' && <QuietLine icon="warning" text={warning} />}
      {sheetState.value === 'open' && sheet.fields.length > 0 && <ParameterSheet sheet={sheet} />}
      <div class="composer-box">
        <DraftChips chips={chips} attachable={attachable} />
        <Input />
        <div class="composer-bar">
          <div class="bar-choices">
            <ModelButton model={model} />
            <ParametersButton sheet={sheet} />
          </div>
          {busy === 'answering' ? <StopButton /> : <SendButton />}
        </div>
      </div>
    </form>
  );
}

function ModelButton({ model }: { readonly model: string }) {
  return (
    <button
      type="button"
      class="bar-button model-button"
      title={model === '' ? 'Choose Model' : `Model: ${model}`}
      onClick={() => post({ type: 'chooseModel' })}
    >
      <span class="visually-hidden">{model === '' ? '' : 'Model: '}</span>
      <span class="bar-words">{model === '' ? 'Choose Model' : model}</span>
      <Icon name="chevron-down" />
    </button>
  );
}

function Input() {
  const input = useRef<HTMLTextAreaElement>(null);
  const requests = focusRequests.value;
  useEffect(() => {
    const element = input.current;
    if (!element || requests === 0) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, [requests]);
  return (
    <textarea
      ref={input}
      class="input"
      dir="auto"
      rows={1}
      value={draft.value}
      placeholder="Ask anything"
      aria-label="Message"
      onInput={(event) => draftTyped(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}

function onKeyDown(event: KeyboardEvent): void {
  const action = inputAction(event, settings.value?.sendKey ?? 'enter', draft.value);
  if (action === 'type') return;
  const last = turnIds.value.at(-1);
  if (action === 'editLast' && (last === undefined || composer.value.busy === 'answering')) return;
  event.preventDefault();
  if (action === 'send') send();
  else if (last !== undefined) post({ type: 'edit', turnId: last });
}

/** Sends what is written, unless it is nothing or an answer is under way: then it stays where it is. */
function send(): void {
  const text = draft.value;
  if (text.trim() === '' || composer.value.busy === 'answering') return;
  forgetDraft();
  post({ type: 'send', text });
}

function SendButton() {
  const isEmpty = draft.value.trim() === '';
  const press = () => {
    send();
    focusRequests.value += 1;
  };
  const hint = settings.value?.sendKey === 'ctrlEnter' ? 'Ctrl+Enter' : 'Enter';
  return (
    <button
      key="send"
      type="button"
      class="send-button"
      title={`Send (${hint})`}
      aria-label="Send"
      aria-disabled={isEmpty}
      onClick={press}
    >
      <Icon name="send" />
    </button>
  );
}

function StopButton() {
  // The second click of a double click on Send is not meant to stop what the first one started.
  const press = (event: MouseEvent) => {
    if (event.detail < 2) post({ type: 'stop' });
  };
  return (
    <button key="stop" type="button" class="send-button stop" title="Stop (Escape)" aria-label="Stop" onClick={press}>
      <Icon name="debug-stop" />
    </button>
  );
}
