// Bad requests for GenerateContent.
import { closedSchema, gif, hello, plant, png, type Row } from './plant.ts';

const user = (...parts: readonly object[]) => ({ role: 'user', parts });
const model = (...parts: readonly object[]) => ({ role: 'model', parts });
const text = { text: hello };
const call = { functionCall: { name: 'look', args: {} } };
const skipped = { ...call, thoughtSignature: 'skip_thought_signature_validator' };
const response = { functionResponse: { name: 'look', response: { output: 'ok' } } };
const contents = (...turns: readonly object[]) => ({ contents: [user(text), ...turns] });
const config = (generationConfig: object, more: object = {}) => ({ generationConfig, ...more });
const think = (thinkingConfig: object) => config({ thinkingConfig });
const tools = { tools: [{ functionDeclarations: [{ name: 'look', parametersJsonSchema: closedSchema }] }] };
const calling = (functionCallingConfig: object) => ({ toolConfig: { functionCallingConfig } });
const json = { responseMimeType: 'application/json' };
const flash = 'gemini-3.8-flash';
const at = 'generationConfig';

const rows: readonly Row[] = [
  ['model', 'gemini-1.5-pro', 'model', {}],
  ['shape', flash, 'user', { user: 'ann' }],
  ['shape', flash, `${at}.logitBias`, config({ logitBias: {} })],
  ['shape', flash, `${at}.temperature`, config({ temperature: 2.1 })],
  ['shape', flash, `${at}.topP`, config({ topP: 1.1 })],
  ['shape', flash, `${at}.maxOutputTokens`, config({ maxOutputTokens: 65_537 })],
  ['shape', flash, `${at}.stopSequences`, config({ stopSequences: ['a', 'b', 'c', 'd', 'e', 'f'] })],
  ['shape', flash, `${at}.seed`, config({ seed: 2_147_483_648 })],
  ['shape', 'gemini-2.5-flash', `${at}.candidateCount`, config({ candidateCount: 9 })],
  ['shape', flash, `${at}.logprobs`, config({ responseLogprobs: true, logprobs: 21 })],
  ['shape', flash, `${at}.responseMimeType`, config({ responseMimeType: 'text/html' })],
  ['shape', flash, 'contents[1].role', contents({ role: 'system', parts: [text] })],
  [
    'shape',
    flash,
    'contents[0].parts[0].fileData.fileUri',
    { contents: [user({ fileData: { fileUri: 'https://x.example/a.png' } })] },
  ],
  ['shape', flash, 'systemInstruction.parts[0].text', { systemInstruction: { parts: [{ text: ' ' }] } }],
  ['shape', flash, 'serviceTier', { serviceTier: 'unspecified' }],
  ['shape', flash, 'toolConfig.functionCallingConfig.mode', { ...tools, ...calling({ mode: 'required' }) }],
  [
    'media',
    flash,
    'contents[0].parts[0].inlineData.mimeType',
    { contents: [user({ inlineData: { mimeType: 'image/gif', data: gif } })] },
  ],
  [
    'media',
    'gemma-3-27b-it',
    'contents[0].parts[0].inlineData',
    { contents: [user({ inlineData: { mimeType: 'application/pdf', data: png } })] },
  ],
  ['turns', flash, 'contents[2].parts', contents(model(skipped), user(text))],
  ['turns', flash, 'contents[2].parts', contents(model(skipped))],
  ['turns', flash, 'contents[2].parts', contents(model({ text: 'x' }), user(response))],
  ['turns', flash, 'contents[0].parts', { contents: [user(response)] }],
  ['signature', flash, 'contents[1].parts[0]', contents(model(call), user(response))],
  [
    'signature',
    flash,
    'contents[1].parts[0].thoughtSignature',
    contents(model({ ...call, thoughtSignature: 'AAAA' }), user(response)),
  ],
  ['thinking', flash, `${at}.thinkingConfig.thinkingBudget`, think({ thinkingBudget: 1_024 })],
  ['thinking', flash, `${at}.thinkingConfig.thinkingLevel`, think({ thinkingLevel: 'MINIMAL' })],
  ['thinking', 'gemini-2.5-flash', `${at}.thinkingConfig.thinkingLevel`, think({ thinkingLevel: 'LOW' })],
  ['thinking', 'gemini-2.5-flash', `${at}.thinkingConfig.thinkingBudget`, think({ thinkingBudget: 24_577 })],
  [
    'thinking',
    'gemini-2.5-flash',
    `${at}.thinkingConfig.includeThoughts`,
    think({ thinkingBudget: 0, includeThoughts: true }),
  ],
  ['thinking', 'gemini-2.5-pro', `${at}.thinkingConfig.thinkingBudget`, think({ thinkingBudget: 0 })],
  ['thinking', 'gemma-3-27b-it', `${at}.thinkingConfig`, think({ includeThoughts: true })],
  ['json', flash, `${at}.responseJsonSchema`, config({ responseJsonSchema: closedSchema })],
  ['json', 'gemini-2.5-flash', `${at}.responseMimeType`, config(json, tools)],
  ['json', flash, `${at}.responseMimeType`, config(json, { ...tools, ...calling({ mode: 'ANY' }) })],
  ['json', 'gemma-3-27b-it', `${at}.responseMimeType`, config(json)],
  ['choice', flash, 'toolConfig.functionCallingConfig.mode', calling({ mode: 'AUTO' })],
  [
    'choice',
    flash,
    'toolConfig.functionCallingConfig.allowedFunctionNames',
    { ...tools, ...calling({ mode: 'AUTO', allowedFunctionNames: ['look'] }) },
  ],
  [
    'choice',
    flash,
    'toolConfig.functionCallingConfig.allowedFunctionNames',
    { ...tools, ...calling({ mode: 'ANY', allowedFunctionNames: ['run'] }) },
  ],
  ['emptyPart', flash, 'contents[0].parts[0]', { contents: [user({ text: '' })] }],
  [
    'onePartKind',
    flash,
    'contents[0].parts[0]',
    { contents: [user({ ...text, inlineData: { mimeType: 'image/png', data: png } })] },
  ],
  ['firstRole', flash, 'contents[0].role', { contents: [model(text), user(text)] }],
  ['system', 'gemma-3-27b-it', 'systemInstruction', { systemInstruction: { parts: [text] } }],
  ['tools', 'gemma-3-27b-it', 'tools', tools],
  ['candidates', flash, `${at}.candidateCount`, config({ candidateCount: 2 })],
  ['penalties', 'gemini-2.5-flash', `${at}.presencePenalty`, config({ presencePenalty: 1 })],
  ['logprobs', flash, `${at}.logprobs`, config({ logprobs: 2 })],
];

export const geminiPlants = rows.map(plant);
