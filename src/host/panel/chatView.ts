import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { ToHost, ToWebview } from '../../protocol/panel.ts';
import { readToHost } from '../../protocol/readToHost.ts';
import { panelHtml } from './html.ts';

/** What a view needs: someone to read its messages and to know whether it can be sent any. */
export interface ViewOwner {
  /** The webview is alive and visible; `post` reaches it. */
  attach(post: (message: ToWebview) => void): void;
  /** The webview is gone or hidden (VS Code destroys its content). */
  detach(): void;
  receive(message: ToHost): void;
}

/** Shows the panel wherever VS Code puts the view. The view holds nothing: it is made anew each time it becomes visible. */
export class ChatView implements vscode.WebviewViewProvider {
  readonly #extensionUri: vscode.Uri;
  readonly #owner: ViewOwner;
  #current: vscode.WebviewView | undefined;

  constructor(extensionUri: vscode.Uri, owner: ViewOwner) {
    this.#extensionUri = extensionUri;
    this.#owner = owner;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#current = view;
    const root = vscode.Uri.joinPath(this.#extensionUri, 'dist', 'webview');
    view.webview.options = { enableScripts: true, localResourceRoots: [root] };
    const attach = () => this.#owner.attach((message) => void view.webview.postMessage(message));
    view.webview.onDidReceiveMessage((message: unknown) => {
      const read = readToHost(message);
      if (!read || this.#current !== view) return;
      if (read.type === 'ready') attach();
      this.#owner.receive(read);
    });
    view.onDidChangeVisibility(() => {
      if (!view.visible && this.#current === view) this.#owner.detach();
    });
    view.onDidDispose(() => {
      if (this.#current !== view) return;
      this.#current = undefined;
      this.#owner.detach();
    });
    view.webview.html = this.#html(view.webview, root);
  }

  #html(webview: vscode.Webview, root: vscode.Uri): string {
    const uri = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
    return panelHtml({
      script: uri('main.js'),
      style: uri('main.css'),
      nonce: randomBytes(16).toString('base64'),
      cspSource: webview.cspSource,
      language: vscode.env.language,
    });
  }
}
