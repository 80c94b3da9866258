import { Buffer } from 'node:buffer';
import * as vscode from 'vscode';
import type { AssistantPart, Message, ToolDefinition, UserPart } from '../../core/chat/message.ts';
import type { ProviderRequest } from '../../core/chat/request.ts';
import { ChatError } from '../../core/errors.ts';
import { isRecord } from '../../core/json.ts';

type UserParam = vscode.LanguageModelTextPart | vscode.LanguageModelToolResultPart | vscode.LanguageModelDataPart;
type AssistantParam = vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart;

/** Shown in VS Code's question whether Parley may use the models of a vendor. */
const justification = 'You chose this model in Parley. It is sent what you ask, with the files and selections you add.';

/** The messages without those that are empty. */
export function lowerMessages(messages: readonly Message[]): vscode.LanguageModelChatMessage[] {
  return messages.flatMap(lowerMessage);
}

function lowerMessage(message: Message): vscode.LanguageModelChatMessage[] {
  switch (message.role) {
    case 'system':
      // VS Code's stable API has no such role; what is compiled for it has none either.
      return [vscode.LanguageModelChatMessage.User(message.text)];
    case 'user':
      return user(message.parts.map(lowerUserPart));
    case 'tool':
      return user(
        message.results.map(
          ({ callId, text }) =>
            new vscode.LanguageModelToolResultPart(callId, [new vscode.LanguageModelTextPart(text)]),
        ),
      );
    case 'assistant': {
      const parts = message.parts.flatMap(lowerAssistantPart);
      return parts.length > 0 ? [vscode.LanguageModelChatMessage.Assistant(parts)] : [];
    }
  }
}

function user(parts: UserParam[]): vscode.LanguageModelChatMessage[] {
  return parts.length > 0 ? [vscode.LanguageModelChatMessage.User(parts)] : [];
}

function lowerUserPart(part: UserPart): UserParam {
  if (part.type === 'text') return new vscode.LanguageModelTextPart(part.text);
  if (part.type === 'image' && part.source.kind === 'data') {
    const bytes = new Uint8Array(Buffer.from(part.source.base64, 'base64'));
    return vscode.LanguageModelDataPart.image(bytes, part.source.mediaType);
  }
  const what = part.type === 'image' ? 'images at an address' : part.type;
  throw new ChatError('contentNotTaken', { detail: `VS Code's models take no ${what}.` });
}

/** Thinking does not go back: VS Code's stable API has no part for it. */
function lowerAssistantPart(part: AssistantPart): AssistantParam[] {
  switch (part.type) {
    case 'text':
      return part.text === '' ? [] : [new vscode.LanguageModelTextPart(part.text)];
    case 'toolCall':
      return [new vscode.LanguageModelToolCallPart(part.id, part.name, lowerArguments(part.argumentsJson))];
    case 'thinking':
      return [];
  }
}

/** The input must be an object; arguments that are none are shown to the model as what it wrote. */
function lowerArguments(json: string): object {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : { value };
  } catch {
    return { invalid_json: json };
  }
}

/** Of `tool_choice` VS Code knows whether a tool must be called; a certain one is forced by offering no other. */
export function lowerOptions({ tools, parameters }: ProviderRequest): vscode.LanguageModelChatRequestOptions {
  const { tool_choice: choice } = parameters;
  if (choice === 'none' || tools.length === 0) return { justification };
  const named = typeof choice === 'object' ? choice.function.name : undefined;
  const offered = named === undefined ? tools : tools.filter(({ name }) => name === named);
  const { Auto, Required } = vscode.LanguageModelChatToolMode;
  const isForced = named !== undefined || choice === 'required';
  return { justification, tools: offered.map(lowerTool), toolMode: isForced ? Required : Auto };
}

function lowerTool({ name, description, parameters }: ToolDefinition): vscode.LanguageModelChatTool {
  return { name, description, inputSchema: { ...parameters } };
}
