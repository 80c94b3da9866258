// The lists of models of those vendors that tell in them what a model takes.
import { type StrictModel, strictModels, type Vendor } from './models.ts';
import { fieldsOf } from './shape.ts';

function of(vendor: Vendor): readonly StrictModel[] {
  return strictModels.filter((model) => model.vendor === vendor);
}

const yes = (supported: boolean) => ({ supported });

function anthropicEntry({ id, context, maxOutput, efforts, thinks, input }: StrictModel): object {
  const levels = ['low', 'medium', 'high', 'xhigh', 'max'].map((level) => [level, yes(efforts.includes(level))]);
  return {
    id,
    type: 'model',
    display_name: id,
    max_input_tokens: context,
    max_tokens: maxOutput,
    capabilities: {
      effort: { ...yes(efforts.length > 0), ...Object.fromEntries(levels) },
      image_input: yes(input.includes('image')),
      pdf_input: yes(input.includes('pdf')),
      structured_outputs: yes(true),
      thinking: {
        ...yes(true),
        types: {
          adaptive: yes(thinks !== 'never'),
          enabled: yes(thinks === 'never'),
          disabled: yes(thinks !== 'always'),
        },
      },
    },
  };
}

function googleEntry({ id, context, maxOutput, thinks }: StrictModel): object {
  return {
    name: `models/${id}`,
    displayName: id,
    inputTokenLimit: context,
    outputTokenLimit: maxOutput,
    supportedGenerationMethods: ['generateContent', 'countTokens'],
    thinking: thinks !== 'never',
  };
}

function ollamaShow(name: string): object | undefined {
  const model = of('ollama').find(({ id }) => id === name);
  if (!model) return undefined;
  const { input, tools, thinks, context, efforts } = model;
  const capabilities = [
    'completion',
    ...(input.includes('image') ? ['vision'] : []),
    ...(tools === 'yes' ? ['tools'] : []),
    ...(thinks === 'never' ? [] : ['thinking']),
  ];
  const values = efforts.includes('low') ? efforts : [true, false];
  const thinking = thinks === 'never' ? {} : { thinking: { values } };
  return { capabilities, ...thinking, model_info: { 'general.architecture': 'x', 'x.context_length': context } };
}

/** The reply to a request for a list, or for what is known of a model; undefined where it is none. */
export function listReply(method: string | undefined, path: string, body: string): object | undefined {
  if (method === 'GET' && path === '/v1/models') {
    return { data: of('anthropic').map(anthropicEntry), has_more: false, last_id: null };
  }
  if (method === 'GET' && path === '/v1beta/models') return { models: of('google').map(googleEntry) };
  if (method === 'GET' && path === '/api/tags') {
    return { models: of('ollama').map(({ id }) => ({ name: id, model: id, details: { family: 'x' } })) };
  }
  if (method === 'POST' && path === '/api/show') {
    const { model, name } = fieldsOf(JSON.parse(body));
    return ollamaShow(String(model ?? name)) ?? { error: 'model not found' };
  }
  return undefined;
}
