import type { Provider } from '../core/chat/provider.ts';
import { ChatError } from '../core/errors.ts';
import type { Connection } from '../core/models/connection.ts';
import type { AdapterDeps } from './guardedFetch.ts';

/** Makes the provider for a connection; its SDK is loaded on first use. The only way from the host to an adapter. */
export async function loadProvider(connection: Connection, deps: AdapterDeps): Promise<Provider> {
  switch (connection.wireApi) {
    case 'openai-chat':
      return (await import('./openaiChat.ts')).openaiChat(connection, deps);
    case 'openai-responses':
      return (await import('./openaiResponses.ts')).openaiResponses(connection, deps);
    case 'anthropic-messages':
      return (await import('./anthropicMessages.ts')).anthropicMessages(connection, deps);
    case 'google-genai':
      return (await import('./googleGenai.ts')).googleGenai(connection, deps);
    case 'ollama-chat':
      return (await import('./ollamaChat.ts')).ollamaChat(connection, deps);
    case 'vscode-lm':
      // They are asked through the editor: only the host can.
      throw new ChatError('invalidSetting', { detail: `${connection.name} has no address to call.` });
  }
}
