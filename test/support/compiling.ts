// Requests compiled for a model of whatever rules.
import type { ModelParameters } from '../../src/core/chat/params.ts';
import type { ChatRequest } from '../../src/core/chat/request.ts';
import { type CapabilityRules, withRules } from '../../src/core/models/capabilities.ts';
import { wireStandards } from '../../src/core/models/wireStandards.ts';
import { compileRequest } from '../../src/core/run/compile.ts';
import { request } from './pipeline.ts';

export const tool = { name: 'look', description: '', parameters: { type: 'object' } };

/** What becomes of a request; notices as `kind parameter`. */
export function compile(
  changes: Partial<ChatRequest>,
  rules: CapabilityRules = {},
  refused: readonly string[] = [],
  maxOutput?: number,
) {
  const capabilities = withRules(wireStandards['openai-chat'], rules);
  const target = { ref: 'demo/one', model: 'one', capabilities, maxOutput };
  const compiled = compileRequest({ ...request, ...changes }, target, refused);
  const notices = compiled.notices.map(({ kind, parameter }) => `${kind} ${parameter}`);
  return { ...compiled, parameters: compiled.request.parameters, messages: compiled.request.messages, notices };
}

export const withParameters = (parameters: ModelParameters, rules?: CapabilityRules) => compile({ parameters }, rules);
