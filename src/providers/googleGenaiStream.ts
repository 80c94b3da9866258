import type { ProviderEvent, ProviderFinish, TokenLogprob, Usage } from '../core/chat/events.ts';
import type { ErrorKind } from '../core/errors.ts';
import { asCount, asText, isRecord } from '../core/json.ts';
import { definedFields } from './definedFields.ts';
import { signedData } from './googleGenaiSigned.ts';
import type { GuardedCall } from './guardedFetch.ts';
import { responseEvent } from './responseEvent.ts';
import { parseFrame, pushText, type SseFrame, type StreamSteps } from './sse.ts';
import { HostileToolCall, ToolCalls } from './toolCalls.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Candidate {
  readonly calls: ToolCalls;
  /** The signatures of the calls, in their order. */
  readonly signatures: (string | undefined)[];
  /** A call whose arguments come in pieces, which is never asked for. */
  unfinishedCall: 'unfinished' | undefined;
  reason: string | undefined;
}

/** What a `streamGenerateContent` stream means: raising, wire → ours. */
export class ContentSteps implements StreamSteps {
  readonly #call: GuardedCall;
  /** How many candidates were asked for. */
  readonly #asked: number;
  readonly #candidates = new Map<number, Candidate>();
  #model: string | undefined;
  #responseId: string | undefined;

  constructor(call: GuardedCall, asked: number) {
    this.#call = call;
    this.#asked = asked;
  }

  /** Nothing says that nothing follows: the end is reached when every candidate has its reason and the tokens are counted. */
  take(frame: SseFrame, out: ProviderEvent[]): 'more' | 'end' {
    const chunk = parseFrame(frame, this.#call);
    if (chunk.error || frame.event === 'error') throw this.#call.explain({ error: chunk.error || chunk });
    this.#takeHead(chunk, out);
    const list = Array.isArray(chunk.candidates) ? chunk.candidates.filter(isRecord) : [];
    const candidates = list.map((wire) => this.#takeCandidate(wire, out));
    pushUsage(out, raiseUsage(chunk.usageMetadata));
    this.#refuseBlocked(chunk.promptFeedback);
    for (const { reason } of candidates) this.#refuseFailed(reason);
    return this.#isFinished && isRecord(chunk.usageMetadata) ? 'end' : 'more';
  }

  finish(out: ProviderEvent[]): 'complete' | 'incomplete' {
    if (!this.#isFinished) return 'incomplete';
    const candidates = [...this.#candidates];
    for (const [choice, candidate] of candidates) {
      const { calls, signatures, unfinishedCall, reason } = candidate;
      const ending = finishes.get(reason) ? 'cut' : 'whole';
      if (unfinishedCall && ending === 'whole') throw new HostileToolCall('A tool call has no end.');
      for (const [position, finished] of calls.finish(ending).entries()) {
        const signature = signatures[position];
        const providerData = signature ? { providerData: signedData('', signature) } : {};
        out.push({ type: 'toolCall', choice, ...finished, ...providerData });
      }
    }
    for (const [choice, candidate] of candidates) out.push({ type: 'finish', choice, reason: raiseFinish(candidate) });
    return 'complete';
  }

  get #isFinished(): boolean {
    const candidates = [...this.#candidates.values()];
    return candidates.length >= this.#asked && candidates.every(({ reason }) => reason !== undefined);
  }

  #takeHead(chunk: Fields, out: ProviderEvent[]): void {
    this.#responseId ??= asText(chunk.responseId);
    const model = this.#model === undefined ? asText(chunk.modelVersion)?.replace(/^models\//, '') : undefined;
    if (!model) return;
    this.#model = model;
    out.push(responseEvent(model, chunk.responseId));
  }

  #takeCandidate(wire: Fields, out: ProviderEvent[]): Candidate {
    const index = wire.index ?? 0;
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index > 127) {
      throw this.#call.fail('protocol', { detail: 'A candidate has an index that is not a small whole number.' });
    }
    const candidate: Candidate = this.#candidates.get(index) ?? {
      calls: new ToolCalls(),
      signatures: [],
      unfinishedCall: undefined,
      reason: undefined,
    };
    this.#candidates.set(index, candidate);
    const parts = isRecord(wire.content) && Array.isArray(wire.content.parts) ? wire.content.parts : [];
    for (const part of parts) {
      if (!isRecord(part)) continue;
      if (isRecord(part.functionCall)) this.#takeCall(part.functionCall, asText(part.thoughtSignature), candidate);
      else takeText(part, index, out);
    }
    const tokens = raiseLogprobs(wire.logprobsResult);
    if (tokens.length > 0) out.push({ type: 'logprobs', choice: index, tokens });
    candidate.reason = asText(wire.finishReason) ?? candidate.reason;
    return candidate;
  }

