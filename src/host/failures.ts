import type { ChatError, ErrorKind } from '../core/errors.ts';
import { isLoopbackHost } from '../core/models/loopback.ts';
import { grouped } from '../core/text/figures.ts';

/** What the one button of an error does. */
export type FailureAction =
  | 'setKey'
  | 'testConnection'
  | 'chooseModel'
  | 'retry'
  | 'continue'
  | 'openBilling'
  | 'openSettings'
  | 'openBudget'
  | 'edit';

export interface Failure {
  /** What happened and whose side it is on, in one sentence. */
  readonly sentence: string;
  readonly action: FailureAction;
  /** The button's label. */
  readonly label: string;
}

/** Who was asked, in words: "OpenAI", "openai/gpt-6-luna". */
export interface FailureContext {
  readonly provider: string;
  readonly model: string;
  readonly reach: 'cloud' | 'local' | 'custom';
}

type Wording = (facts: ChatError['facts'], context: FailureContext) => string;

const seconds = (ms: number | undefined): string =>
  ms === undefined ? 'some' : String(Math.max(1, Math.round(ms / 1000)));

/** "4 s", "20 min", "3 h" */
function duration(ms: number): string {
  const wait = Math.max(1, Math.ceil(ms / 1000));
  if (wait < 120) return `${wait} s`;
  return wait < 7200 ? `${Math.ceil(wait / 60)} min` : `${Math.ceil(wait / 3600)} h`;
}

const detail = (facts: ChatError['facts']): string => (facts.detail ? ` ${facts.detail}` : '');
const host = (facts: ChatError['facts'], context: FailureContext): string => facts.host ?? context.provider;

const networkReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name is unknown; is this machine online?',
  EAI_AGAIN: 'the name could not be looked up; is this machine online?',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed',
  ETIMEDOUT: 'no answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'no answer in time',
  EHOSTUNREACH: 'there is no way to it; is this machine online?',
  ENETUNREACH: 'there is no way to it; is this machine online?',
};

/** The name in "name:port"; '' if there is none. */
function hostname(hostAndPort: string | undefined): string {
  const address = `http://${hostAndPort ?? ''}`;
  return URL.canParse(address) ? new URL(address).hostname : '';
}

function networkSentence(facts: ChatError['facts'], context: FailureContext): string {
  const here = context.reach === 'local' || isLoopbackHost(hostname(facts.host));
  if (here && facts.code === 'ECONNREFUSED')
    return `Nothing answers at ${host(facts, context)}. Is ${context.provider} running?`;
  const proxy = /^PROXY_(\d{3})$/.exec(facts.code ?? '')?.[1];
  const reason = proxy ? `the proxy answered ${proxy}` : (networkReasons[facts.code ?? ''] ?? facts.code);
  return `${host(facts, context)} can't be reached${reason ? ` (${reason})` : ''}.`;
}

function rateLimitSentence(facts: ChatError['facts'], context: FailureContext): string {
  const wait = facts.retryAfterMs;
  return `${context.provider} is limiting requests.${wait === undefined ? '' : ` It asks to wait ${duration(wait)}.`}`;
}

/** A timeout that the server itself reports (408, 504) names no limit. */
function timeoutSentence({ limitMs }: ChatError['facts'], { provider }: FailureContext): string {
  return `${provider} did not answer ${limitMs === undefined ? 'in time' : `within ${seconds(limitMs)} s`}.`;
}

function contextSentence({ tokens }: ChatError['facts'], { model }: FailureContext): string {
  if (!tokens) return `The conversation is too long for ${model}.`;
  const over = grouped(Math.max(1, tokens.needed - tokens.most));
  return `The conversation is about ${over} tokens too long for ${model}, which takes ${grouped(tokens.most)}.`;
}

