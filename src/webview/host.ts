import type { ToHost, ToWebview } from '../protocol/panel.ts';

/** What the webview itself remembers while VS Code has it closed: what the reader looked at. Never content. */
export interface ViewMemory {
  /** The turn at the top edge, and how far its beginning is above that edge, in pixels. Undefined: at the end. */
  readonly reading?: { readonly turnId: string; readonly above: number } | undefined;
  /** The parameter sheet. */
  readonly sheet?: 'open' | 'closed';
}

// Only this module can speak to the extension: the object is not given away.
const api = acquireVsCodeApi<ViewMemory>();

export function post(message: ToHost): void {
  api.postMessage(message);
}

/** Calls `receive` with every message of the host. */
export function listen(receive: (message: ToWebview) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isMessage(data)) receive(data);
  });
}

/** VS Code delivers only the extension's own messages; what else arrives in this window is not for us. */
function isMessage(data: unknown): data is ToWebview {
  return typeof data === 'object' && data !== null && 'type' in data && 'seq' in data && typeof data.seq === 'number';
}

/** Remembers something over what is remembered already. */
export function remember(memory: ViewMemory): void {
  api.setState({ ...api.getState(), ...memory });
}

export function remembered(): ViewMemory | undefined {
  return api.getState();
}
