import type { Disposable } from '../../core/lifetime.ts';
import type { Capabilities } from '../../core/models/capabilities.ts';
import type { SheetView } from '../../protocol/panel.ts';
import type { Registry } from '../models/registry.ts';
import type { RunOverrides } from '../runChat.ts';
import { modelSetting, parametersSetting, presetSettings } from '../settings.ts';
import { type Memory, ParameterSheet } from './parameterSheet.ts';

/** What reads parameters and presets; loaded when a panel opens, for it is most of what can be said about them. */
type Reader = typeof import('../run/chatRequest.ts');

/** The sheet of the panel, with what it must know looked up when the panel opens and when model or settings change. */
export class SheetHost {
  readonly #registry: Registry;
  readonly #sheet: ParameterSheet;
  #reader: Reader | undefined;
  #capabilities: Capabilities | undefined;

  constructor(registry: Registry, memory: Memory) {
    this.#registry = registry;
    // Ahead of the first question: values that were kept are checked before they are sent.
    void this.lookAgain();
    this.#sheet = new ParameterSheet({
      memory,
      settings: () => ({ parameters: parametersSetting(), preset: presetSettings().chosen }),
      presets: () => this.#reader?.presetsOf(presetSettings().own) ?? [],
      capabilities: () => this.#capabilities,
      problem: (name, value) => this.#reader?.parameterProblem(name, value) ?? '',
    });
  }

  /** Learns what the present model takes. A model that can't be asked leaves every field on: the panel says what is wrong with it. */
  async lookAgain(): Promise<void> {
    this.#reader ??= await import('../run/chatRequest.ts');
    const { value } = modelSetting('chat');
    try {
      this.#capabilities = value === '' ? undefined : (await this.#registry.facts(value)).capabilities;
    } catch {
      this.#capabilities = undefined;
    }
  }

  view(): SheetView {
    return this.#sheet.view();
  }

  overrides(): RunOverrides {
    return this.#sheet.overrides();
  }

  set(name: string, text: string): void {
    this.#sheet.set(name, text);
  }

  reset(): void {
    this.#sheet.reset();
  }

  onDidChange(listener: () => void): Disposable {
    return this.#sheet.onDidChange(listener);
  }
}