const wordings: Readonly<Record<ErrorKind, readonly [Wording, FailureAction, string]>> = {
  auth: [(f, c) => `${c.provider} rejected the key for ${host(f, c)}.`, 'setKey', 'Set Key'],
  permission: [(f, c) => `${c.provider} does not allow this.${detail(f)}`, 'chooseModel', 'Choose Model'],
  tooLarge: [(_, c) => `The request is too large for ${c.provider}.`, 'edit', 'Edit'],
  redirect: [
    (f, c) =>
      `${host(f, c)} redirected to ${f.redirectedTo ?? 'another address'}; Parley did not follow, to protect the key.`,
    'openSettings',
    'Check Address',
  ],
  quota: [
    (_, c) => `${c.provider} says the account is out of credit or over its spending limit.`,
    'openBilling',
    'Open Billing',
  ],
  rateLimit: [rateLimitSentence, 'retry', 'Try Again'],
  overloaded: [(_, c) => `${c.provider} is overloaded.`, 'retry', 'Try Again'],
  contextTooLong: [contextSentence, 'chooseModel', 'Choose Model'],
  unsupportedParameter: [
    (f, c) => `${c.model} does not accept a parameter of this request.${detail(f)}`,
    'openSettings',
    'Open Settings',
  ],
  notFound: [(f, c) => `${c.provider} does not know the model ${c.model}.${detail(f)}`, 'chooseModel', 'Choose Model'],
  network: [networkSentence, 'retry', 'Try Again'],
  notAnApi: [
    (f, c) => `${host(f, c)} answered with a web page, not an API reply. A proxy log-in or a wrong base URL?`,
    'openSettings',
    'Check Address',
  ],
  certificate: [
    (f, c) => `${host(f, c)} presented a certificate this machine does not trust${f.code ? ` (${f.code})` : ''}.`,
    'testConnection',
    'Test Connection',
  ],
  incomplete: [() => 'The answer was cut off before its end.', 'retry', 'Try Again'],
  stalled: [(f) => `No data for ${seconds(f.limitMs)} s.`, 'retry', 'Try Again'],
  timeout: [timeoutSentence, 'retry', 'Try Again'],
  server: [(f, c) => `${c.provider} had an internal error${f.status ? ` (${f.status})` : ''}.`, 'retry', 'Try Again'],
  protocol: [(f, c) => `${c.provider} sent a reply Parley can't read.${detail(f)}`, 'retry', 'Try Again'],
  filtered: [(f, c) => `${c.provider} declined to answer (content filter).${detail(f)}`, 'edit', 'Edit'],
  refusal: [(f, c) => `${c.provider} declined to answer.${detail(f)}`, 'edit', 'Edit'],
  badRequest: [(f, c) => f.detail ?? `${c.provider} did not accept the request.`, 'edit', 'Edit'],
  cancelled: [() => 'Stopped.', 'retry', 'Try Again'],
  notConnected: [(f, c) => f.detail ?? `${c.provider} has no key yet.`, 'setKey', 'Add Key'],
  insecureAddress: [(f, c) => f.detail ?? `${host(f, c)} is not an https address.`, 'setKey', 'Allow…'],
  contentNotTaken: [
    (f, c) => f.detail ?? `${c.model} does not take a part of this message.`,
    'chooseModel',
    'Choose Model',
  ],
  modelRetired: [(f, c) => f.detail ?? `${c.model} is retired.`, 'chooseModel', 'Choose Model'],
  budget: [(f) => f.detail ?? 'The budget is used up.', 'openBudget', 'Raise…'],
  declined: [(f) => f.detail ?? 'You chose not to go on.', 'retry', 'Try Again'],
  invalidSetting: [(f) => f.detail ?? "A setting of Parley's is wrong.", 'openSettings', 'Open Settings'],
};

/** The only place where an error becomes words. */
export function describeFailure(error: ChatError, context: FailureContext): Failure {
  const [wording, action, label] = wordings[error.kind];
  return { sentence: wording(error.facts, context), action, label };
}

/** The raw facts under "Details", one per line; '' if there are none. */
export function failureDetails(error: ChatError, shownSentence: string): string {
  const { status, code, requestId, host: called, detail: said, tried = [] } = error.facts;
  const lines = [
    said && !shownSentence.includes(said) ? said : '',
    called ? `Host: ${called}` : '',
    status ? `Status: ${status}` : '',
    code ? `Code: ${code}` : '',
    requestId ? `Request id: ${requestId}` : '',
    tried.length > 0 ? `Tried: ${tried.map(({ model, kind }) => `${model} (${kind})`).join(', ')}` : '',
  ];
  return lines.filter((line) => line !== '').join('\n');
}
