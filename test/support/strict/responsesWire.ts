// Responses as a wire of the strict server: from a good body to a stream.
import { callIdOf, callsBy, contentText, jsonOf, logprobOf } from './chatWire.ts';
import { responsesRules, responsesThinks } from './responsesRules.ts';
import { responsesShape } from './responsesShape.ts';
import type { Answer, Asked, StrictWire, Wanted } from './rules.ts';
import { type Fields, fieldsOf, listOf, textOf } from './shape.ts';
import { idOf, seal } from './signatures.ts';

function wanted(asked: Asked): Wanted {
  const { body } = asked;
  const items = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : listOf(body.input);
  const last: Fields | undefined = items.at(-1);
  const format = fieldsOf(fieldsOf(body.text).format);
  const includes = Array.isArray(body.include) && body.include.includes('message.output_text.logprobs');
  return {
    n: 1,
    maxTokens: typeof body.max_output_tokens === 'number' ? body.max_output_tokens : undefined,
    stops: [],
    logprobs: includes ? Number(body.top_logprobs ?? 0) : undefined,
    json: jsonOf(format, format.schema),
    tools: listOf(body.tools).map(({ name }) => textOf(name)),
    calls: callsBy(body.tool_choice, fieldsOf(body.tool_choice).name),
    lastText: last?.role === 'user' ? contentText(last.content) : '',
    thinks: responsesThinks(asked),
    usage: true,
  };
}

/** Writes the events of one response, with their numbers. */
class ResponseWriter {
  readonly #out: string[] = [];
  readonly items: Fields[] = [];

  event(type: string, fields: object): void {
    const sequence_number = this.#out.length;
    this.#out.push(`event: ${type}\ndata: ${JSON.stringify({ type, sequence_number, ...fields })}\n\n`);
  }

  /** An item that comes in pieces. */
  item(open: Fields, done: Fields, pieces: (place: { output_index: number; item_id: unknown }) => void): void {
    const output_index = this.items.length;
    this.event('response.output_item.added', { output_index, item: open });
    pieces({ output_index, item_id: open.id });
    this.event('response.output_item.done', { output_index, item: done });
    this.items.push(done);
  }

  toString(): string {
    return this.#out.join('');
  }
}

function writeReasoning(out: ResponseWriter, thinking: string, asked: Asked): void {
  const id = `rs_${idOf(20, asked.model.id, JSON.stringify(asked.body))}`;
  const isShown = fieldsOf(asked.body.reasoning).summary !== undefined;
  const isKept = Array.isArray(asked.body.include) && asked.body.include.includes('reasoning.encrypted_content');
  const kept = isKept ? { encrypted_content: seal(asked.model.id, thinking) } : {};
  const open = { id, type: 'reasoning', summary: [], ...kept };
  const done = { ...open, summary: isShown ? [{ type: 'summary_text', text: thinking }] : [] };
  out.item(open, done, (place) => {
    if (!isShown) return;
    const at = { ...place, summary_index: 0 };
    out.event('response.reasoning_summary_part.added', { ...at, part: { type: 'summary_text', text: '' } });
    out.event('response.reasoning_summary_text.delta', { ...at, delta: thinking });
    out.event('response.reasoning_summary_text.done', { ...at, text: thinking });
    out.event('response.reasoning_summary_part.done', { ...at, part: { type: 'summary_text', text: thinking } });
  });
}

function writeText(out: ResponseWriter, text: string, tokens: readonly string[], asked: Asked, wish: Wanted): void {
  const id = `msg_${idOf(20, asked.model.id, JSON.stringify(asked.body))}`;
  const probabilities = (token: string) => (wish.logprobs === undefined ? [] : [logprobOf(token, wish.logprobs)]);
  const part = { type: 'output_text', text, annotations: [], logprobs: tokens.flatMap(probabilities) };
  const message = { id, type: 'message', role: 'assistant', status: 'completed', content: [part] };
  out.item({ ...message, status: 'in_progress', content: [] }, message, (place) => {
    const at = { ...place, content_index: 0 };
    out.event('response.content_part.added', { ...at, part: { ...part, text: '', logprobs: [] } });
    for (const token of tokens) {
      out.event('response.output_text.delta', { ...at, delta: token, logprobs: probabilities(token) });
    }
    out.event('response.output_text.done', { ...at, text, logprobs: part.logprobs });
    out.event('response.content_part.done', { ...at, part });
  });
}

function frames({ choices, usage }: Answer, asked: Asked, wish: Wanted): string {
  const out = new ResponseWriter();
  const response = { id: 'resp_1', object: 'response', model: asked.model.id, status: 'in_progress', output: [] };
  out.event('response.created', { response });
  for (const { thinking, text, tokens, calls, finish } of choices) {
    if (thinking !== '') writeReasoning(out, thinking, asked);
    if (text !== '') writeText(out, text, tokens, asked, wish);
    for (const [position, { name, args }] of calls.entries()) {
      const call_id = callIdOf(asked, 0, position);
      const call = { id: `fc_${call_id}`, type: 'function_call', call_id, name, arguments: '', status: 'in_progress' };
      const json = JSON.stringify(args);
      out.item(call, { ...call, arguments: json, status: 'completed' }, (place) => {
        out.event('response.function_call_arguments.delta', { ...place, delta: json });
        out.event('response.function_call_arguments.done', { ...place, arguments: json });
      });
    }
    const counts = {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: usage.reasoning },
      total_tokens: usage.input + usage.output,
    };
    const whole = { ...response, output: out.items, usage: counts };
    if (finish === 'length') {
      const incomplete_details = { reason: 'max_output_tokens' };
      out.event('response.incomplete', { response: { ...whole, status: 'incomplete', incomplete_details } });
    } else out.event('response.completed', { response: { ...whole, status: 'completed' } });
  }
  return out.toString();
}

export const responsesWire: StrictWire = {
  id: 'responses',
  path: /^\/v1\/responses$/,
  contentType: 'text/event-stream',
  modelOf: (body) => textOf(body.model),
  shape: responsesShape,
  rules: responsesRules,
  wanted,
  frames,
  refusal: ({ at, message }) => ({
    error: { message: `'${at}' ${message}.`, type: 'invalid_request_error', param: at, code: null },
  }),
};
