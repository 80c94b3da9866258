import type { OfferView } from '../../protocol/panel.ts';
import { post } from '../host.ts';
import { composer, welcome } from '../state.ts';
import { Icon } from './icon.tsx';

/** What an empty conversation shows: ways to connect a model, or prompts to start with. */
export function Welcome() {
  const view = welcome.value;
  const isConnect = view.type === 'connect';
  const offers = isConnect ? view.offers : view.starters;
  return (
    <div class="welcome">
      <div class="welcome-content">
        <h2 class="welcome-title">{isConnect ? 'Connect a model' : 'Ask about your code'}</h2>
        <p class="welcome-text">
          {isConnect
            ? "Your own key or your own machine. Keys stay in VS Code's secret storage."
            : startText(composer.value.model)}
        </p>
        <ul class="offers">
          {offers.map((offer) => (
            <li key={offer.id}>
              <Offer offer={offer} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function startText(model: string): string {
  return model === ''
    ? 'Choose a model below, then ask.'
    : `Answers come from ${model}. Start with one of these, or write your own.`;
}

function Offer({ offer }: { readonly offer: OfferView }) {
  return (
    <button type="button" class="offer" onClick={() => post({ type: 'offer', id: offer.id })}>
      <Icon name={offer.icon} />
      <span class="offer-words">
        <span class="offer-label">{offer.label}</span>
        <span class="offer-detail">{offer.detail}</span>
      </span>
    </button>
  );
}
