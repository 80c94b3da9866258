/** Why a generation that is written waits for the user's decision. */
export type Ending =
  /** The model said it is done. */
  | 'complete'
  /** The user stopped it, or did something that stopped it. */
  | 'stopped'
  /** The answer was cut off. */
  | 'interrupted'
  /** The answer reached its length limit. */
  | 'tooLong'
  /** The provider's filter, or the model itself, ended the answer. */
  | 'declined'
  /** It was taken out of the document before, and put in again by the user. */
  | 'inserted';

/** Why code that was received stands outside the document. */
export type Withdrawal = 'saved' | 'failed' | 'reloaded';

/**
 * How a generation stands. `streaming`: more may come; what came is in the document, marked. `pending`: nothing more comes; it is
 * in the document, marked. `offered`: the document is as if nothing had been generated, and what was received can be put in.
 * `restoring`: the original text is being put back. `settled`: it is over, and nothing is marked.
 */
export type PendingState =
  | { readonly type: 'streaming' }
  | { readonly type: 'pending'; readonly ending: Ending }
  | { readonly type: 'offered'; readonly reason: Withdrawal }
  | { readonly type: 'restoring' }
  | { readonly type: 'settled' };

/** What a user can do with a generation that is not settled. */
export type PendingAction = 'accept' | 'reject' | 'stop' | 'retry';

/** One entry of the line above generated code. */
export interface PendingChoice {
  readonly action: PendingAction;
  readonly label: string;
}

/** How the keys for accepting and rejecting are called on this machine. */
export interface KeyNames {
  readonly accept: string;
  readonly reject: string;
}

const endings: Readonly<Record<Ending, string>> = {
  complete: '',
  stopped: 'Stopped: ',
  interrupted: 'Interrupted: ',
  tooLong: 'Cut at the length limit: ',
  declined: 'Cut by the provider: ',
  inserted: '',
};

const withdrawals: Readonly<Record<Withdrawal, string>> = {
  saved: 'Stopped by saving: ',
  failed: 'Failed: ',
  reloaded: 'Stopped by reloading: ',
};

/** What stands above the code, in order. */
export function choicesOf(state: PendingState, keys: KeyNames): readonly PendingChoice[] {
  const reject: PendingChoice = { action: 'reject', label: `Reject (${keys.reject})` };
  const retry: PendingChoice = { action: 'retry', label: 'Try Again' };
  switch (state.type) {
    case 'streaming':
      return [{ action: 'stop', label: 'Stop' }, { action: 'accept', label: `Accept (${keys.accept})` }, reject];
    case 'pending': {
      const whole = state.ending === 'complete' || state.ending === 'inserted';
      const label = whole ? 'Accept' : `${endings[state.ending]}Accept what arrived`;
      return [{ action: 'accept', label: `${label} (${keys.accept})` }, reject, ...(whole ? [] : [retry])];
    }
    case 'offered':
      return [
        { action: 'accept', label: `${withdrawals[state.reason]}Insert received code (${keys.accept})` },
        { action: 'reject', label: `Discard (${keys.reject})` },
        retry,
      ];
    case 'restoring':
    case 'settled':
      return [];
  }
}
