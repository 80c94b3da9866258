import type {
  FunctionTool,
  ResponseCreateParamsStreaming,
  ResponseFormatTextConfig,
  ResponseIncludable,
  ResponseTextConfig,
} from 'openai/resources/responses/responses';
import type { Notice } from '../core/chat/events.ts';
import type { ToolDefinition } from '../core/chat/message.ts';
import type { ModelParameters, ReasoningEffort, ResponseFormat, ServiceTier } from '../core/chat/params.ts';
import type { ProviderRequest } from '../core/chat/request.ts';
import type { Capabilities } from '../core/models/capabilities.ts';
import { definedFields } from './definedFields.ts';
import { lowerMessages } from './openaiResponsesInput.ts';

type Params = ResponseCreateParamsStreaming;

export interface LoweredRequest {
  readonly body: Params;
  readonly notices: readonly Notice[];
}

/** The body of a request, and what the wire API forced. `origin`: provider and model, which alone get their own reasoning back. */
export function lowerRequest(request: ProviderRequest, origin: string): LoweredRequest {
  const { model, messages, parameters, tools, capabilities } = request;
  const { model: _m, input: _i, stream: _s, ...extra } = parameters.extra_body ?? {};
  const body: Params = {
    model,
    input: lowerMessages(messages, capabilities, origin),
    ...lowerParameters(parameters, capabilities),
    ...definedFields<Params>({ tools: tools.length > 0 ? tools.map(lowerTool) : undefined }),
    ...lowerIncludes(parameters, capabilities),
    // OpenAI and xAI keep every response for 30 days unless they are told not to (2026-11).
    store: false,
    stream: true,
    ...extra,
  };
  return { body, notices: parameters.service_tier === 'standard_only' ? [tierNotice] : [] };
}

const tierNotice: Notice = {
  kind: 'renamed',
  parameter: 'service_tier',
  text: 'Responses knows no service_tier standard_only. It was sent with default, which means the same.',
};

function lowerParameters(given: ModelParameters, { names }: Capabilities): Partial<Params> {
  const { tool_choice: choice, service_tier: tier, reasoning_effort: effort, user } = given;
  return definedFields<Params>({
    temperature: given.temperature,
    top_p: given.top_p,
    max_output_tokens: given.max_tokens,
    top_logprobs: given.top_logprobs,
    parallel_tool_calls: given.parallel_tool_calls,
    tool_choice: typeof choice === 'object' ? { type: 'function', name: choice.function.name } : choice,
    reasoning: effort && lowerEffort(effort),
    text: lowerText(given),
    service_tier: tier && lowerTier(tier),
    // Servers that came after the rename may still know the old name alone.
    user: names.user === 'user' ? user : undefined,
    safety_identifier: names.user === 'user' ? undefined : user,
  });
}

/**
 * A summary is all there is to see of the reasoning. It is asked for together with an effort alone: OpenAI refuses it to organisations
 * that are not verified (400 on `reasoning.summary`, 2026-04), which a request without any parameter must not run into.
 */
function lowerEffort(effort: ReasoningEffort): NonNullable<Params['reasoning']> {
  return effort === 'none' ? { effort } : { effort, summary: 'auto' };
}

function lowerTier(tier: ServiceTier): NonNullable<Params['service_tier']> {
  return tier === 'standard_only' ? 'default' : tier;
}

function lowerText({ response_format: format, verbosity }: ModelParameters): ResponseTextConfig | undefined {
  if (!format && !verbosity) return undefined;
  return definedFields<ResponseTextConfig>({ format: format && lowerFormat(format), verbosity });
}

function lowerFormat(format: ResponseFormat): ResponseFormatTextConfig {
  if (format.type !== 'json_schema') return format;
  const { json_schema: json } = format;
  return { type: 'json_schema', ...json, schema: { ...json.schema } };
}

/**
 * Encrypted reasoning is what a model needs back where nothing is stored. Models that never reason refuse to be asked for it
 * ("Encrypted content is not supported with this model", 2026-05).
 */
function lowerIncludes({ logprobs }: ModelParameters, { thinks }: Capabilities): { include?: ResponseIncludable[] } {
  const include: ResponseIncludable[] = [];
  if (thinks !== 'never') include.push('reasoning.encrypted_content');
  if (logprobs) include.push('message.output_text.logprobs');
  return include.length > 0 ? { include } : {};
}

/** Here a function is strict unless it says otherwise, and strict schemas are a narrow kind of their own. */
function lowerTool({ name, description, parameters }: ToolDefinition): FunctionTool {
  const described = definedFields<FunctionTool>({ description: description || undefined });
  return { type: 'function', name, ...described, parameters: { ...parameters }, strict: false };
}
