import { crossesNetworkInPlain } from '../../core/models/address.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import { hostOf, originOf } from './keysDeps.ts';
import type { PlainHttpConsents } from './plainHttp.ts';
import { askChoice, type Step } from './steps.ts';

/**
 * Asks before a key crosses a network unencrypted, once per origin. Answers given during a flow are taken back when the flow is
 * cancelled.
 */
export class PlainHttpQuestion {
  readonly #consents: PlainHttpConsents;
  readonly #given: string[] = [];

  constructor(consents: PlainHttpConsents) {
    this.#consents = consents;
  }

  /** `value` if nothing is to be asked or the user agreed. */
  async ask(entry: ProviderEntry): Promise<Step<void>> {
    const origin = originOf(entry);
    await this.#takeBackBut(origin);
    if (entry.baseUrl === '' || !crossesNetworkInPlain(entry.baseUrl) || this.#consents.agreed(origin))
      return { type: 'value', value: undefined };
    const host = hostOf(entry);
    const step = await askChoice<'change' | 'agree'>({
      title: 'Unencrypted Connection',
      position: 'later',
      placeholder: 'Is this network yours?',
      prompt: `${origin} is not encrypted: everyone on the network in between can read the key, your prompts and the answers.`,
      items: [
        {
          label: '$(arrow-left) Change the Address',
          description: 'https:// where the server offers it',
          choice: 'change',
        },
        { label: `$(unlock) Send Unencrypted to ${host}`, description: 'remembered for this address', choice: 'agree' },
      ],
    });
    if (step.type !== 'value') return step;
    if (step.value === 'change') return { type: 'back' };
    await this.#consents.agree(origin);
    this.#given.push(origin);
    return { type: 'value', value: undefined };
  }

  /** Takes back what was agreed to here. */
  async takeBack(): Promise<void> {
    await this.#takeBackBut('');
  }

  /** An address that was changed afterwards needs no consent. */
  async #takeBackBut(kept: string): Promise<void> {
    for (const origin of this.#given.splice(0)) {
      if (origin === kept) this.#given.push(origin);
      else await this.#consents.withdraw(origin);
    }
  }
}
