import { isRecord } from '../json.ts';
import { plainName, unknownField } from './checked.ts';
import type { Notice } from './events.ts';
import type { ToolDefinition } from './message.ts';
import type { ToolChoice } from './params.ts';
import type { Problems } from './problems.ts';

function readTool(tool: unknown, at: string, problems: Problems, notices: Notice[]): ToolDefinition | undefined {
  if (!isRecord(tool)) return void problems.wrong(at, tool, 'an object with type and function');
  const { type, function: given } = tool;
  if (type !== 'function') return void problems.wrong(`${at}.type`, type, 'function');
  if (!isRecord(given)) return void problems.wrong(`${at}.function`, given, 'an object with name and parameters');
  const unknown = unknownField(given, ['name', 'description', 'parameters', 'strict']);
  if (unknown) problems.wrong(`${at}.function${unknown.at}`, unknown.value, unknown.must);
  const { description, parameters, strict } = given;
  const name = plainName.read(given.name);
  if (name.type === 'wrong') return void problems.wrong(`${at}.function.name`, name.value, name.must);
  const about = description ?? '';
  if (typeof about !== 'string') return void problems.wrong(`${at}.function.description`, about, 'a text');
  const schema = parameters ?? { type: 'object', properties: {} };
  if (!isRecord(schema))
    return void problems.wrong(`${at}.function.parameters`, schema, 'a JSON Schema, which is an object');
  if (strict === true) {
    const text = `${at}.function.strict is not sent: few providers know it. Check the arguments you get.`;
    notices.push({ kind: 'unsupported', parameter: 'tools', text });
  }
  return { name: name.value, description: about, parameters: schema };
}

/** The tools of a request, each name once. */
export function readTools(given: unknown, problems: Problems, notices: Notice[]): readonly ToolDefinition[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) {
    problems.wrong('tools', given, 'a list');
    return [];
  }
  if (given.length > 128) problems.add('tools', `tools has ${given.length} entries; it must have at most 128.`);
  const tools: ToolDefinition[] = [];
  for (const [index, one] of given.slice(0, 128).entries()) {
    const at = `tools[${index}]`;
    const tool = readTool(one, at, problems, notices);
    if (!tool) continue;
    const isSecond = tools.some(({ name }) => name === tool.name);
    if (isSecond)
      problems.add(at, `${at}.function.name is ${tool.name}, the name of another tool; each must have its own.`);
    else tools.push(tool);
  }
  return tools;
}

/** A tool that is asked for by name must be offered. */
export function checkToolChoice(
  choice: ToolChoice | undefined,
  tools: readonly ToolDefinition[],
  problems: Problems,
): void {
  if (typeof choice !== 'object') return;
  const { name } = choice.function;
  if (tools.some((tool) => tool.name === name)) return;
  const known =
    tools.length === 0 ? 'no tools are offered' : `offered are ${tools.map((tool) => tool.name).join(', ')}`;
  problems.add('tool_choice', `tool_choice names ${name}, but ${known}.`);
}
