import type * as vscode from 'vscode';
import type { FinishEvent } from '../../core/chat/events.ts';
import { CodeStream, contentKindOf } from '../../core/code/codeStream.ts';
import type { Extraction } from '../../core/code/fences.ts';
import {
  beginGeneration,
  extentOf,
  type Generation,
  generatedLength,
  type Span,
  withdrawStep,
} from '../../core/code/generatedRanges.ts';
import type { Ending, PendingState, Withdrawal } from '../../core/code/pendingState.ts';
import type { Placement } from '../../core/code/placement.ts';
import { ChatError } from '../../core/errors.ts';
import { CodeFeed } from './codeFeed.ts';
import { DocumentWriter } from './documentWriter.ts';
import type { PendingDeps } from './pendingDeps.ts';
import { ReloadSign } from './reloadSign.ts';
import { isInTab } from './tabs.ts';

/** Code goes into one place: what the settings say about several answers, or JSON, is meant for conversations. */
const oneAnswer = { parameters: { n: null, response_format: null } } as const;

/** How soon after the first sign of it the last tab of a file is closed. */
const closedWithinMs = 1_000;

/** The request that feeds a generation. */
interface Live {
  readonly abort: AbortController;
  readonly code: CodeStream;
}

/** One generation in one document, from the request to the user's decision. */
export class PendingEdit {
  readonly document: vscode.TextDocument;
  readonly #deps: PendingDeps;
  readonly #writer: DocumentWriter;
  readonly #feed: CodeFeed;
  readonly #reload: ReloadSign;
  readonly #tail: string;
  #state: PendingState = { type: 'streaming' };
  /** Undefined once nothing more is taken from the request. */
  #live: Live | undefined;
  /** Resolves when the original text stands in the document again. */
  #restored: Promise<unknown> = Promise.resolve();

