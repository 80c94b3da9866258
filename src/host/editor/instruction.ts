import * as vscode from 'vscode';

/** How many instructions are remembered. */
const remembered = 20;

/** Asks for instructions in VS Code's input box, and remembers them until the window is closed or reloaded. */
export class InstructionBox {
  #earlier: readonly string[] = [];
  /** What was typed when the box was left without Enter. */
  #draft = '';

  /** The instruction, or undefined if the user left the box or entered nothing. `place` names file and lines. */
  async ask(place: string, task: 'write' | 'rewrite'): Promise<string | undefined> {
    const entered = await this.#show(place, task);
    if (entered === undefined) return undefined;
    this.#draft = '';
    const instruction = entered.trim();
    if (instruction === '') return undefined;
    this.remember(instruction);
    return instruction;
  }

  remember(instruction: string): void {
    this.#earlier = [instruction, ...this.#earlier.filter((one) => one !== instruction)].slice(0, remembered);
  }

  /** Shows this text in the box the next time, to be changed. */
  prepare(draft: string): void {
    this.#draft = draft;
  }

  #show(place: string, task: 'write' | 'rewrite'): Promise<string | undefined> {
    const box = vscode.window.createInputBox();
    box.title = `Parley: Generate in ${place}`;
    box.placeholder = task === 'write' ? `What to write in ${place}` : `What to change in ${place}`;
    box.prompt = 'One sentence is enough.';
    box.value = this.#draft;
    const history = { iconPath: new vscode.ThemeIcon('history'), tooltip: 'Earlier Instructions' };
    box.buttons = this.#earlier.length > 0 ? [history] : [];
    return new Promise((resolve) => {
      let state: 'open' | 'choosing' | 'closed' = 'open';
      const close = (value: string | undefined) => {
        state = 'closed';
        resolve(value);
        box.dispose();
      };
      box.onDidAccept(() => close(box.value));
      box.onDidHide(() => {
        if (state !== 'open') return;
        this.#draft = box.value;
        close(undefined);
      });
      box.onDidTriggerButton(async () => {
        state = 'choosing';
        const chosen = await vscode.window.showQuickPick(this.#earlier, { placeHolder: 'An earlier instruction' });
        if (chosen !== undefined) box.value = chosen;
        state = 'open';
        box.show();
      });
      box.show();
    });
  }
}
