import type { ModelParameterName, Parameters, ReasoningEffort } from '../../core/chat/params.ts';
import { reasoningEfforts } from '../../core/chat/params.ts';
import type { Preset } from '../../core/chat/preset.ts';
import { Emitter } from '../../core/lifetime.ts';
import type { Capabilities } from '../../core/models/capabilities.ts';
import type { FieldInput, FieldView, SheetView } from '../../protocol/panel.ts';
import type { RunOverrides } from '../runChat.ts';

/** Where a chat's own parameters are remembered; `workspaceState` fits. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

/** What the sheet must know to show itself. */
export interface SheetDeps {
  readonly memory: Memory;
  /** The settings' parameters and preset id, which hold where the sheet says nothing. */
  readonly settings: () => { readonly parameters: unknown; readonly preset: string };
  readonly presets: () => readonly Pick<Preset, 'id' | 'name'>[];
  /** What the present model takes; undefined while that is not known. */
  readonly capabilities: () => Capabilities | undefined;
  /** What is wrong with a parameter's value, as a sentence; '' if nothing is. */
  readonly problem: (name: string, value: unknown) => string;
}

const memoryKey = 'parley.chatParameters';

/** A field: how its text becomes a value. */
interface Field {
  readonly name: 'preset' | keyof Parameters;
  readonly label: string;
  readonly read: (text: string) => unknown;
}

const asNumber = (text: string): unknown => (Number.isFinite(Number(text)) ? Number(text) : text);

/** Stop sequences are written one a line; `\n` stands for a line break. Empty lines are none. */
const asStops = (text: string): unknown =>
  text
    .split('\n')
    .filter((one) => one !== '')
    .map((one) => one.replaceAll('\\n', '\n'));

const fields: readonly Field[] = [
  { name: 'preset', label: 'Preset', read: (text) => text },
  { name: 'temperature', label: 'Temperature', read: asNumber },
  { name: 'reasoning_effort', label: 'Reasoning effort', read: (text) => text },
  { name: 'max_tokens', label: 'Max tokens', read: asNumber },
  { name: 'stop', label: 'Stop at', read: asStops },
  { name: 'seed', label: 'Seed', read: asNumber },
  { name: 'response_format', label: 'Answer as', read: (text) => ({ type: text }) },
];

type Texts = Readonly<Record<string, string>>;

/** The parameters of this chat over those of the settings, as the user typed them. Only what is right is sent. */
export class ParameterSheet {
  readonly #deps: SheetDeps;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  #texts: Texts;

  constructor(deps: SheetDeps) {
    this.#deps = deps;
    const kept = deps.memory.get(memoryKey);
    this.#texts = isTexts(kept) ? kept : {};
  }

  /** A field as typed; '' takes it back. An unknown name is ignored: it comes from the webview. */
  set(name: string, text: string): void {
    if (!fields.some((field) => field.name === name)) return;
    const { [name]: _, ...others } = this.#texts;
    this.#keep(text.trim() === '' ? others : { ...others, [name]: text });
  }

  reset(): void {
    this.#keep({});
  }

  overrides(): RunOverrides {
    const set = fields.flatMap((field) => {
      const value = this.#valueOf(field);
      return value === undefined || field.name === 'preset' || this.#problem(field) !== '' ? [] : [[field.name, value]];
    });
    const preset = this.#texts.preset;
    return { parameters: Object.fromEntries(set), preset: this.#isPreset(preset) ? preset : undefined };
  }

  view(): SheetView {
    const count = Object.keys(this.#texts).length;
    return { fields: fields.map((field) => this.#fieldView(field)), summary: count === 0 ? '' : `${count} set` };
  }

  #keep(texts: Texts): void {
    this.#texts = texts;
    void this.#deps.memory.update(memoryKey, texts);
    this.#changed.fire();
  }

  #valueOf(field: Field): unknown {
    const text = this.#texts[field.name];
    return text === undefined ? undefined : field.read(text);
  }

  #problem(field: Field): string {
    const value = this.#valueOf(field);
    if (value === undefined) return '';
    if (field.name !== 'preset') return unsent(this.#deps.problem(field.name, value));
    return this.#isPreset(value) ? '' : `There is no preset "${String(value)}" any more.`;
  }

  /** While the presets are not known, none is wrong. */
  #isPreset(value: unknown): boolean {
    const presets = this.#deps.presets();
    return presets.length === 0 || presets.some(({ id }) => id === value);
  }

  #fieldView(field: Field): FieldView {
    const { name, label } = field;
    return {
      name,
      label,
      input: this.#input(name),
      value: this.#texts[name] ?? '',
      otherwise: this.#otherwise(name),
      off: this.#off(name),
      problem: this.#problem(field),
    };
  }

  #input(name: Field['name']): FieldInput {
    const capabilities = this.#deps.capabilities();
    switch (name) {
      case 'preset':
        return {
          type: 'choice',
          options: this.#deps.presets().map(({ id, name: text }) => ({ value: id, label: text })),
        };
      case 'temperature':
        return { type: 'number', min: 0, max: capabilities?.temperatureMost ?? 2, step: 0.1 };
      case 'reasoning_effort': {
        const known = capabilities?.efforts ?? 'unknown';
        const efforts: readonly ReasoningEffort[] =
          known === 'unknown' || known.length === 0 ? reasoningEfforts : known;
        return { type: 'choice', options: efforts.map((effort) => ({ value: effort, label: effort })) };
      }
      case 'response_format':
        return { type: 'choice', options: [{ value: 'json_object', label: 'JSON' }] };
      case 'stop':
        return { type: 'text', placeholder: 'one a line' };
      default:
        return name === 'seed'
          ? { type: 'number', min: 0, max: 4_294_967_295, step: 1 }
          : { type: 'number', min: 1, max: 10_000_000, step: 1 };
    }
  }

  #otherwise(name: Field['name']): string {
    const { parameters, preset } = this.#deps.settings();
    if (name === 'preset') return preset === '' ? 'none' : `${preset} (settings)`;
    const value = isRecordOf(parameters) ? parameters[name] : undefined;
    if (value !== undefined && value !== null) {
      return `${typeof value === 'string' ? value : JSON.stringify(value)} (settings)`;
    }
    if (name === 'response_format') return 'text';
    return name === 'stop' || name === 'seed' ? 'none' : "the model's own";
  }

  #off(name: Field['name']): string {
    const capabilities = this.#deps.capabilities();
    if (!capabilities || name === 'preset') return '';
    if (name === 'reasoning_effort' && capabilities.efforts !== 'unknown' && capabilities.efforts.length === 0) {
      return 'The model does not take it.';
    }
    switch (capabilities.takes[name as ModelParameterName] ?? 'yes') {
      case 'no':
        return name === 'response_format' ? '' : 'The model does not take it.';
      case 'effortNone':
        return this.#effort() === 'none' ? '' : 'Only with reasoning effort none.';
      case 'yes':
        return '';
    }
  }

  #effort(): unknown {
    const { parameters } = this.#deps.settings();
    return this.#texts.reasoning_effort ?? (isRecordOf(parameters) ? parameters.reasoning_effort : undefined);
  }
}

function unsent(problem: string): string {
  return problem === '' ? '' : `${problem} It is not sent.`;
}

function isRecordOf(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Texts {
  return isRecordOf(value) && Object.values(value).every((text) => typeof text === 'string');
}