  /** A call comes whole. Not every model gives it an id; one that is made up must differ from those of earlier answers. */
  #takeCall(wire: Fields, signature: string | undefined, candidate: Candidate): void {
    if (wire.willContinue === true || wire.partialArgs !== undefined) {
      candidate.unfinishedCall = 'unfinished';
      return;
    }
    const args = wire.args ?? {};
    if (!isRecord(args)) throw new HostileToolCall('A tool call has arguments that are no object.');
    const index = candidate.signatures.length;
    const made = this.#responseId && this.#responseId.length <= 32 ? `call_${this.#responseId}_${index}` : undefined;
    candidate.calls.append({ index, id: asText(wire.id) ?? made, name: wire.name, arguments: args });
    candidate.signatures.push(signature);
  }

  #refuseBlocked(feedback: unknown): void {
    const reason = isRecord(feedback) ? asText(feedback.blockReason) : undefined;
    if (!reason || this.#candidates.size > 0) return;
    const code = /^[A-Z_]{1,40}$/.test(reason) ? reason : 'OTHER';
    throw this.#call.fail('filtered', { code, detail: `The prompt was blocked: ${code}.` });
  }

  #refuseFailed(reason: string | undefined): void {
    const failure = failures.get(reason);
    if (failure) throw this.#call.fail(failure.kind, { code: reason, detail: failure.detail });
  }
}

/** A signature may come by itself, after the text it belongs to. */
function takeText(part: Fields, choice: number, out: ProviderEvent[]): void {
  const type = part.thought === true ? 'thinking' : 'text';
  const text = asText(part.text) ?? '';
  const signature = asText(part.thoughtSignature);
  const isOther = Object.keys(part).some((key) => !['text', 'thought', 'thoughtSignature'].includes(key));
  if (signature && !(text === '' && isOther)) {
    out.push({ type, choice, text, providerData: signedData(text, signature) });
  } else if (text !== '') pushText(out, type, choice, text);
}

/** Why an answer was ended before its own end; what is not here, a reason of the future too, is its own end. */
const finishes: ReadonlyMap<string | undefined, ProviderFinish> = new Map([
  ['MAX_TOKENS', 'length'],
  ['CONTINUATION', 'length'],
  ['SAFETY', 'content_filter'],
  ['RECITATION', 'content_filter'],
  ['BLOCKLIST', 'content_filter'],
  ['PROHIBITED_CONTENT', 'content_filter'],
  ['SPII', 'content_filter'],
  ['IMAGE_SAFETY', 'content_filter'],
  ['IMAGE_PROHIBITED_CONTENT', 'content_filter'],
  ['IMAGE_RECITATION', 'content_filter'],
]);

interface Failure {
  readonly kind: ErrorKind;
  readonly detail: string;
}

const malformed: Failure = { kind: 'protocol', detail: 'The model wrote a tool call that is not valid.' };

/** Reasons that are no end but a failure. The message that comes along may quote the answer, so it is not shown. */
const failures: ReadonlyMap<string | undefined, Failure> = new Map([
  ['MALFORMED_FUNCTION_CALL', malformed],
  ['UNEXPECTED_TOOL_CALL', malformed],
  ['MALFORMED_RESPONSE', { kind: 'protocol', detail: 'The model wrote an answer that is not valid.' }],
  ['TOO_MANY_TOOL_CALLS', { kind: 'incomplete', detail: 'The model called too many tools in a row.' }],
  ['LANGUAGE', { kind: 'incomplete', detail: 'The model does not support the language of the answer.' }],
  ['OTHER', { kind: 'incomplete', detail: 'The provider stopped the answer without saying why.' }],
]);

function raiseFinish({ reason, calls }: Candidate): ProviderFinish {
  return finishes.get(reason) ?? (calls.isEmpty ? 'stop' : 'tool_calls');
}

// ---- counts and likelihoods

/** Every piece of the stream counts; one event for all that arrived together, in front, so that texts stay together. */
function pushUsage(out: ProviderEvent[], usage: Usage | undefined): void {
  if (!usage) return;
  const at = out[0]?.type === 'response' ? 1 : 0;
  out.splice(at, out[at]?.type === 'usage' ? 1 : 0, { type: 'usage', usage });
}

/** Google's prompt includes what was cached; its candidates do not include the thoughts. */
function raiseUsage(wire: unknown): Usage | undefined {
  if (!isRecord(wire)) return undefined;
  const reasoning = asCount(wire.thoughtsTokenCount);
  const usage = definedFields<Usage>({
    input: sum(asCount(wire.promptTokenCount), asCount(wire.toolUsePromptTokenCount)),
    output: sum(asCount(wire.candidatesTokenCount), reasoning),
    cacheRead: asCount(wire.cachedContentTokenCount),
    reasoning,
  });
  return Object.keys(usage).length > 0 ? usage : undefined;
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined && other === undefined ? undefined : (one ?? 0) + (other ?? 0);
}

function raiseLogprobs(wire: unknown): TokenLogprob[] {
  if (!isRecord(wire) || !Array.isArray(wire.chosenCandidates)) return [];
  const tops: readonly unknown[] = Array.isArray(wire.topCandidates) ? wire.topCandidates : [];
  return wire.chosenCandidates.flatMap((chosen: unknown, position) => {
    const top = tops[position];
    const others = isRecord(top) && Array.isArray(top.candidates) ? top.candidates.flatMap(raiseToken) : [];
    return raiseToken(chosen).map((pair) => ({ ...pair, top: others }));
  });
}

/** A logarithm above 0 is a rounding error of the server. */
function raiseToken(wire: unknown): { readonly token: string; readonly logprob: number }[] {
  if (!isRecord(wire)) return [];
  const { token, logProbability } = wire;
  const isToken = typeof token === 'string' && typeof logProbability === 'number';
  return isToken ? [{ token, logprob: Math.min(0, logProbability) }] : [];
}
