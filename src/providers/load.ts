import type { Provider } from '../core/chat/provider.ts';
import type { Connection } from '../core/models/connection.ts';
import type { AdapterDeps } from './guardedFetch.ts';

/** Makes the provider for a connection; its SDK is loaded on first use. The only way from the host to an adapter. */
export async function loadProvider(connection: Connection, deps: AdapterDeps): Promise<Provider> {
  switch (connection.wireApi) {
    case 'openai-chat':
      return (await import('./openaiChat.ts')).openaiChat(connection, deps);
    case 'anthropic-messages':
      return (await import('./anthropicMessages.ts')).anthropicMessages(connection, deps);
  }
}
