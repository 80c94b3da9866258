/** A stretch of a document: offsets in UTF-16 code units, `end` not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `length` units at `offset` become `text`. Changes that belong together name offsets before all of them and do not overlap. */
export interface Change {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** Text that was taken out of the document, and where it belongs. */
export interface Removed {
  readonly at: number;
  readonly text: string;
}

/**
 * Where in a document a generation stands. Every list is in document order, spans are never empty and never touch.
 *
 * Invariants: what the user typed is in no span. The text of `target` becomes `removed` with the first insertion; later edits
 * of the user only move the places, so that taking out `generated` and putting back `removed` leaves exactly the original and
 * what the user did to it.
 */
export interface Generation {
  /** What is to be replaced and still stands there; several spans if the user typed in between. */
  readonly target: readonly Span[];
  /** What is generated; several spans if the user typed in between. */
  readonly generated: readonly Span[];
  readonly removed: readonly Removed[];
  /** Where the next piece of code goes: before what the user types at this place. */
  readonly insertion: number;
  /** Written behind the next piece of code, which goes before it; '' from then on. */
  readonly tail: string;
}

/** Changes to be made to the document, and how the generation stands once they are made. */
export interface Step {
  readonly changes: readonly Change[];
  readonly after: Generation;
}

/** A generation that is to replace a span, which may be empty; nothing is generated yet. */
export function beginGeneration(span: Span, tail: string): Generation {
  return { target: joined([span]), generated: [], removed: [], insertion: span.start, tail };
}

/** Without empty spans; spans that touch become one. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (span.start === span.end) continue;
    if (last && last.end === span.start) result[result.length - 1] = { start: last.start, end: span.end };
    else result.push(span);
  }
  return result;
}

/** What stays of a span when a stretch becomes another text: that text is not part of it. */
function spanAfter(span: Span, { offset, length, text }: Change): Span[] {
  const end = offset + length;
  const moved = text.length - length;
  if (end <= span.start) return [{ start: span.start + moved, end: span.end + moved }];
  if (offset >= span.end) return [span];
  const left = { start: span.start, end: Math.max(span.start, offset) };
  return end < span.end ? [left, { start: end + moved, end: span.end + moved }] : [left];
}

/** Where a place is after a change. `stay` and `move` differ only for text that is inserted exactly there. */
function placeAfter(place: number, { offset, length, text }: Change, atPlace: 'stay' | 'move'): number {
  if (place < offset) return place;
  if (length === 0 && place === offset) return atPlace === 'stay' ? place : place + text.length;
  if (place >= offset + length) return place + text.length - length;
  return offset;
}

function afterChange(generation: Generation, change: Change): Generation {
  const spansAfter = (spans: readonly Span[]) => joined(spans.flatMap((span) => spanAfter(span, change)));
  return {
    target: spansAfter(generation.target),
    generated: spansAfter(generation.generated),
    removed: generation.removed.map(({ at, text }) => ({ at: placeAfter(at, change, 'move'), text })),
    insertion: placeAfter(generation.insertion, change, 'stay'),
    tail: generation.tail,
  };
}

/** The generation after changes by somebody else: the user, a formatter, undo. */
export function afterForeign(generation: Generation, changes: readonly Change[]): Generation {
  return [...changes].sort((a, b) => b.offset - a.offset).reduce(afterChange, generation);
}

/** After a step that was made together with changes by somebody else; all offsets are from before both. */
export function afterStep(step: Step, foreign: readonly Change[]): Generation {
  const moved = (offset: number) => {
    const before = step.changes.filter((own) => own.offset + own.length <= offset);
    return before.reduce((at, own) => at + own.text.length - own.length, offset);
  };
  return afterForeign(
    step.after,
    foreign.map((change) => ({ ...change, offset: moved(change.offset) })),
  );
}

/** The next piece of code (not empty) is written. The first one replaces the target; `read` gives the document's text. */
export function insertStep(generation: Generation, code: string, read: (span: Span) => string): Step {
  const [first, ...others] = generation.target;
  const text = code + generation.tail;
  if (!first) return insertInto(generation, generation.insertion, text, code.length);
  const replaced = { offset: first.start, length: first.end - first.start, text };
  const dropped = others.map(({ start, end }) => ({ offset: start, length: end - start, text: '' }));
  let moved = text.length - replaced.length;
  const removed = [{ at: first.start, text: read(first) }];
  for (const span of others) {
    removed.push({ at: span.start + moved, text: read(span) });
    moved -= span.end - span.start;
  }
  const generated = [{ start: first.start, end: first.start + text.length }];
  const after = { target: [], generated, removed, insertion: first.start + code.length, tail: '' };
  return { changes: [replaced, ...dropped], after };
}

function insertInto(generation: Generation, at: number, text: string, advance: number): Step {
  const holds = generation.generated.findIndex(({ start, end }) => start <= at && at <= end);
  const grown = generation.generated.map(({ start, end }, index) => {
    if (index === holds) return { start, end: end + text.length };
    return start >= at ? { start: start + text.length, end: end + text.length } : { start, end };
  });
  if (holds < 0) grown.push({ start: at, end: at + text.length });
  const after = {
    target: generation.target,
    generated: joined(grown.sort((a, b) => a.start - b.start)),
    removed: generation.removed.map((one) => (one.at > at ? { ...one, at: one.at + text.length } : one)),
    insertion: at + advance,
    tail: '',
  };
  return { changes: [{ offset: at, length: 0, text }], after };
}

/**
 * What is generated is taken out and what it replaced is put back, in one go. Then it stands as before the first insertion and
 * can be inserted again, with this tail.
 */
export function withdrawStep(generation: Generation, tail: string): Step {
  if (generation.target.length > 0) return { changes: [], after: { ...generation, tail } };
  const changes = generation.generated.map(({ start, end }) => ({ offset: start, length: end - start, text: '' }));
  for (const { at, text } of generation.removed) {
    const place = changes.find(({ offset, length }) => offset <= at && at <= offset + length);
    if (place) place.text += text;
    else changes.push({ offset: at, length: 0, text });
  }
  changes.sort((a, b) => a.offset - b.offset);
  let moved = 0;
  const target: Span[] = [];
  for (const { offset, length, text } of changes) {
    target.push({ start: offset + moved, end: offset + moved + text.length });
    moved += text.length - length;
  }
  const insertion = target[0]?.start ?? generation.insertion;
  return { changes, after: { target: joined(target), generated: [], removed: [], insertion, tail } };
}

/** Characters of generated text that stand in the document. */
export function generatedLength(generation: Generation): number {
  return generation.generated.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** The stretch from the first to the last character the generation is about; empty where nothing stands yet. */
export function extentOf(generation: Generation): Span {
  const spans = [...generation.target, ...generation.generated].sort((a, b) => a.start - b.start);
  const first = spans[0] ?? { start: generation.insertion, end: generation.insertion };
  return { start: first.start, end: spans.reduce((end, span) => Math.max(end, span.end), first.end) };
}

export type LineBreak = '\n' | '\r\n';

export function withLineBreaks(text: string, lineBreak: LineBreak): string {
  return text.replace(/\r\n|\n/g, lineBreak);
}

/** The generation after all line breaks of the document became others: only offsets change. `text` is the document now. */
export function afterLineBreaks(generation: Generation, text: string, now: LineBreak): Generation {
  const old = withLineBreaks(text, now === '\n' ? '\r\n' : '\n');
  const moved = (offset: number) => withLineBreaks(old.slice(0, offset), now).length;
  const spans = (all: readonly Span[]) => all.map(({ start, end }) => ({ start: moved(start), end: moved(end) }));
  return {
    target: spans(generation.target),
    generated: spans(generation.generated),
    removed: generation.removed.map((one) => ({ at: moved(one.at), text: withLineBreaks(one.text, now) })),
    insertion: moved(generation.insertion),
    tail: withLineBreaks(generation.tail, now),
  };
}
