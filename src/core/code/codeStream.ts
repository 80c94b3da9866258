import { CodeExtractor, type ContentKind, type Extraction } from './fences.ts';
import { Indenter } from './indentation.ts';
import type { Placement } from './placement.ts';

/** A model's answer on its way into a document: only the code, indented for its place. See `CodeExtractor` and `Indenter`. */
export class CodeStream {
  readonly #extractor: CodeExtractor;
  readonly #indenter: Indenter;
  /** What goes before the first piece of code. */
  #head: string;

  constructor(content: ContentKind, placement: Placement) {
    this.#extractor = new CodeExtractor(content);
    this.#indenter = new Indenter(placement);
    this.#head = placement.head;
  }

  /** What a piece of the answer adds to the document; '' if nothing yet. */
  push(delta: string): string {
    return this.#withHead(this.#indenter.push(this.#extractor.push(delta)));
  }

  /** How the answer ended, and what it still adds. */
  end(): Extraction {
    const last = this.#extractor.end();
    if (last.type === 'prose') return last;
    return { ...last, code: this.#withHead(this.#indenter.push(last.code) + this.#indenter.end()) };
  }

  #withHead(code: string): string {
    if (code === '') return '';
    const text = this.#head + code;
    this.#head = '';
    return text;
  }
}

/** VS Code's ids of languages whose content is sentences. */
const proseLanguages = new Set([
  'markdown',
  'plaintext',
  'restructuredtext',
  'latex',
  'tex',
  'asciidoc',
  'git-commit',
  'scminput',
]);

export function contentKindOf(languageId: string): ContentKind {
  return proseLanguages.has(languageId) ? 'text' : 'code';
}
