import { type Signal, useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { FieldInput, FieldView } from '../../protocol/panel.ts';
import { fieldChosen, fieldEntered, fieldLeft, fieldTyped, shownText } from '../sheet.ts';

/** What the browser holds in a number field although it is none; the text itself it does not tell. */
const noNumber = 'This is not a number. Nothing is sent.';

/** One parameter: its name, its control, and what is to be said about it. */
export function ParameterField({ field }: { readonly field: FieldView }) {
  const id = useId();
  const isNoNumber = useSignal(false);
  const problem = isNoNumber.value ? noNumber : field.problem;
  const note = field.off === '' ? problem : field.off;
  return (
    <div class={`field ${field.off === '' ? '' : 'off'}`}>
      <label class="field-label" for={id}>
        {field.label}
      </label>
      <div class="field-control">
        <Control field={field} id={id} isNoNumber={isNoNumber} isWrong={problem !== ''} />
        {note !== '' && (
          <p id={`${id}-note`} class={`field-note ${field.off === '' ? 'wrong' : ''}`} dir="auto">
            {note}
            {field.off !== '' && field.value !== '' && <TakeBack field={field} />}
          </p>
        )}
      </div>
    </div>
  );
}

/** In English a number field drops a comma: "0,1" would become 1. */
function commaAsPoint(event: KeyboardEvent): void {
  if (event.key !== ',' || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.execCommand('insertText', false, '.');
}

interface ControlProps {
  readonly field: FieldView;
  readonly id: string;
  readonly isNoNumber: Signal<boolean>;
  readonly isWrong: boolean;
}

function Control({ field, id, isNoNumber, isWrong }: ControlProps) {
  const { name, input, otherwise } = field;
  const text = shownText(field);
  const isOff = field.off !== '';
  const common = {
    id,
    class: `field-input ${text === '' ? 'unset' : ''}`,
    value: text,
    disabled: isOff,
    'aria-invalid': isWrong,
    'aria-describedby': isWrong || isOff ? `${id}-note` : undefined,
    onFocus: () => fieldEntered(name),
    onBlur: () => fieldLeft(name),
  } as const;
  switch (input.type) {
    case 'choice':
      return (
        <select {...common} onChange={(event) => fieldChosen(name, event.currentTarget.value)}>
          <Options input={input} value={text} otherwise={otherwise} />
        </select>
      );
    case 'text':
      return (
        <textarea
          {...common}
          rows={1}
          placeholder={[otherwise, input.placeholder].filter((one) => one !== '').join('; ')}
          onInput={(event) => fieldTyped(name, event.currentTarget.value)}
        />
      );
    case 'number':
      return (
        <input
          {...common}
          type="number"
          min={input.min}
          max={input.max}
          step={input.step}
          placeholder={otherwise}
          onKeyDown={Number.isInteger(input.step) ? undefined : commaAsPoint}
          onInput={({ currentTarget }) => {
            isNoNumber.value = currentTarget.validity.badInput;
            fieldTyped(name, currentTarget.value);
          }}
        />
      );
  }
}

interface OptionsProps {
  readonly input: Extract<FieldInput, { type: 'choice' }>;
  readonly value: string;
  readonly otherwise: string;
}

/** What holds otherwise comes first. A value that is no longer among the choices is shown all the same. */
function Options({ input, value, otherwise }: OptionsProps) {
  const isKnown = value === '' || input.options.some((option) => option.value === value);
  return (
    <>
      <option value="">{otherwise}</option>
      {input.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
      {!isKnown && <option value={value}>{value}</option>}
    </>
  );
}

/** A field that is off can't be emptied by hand. */
function TakeBack({ field }: { readonly field: FieldView }) {
  const label = `Take back ${field.label}`;
  return (
    <>
      {' '}
      <button type="button" class="quiet-button" aria-label={label} onClick={() => fieldChosen(field.name, '')}>
        Take Back
      </button>
    </>
  );
}