  constructor(document: vscode.TextDocument, placement: Placement, deps: PendingDeps) {
    this.document = document;
    this.#deps = deps;
    this.#tail = placement.tail;
    this.#reload = new ReloadSign(document, deps.clock);
    this.#writer = new DocumentWriter(document, beginGeneration(placement.target, placement.tail));
    this.#feed = new CodeFeed(document, this.#writer, deps.clock, () => {
      if (this.#state.type === 'streaming') this.#cannotWrite();
    });
  }

  get state(): PendingState {
    return this.#state;
  }

  get generation(): Generation {
    return this.#writer.generation;
  }

  /** Asks the model and writes its code. Resolves when the answer has ended, however it ended. */
  async stream(): Promise<void> {
    const { messages, placement } = this.#deps.assign(extentOf(this.generation));
    const live = {
      abort: new AbortController(),
      code: new CodeStream(contentKindOf(this.document.languageId), placement),
    };
    this.#live = live;
    this.#feed.reset();
    this.#become({ type: 'streaming' });
    try {
      let finish: FinishEvent | undefined;
      for await (const event of this.#deps.run('inline', messages, live.abort.signal, oneAnswer)) {
        if (this.#live !== live) return;
        if (event.type === 'text' && event.choice === 0) this.#feed.add(live.code.push(event.text));
        if (event.type === 'finish' && event.choice === 0) finish = event;
      }
      if (this.#live === live) await this.#answered(finish);
    } catch (thrown) {
      if (this.#live === live) await this.#failed(thrown);
    }
  }

  /** Ends the stream; what arrived stays and waits for a decision. */
  async stop(): Promise<void> {
    this.#endStream();
    await this.#wait('stopped');
  }

  /** Keeps what is generated, or puts in what was received. */
  async accept(): Promise<void> {
    await this.stop();
    if (this.#state.type === 'pending') this.#become({ type: 'settled' });
    if (this.#state.type !== 'offered') return;
    if ((await this.#feed.writeReceived()) === 'refused') this.#cannotWrite();
    else this.#become({ type: 'pending', ending: 'inserted' });
  }

  /** Takes out what is generated and puts back what it replaced; aborts the request if it still runs. */
  async reject(): Promise<void> {
    this.#endStream();
    if (this.#state.type === 'streaming' || this.#state.type === 'pending') await this.#restore();
    this.#become({ type: 'settled' });
  }

  /** Takes out what is generated and asks the model again. */
  async retry(): Promise<void> {
    if (this.#state.type === 'pending') await this.#restore();
    else if (this.#state.type !== 'offered') return;
    await this.stream();
  }

  /**
   * Leaves the document as it was before, because it is about to be saved or renamed; what was received can be put in
   * later. Does nothing where nothing has come yet, or where the answer is whole.
   */
  async withdraw(reason: Withdrawal): Promise<void> {
    if (this.#state.type === 'restoring') await this.#restored;
    if (this.#state.type !== 'streaming' || this.#feed.received === '') return;
    this.#endStream();
    await this.#offer(reason);
  }

  /** Ends the stream where it stands, and writes nothing more. `sentence` says why; '' for what the user did. */
  async halt(sentence: string): Promise<void> {
    if (this.#state.type !== 'streaming') return;
    this.#endStream();
    this.#feed.discard();
    if (sentence !== '') this.#deps.events.say(sentence);
    await this.#wait('stopped');
  }

  /** The document is gone. */
  abandon(): void {
    this.#endStream();
    this.#feed.discard();
    this.#become({ type: 'settled' });
  }

  /** An editor of the document may have been opened. */
  shown(): void {
    this.#feed.resume();
  }

  /** Follows a change of the document, or of whether it is saved. */
  changed(event: vscode.TextDocumentChangeEvent): void {
    const before = this.generation;
    const whose = event.contentChanges.length === 0 ? 'own' : this.#writer.changed(event);
    const lost = generatedLength(before) - generatedLength(this.generation);
    this.#reload.read(event, whose, () => this.#reloaded(lost));
    if (whose === 'foreign' && event.reason !== undefined) this.#undone(event, extentOf(before), lost);
    this.#deps.events.moved();
  }

  /** Undo or redo: of the generation, all of it or the last part, or of taking it out. */
  #undone(event: vscode.TextDocumentChangeEvent, extent: Span, lost: number): void {
    if (this.#state.type === 'offered' && touches(event, extent)) this.#become({ type: 'settled' });
    if (lost <= 0) return;
    this.#endStream();
    this.#feed.discard();
    if (generatedLength(this.generation) === 0) this.#become({ type: 'settled' });
    else if (this.#state.type === 'streaming') this.#become({ type: 'pending', ending: 'stopped' });
  }

  /** The document was read from disk again; `lost` characters of what was generated went with that. */
  #reloaded(lost: number): void {
    if (this.#state.type === 'streaming') {
      this.#endStream();
      this.#feed.discard();
      this.#sayUnlessClosed('was read from disk again, so the generation was stopped.');
    } else if (lost === 0) return;
    if (generatedLength(this.generation) > 0) this.#become({ type: 'pending', ending: 'stopped' });
    else if (this.#feed.received === '') this.#become({ type: 'settled' });
    else {
      const { insertion } = this.generation;
      this.#writer.restart(beginGeneration({ start: insertion, end: insertion }, this.#tail));
      this.#become({ type: 'offered', reason: 'reloaded' });
    }
  }

  async #answered(finish: FinishEvent | undefined): Promise<void> {
    const last = this.#endStream();
    const error = finish?.error ?? missingEnd(finish);
    if (this.#feed.received === '') this.#become({ type: 'settled' });
    else await this.#wait(endings[finish?.reason ?? 'incomplete']);
    if (last?.type === 'code' && last.blocksLeftOut > 0) this.#deps.events.say(leftOut(last.blocksLeftOut));
    if (error) this.#deps.events.failed(error);
    else if (this.#feed.received === '') this.#deps.events.answeredWithoutCode(last?.type === 'prose' ? last.text : '');
  }

  async #failed(thrown: unknown): Promise<void> {
    const error = thrown instanceof ChatError ? thrown : new ChatError('protocol', { detail: String(thrown) }, thrown);
    this.#endStream();
    if (error.kind === 'cancelled') return this.#wait('stopped');
    await this.#offer('failed');
    this.#deps.events.failed(error);
  }

  #cannotWrite(): void {
    this.#endStream();
    this.#sayUnlessClosed("can't be changed, so nothing was generated into it.");
    this.#become({ type: 'settled' });
  }

  /** Closing a file can begin with reading it again, or refuse the last edit; then there is nothing to say. */
  #sayUnlessClosed(what: string): void {
    const { uri } = this.document;
    this.#deps.clock.after(closedWithinMs, () => {
      if (isInTab(uri)) this.#deps.events.say(`${uri.path.split('/').at(-1)} ${what}`);
    });
  }

  /** From now on nothing is taken from the request, which is aborted. Gives the end of the answer if it was still open. */
  #endStream(): Extraction | undefined {
    const live = this.#live;
    this.#live = undefined;
    if (!live) return undefined;
    live.abort.abort();
    const last = live.code.end();
    if (last.type === 'code') this.#feed.add(last.code);
    return last;
  }

  /** Everything that arrived is written; the user decides. */
  async #wait(ending: Ending): Promise<void> {
    if (this.#state.type !== 'streaming') return;
    await this.#feed.flush();
    if (this.#state.type !== 'streaming') return;
    const nothing = generatedLength(this.generation) === 0 && this.generation.removed.length === 0;
    this.#become(nothing ? { type: 'settled' } : { type: 'pending', ending });
  }

  async #offer(reason: Withdrawal): Promise<void> {
    await this.#restore();
    this.#become(this.#feed.received === '' ? { type: 'settled' } : { type: 'offered', reason });
  }

  async #restore(): Promise<void> {
    this.#feed.discard();
    this.#become({ type: 'restoring' });
    this.#restored = this.#writer.write((generation) => withdrawStep(generation, this.#tail), 'own');
    await this.#restored;
  }

  #become(state: PendingState): void {
    if (this.#state.type === 'settled') return;
    this.#state = state;
    this.#deps.events.stateChanged();
  }
}

const endings: Readonly<Record<FinishEvent['reason'], Ending>> = {
  stop: 'complete',
  tool_calls: 'complete',
  length: 'tooLong',
  content_filter: 'declined',
  refusal: 'declined',
  cancelled: 'stopped',
  incomplete: 'interrupted',
};

function leftOut(blocks: number): string {
  return `The model wrote ${blocks === 1 ? 'another code block' : `${blocks} more code blocks`}; only the first was put into the file.`;
}

/** The error of an answer that ended badly without saying why. */
function missingEnd(finish: FinishEvent | undefined): ChatError | undefined {
  if (!finish || finish.reason === 'incomplete') return new ChatError('incomplete');
  if (finish.reason === 'content_filter') return new ChatError('filtered');
  return finish.reason === 'refusal' ? new ChatError('refusal') : undefined;
}

function touches(event: vscode.TextDocumentChangeEvent, { start, end }: Span): boolean {
  return event.contentChanges.some(
    ({ rangeOffset, rangeLength }) => rangeOffset <= end && rangeOffset + rangeLength >= start,
  );
}
