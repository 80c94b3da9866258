import type { Wire } from '../wires.ts';

const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

/** A piece of a stream with these parts in its only candidate. */
function piece(parts: readonly object[], candidate: object = {}, more: object = {}): string {
  const content = { parts, role: 'model' };
  return data({ candidates: [{ content, index: 0, ...candidate }], modelVersion: 'test-model-1', ...more });
}

/** The arguments as an object; undefined where they are cut. */
function whole(json: string): unknown {
  try {
    return JSON.parse(json || '{}');
  } catch {
    return undefined;
  }
}

/** GenerateContent. Nothing but the reason of its candidate ends an answer; a call comes whole. */
export const googleGenai: Wire = {
  api: 'google-genai',
  path: '/v1beta/models/test-model:streamGenerateContent',
  listPath: '/v1beta/models',
  start: piece([{ text: '' }]),
  text: (text) => piece([{ text }]),
  thinking: (text) => piece([{ text, thought: true, thoughtSignature: 'c2lnbmF0dXJl' }]),
  toolCall: (_position, id, name, pieces) => {
    const args = whole(pieces.join(''));
    return piece([{ functionCall: { id, name, ...(args === undefined ? { willContinue: true } : { args }) } }]);
  },
  finish: (reason, usage) => {
    const counts = usage && {
      promptTokenCount: usage.input,
      cachedContentTokenCount: usage.cacheRead,
      candidatesTokenCount: usage.output,
    };
    return piece([], { finishReason: reason === 'length' ? 'MAX_TOKENS' : 'STOP' }, { usageMetadata: counts ?? {} });
  },
  terminal: '',
  error: (status, message) => JSON.stringify({ error: { message, status } }),
  errorFrames: (message) => ({
    'Google: error object': data({ error: { code: 503, message, status: 'UNAVAILABLE' } }),
    'Google: list of errors': data({ error: [{ error: { code: 503, message, status: 'UNAVAILABLE' } }] }),
    'gateway: named event': `event: error\n${data({ code: 503, message, status: 'UNAVAILABLE' })}`,
  }),
  models: (...ids) =>
    JSON.stringify({
      models: ids.map((id) => ({ name: `models/${id}`, supportedGenerationMethods: ['generateContent'] })),
    }),
  oddModels: (id) =>
    JSON.stringify({
      models: [null, 'x', {}, { name: '' }, { name: 'models/' }, { name: 7 }, { name: `models/${id}` }],
    }),
};
