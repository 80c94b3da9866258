// Runs in the page: the panel's Markdown rendering on its own, for tests that compare thousands of renderings.
import { healed } from '../../../src/webview/markdown/healed.ts';
import { OpenText } from '../../../src/webview/markdown/openText.ts';
import { finished } from '../../../src/webview/markdown/place.ts';
import { renderAll } from '../../../src/webview/markdown/renderAll.ts';

interface Rendered {
  readonly html: string;
  /**
   * Without what is held back at the end of a fence that is still open: blank lines, and what may be the beginning of its
   * closing line.
   */
  readonly visible: string;
}

function emptyRoot(): HTMLElement {
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  return root;
}

function renderedIn(root: HTMLElement): Rendered {
  const copy = root.cloneNode(true) as HTMLElement;
  for (const element of copy.querySelectorAll('*')) sortAttributes(element);
  const html = copy.innerHTML;
  const lastCode = copy.querySelector('.part:last-child > .code-block:last-child code');
  if (lastCode) lastCode.textContent = (lastCode.textContent ?? '').replace(/[\s`~]+$/, '');
  return { html, visible: copy.innerHTML };
}

/** The order of attributes means nothing. */
function sortAttributes(element: Element): void {
  const sorted = [...element.attributes].sort((a, b) => a.name.localeCompare(b.name));
  for (const { name } of sorted) element.removeAttribute(name);
  for (const { name, value } of sorted) element.setAttribute(name, value);
}

/** The HTML of a complete text, rendered at once. */
function batch(source: string): Rendered {
  const root = emptyRoot();
  finished(renderAll(root, source));
  return renderedIn(root);
}

interface Streamed {
  readonly open: Rendered;
  readonly complete: Rendered;
  /** Where each block begins, as found while the text came and as found at its end. */
  readonly starts: { readonly open: readonly number[]; readonly complete: readonly number[] };
}

/** The HTML after the text has come in pieces, and after the full render at its end. `cuts` are ascending offsets. */
function stream(source: string, cuts: readonly number[]): Streamed {
  return streamInto(emptyRoot(), source, cuts);
}

function streamInto(root: HTMLElement, source: string, cuts: readonly number[]): Streamed {
  const text = new OpenText(root);
  for (const end of [...cuts, source.length]) text.show(source, end);
  const open = renderedIn(root);
  const starts = finished(renderAll(root, source));
  return { open, complete: renderedIn(root), starts: { open: [...text.starts], complete: starts } };
}

/** The same for a text that was complete at `cut` and goes on. `kept`: the blocks before the last one are still the same elements. */
function resume(source: string, cut: number): Streamed & { readonly kept: boolean } {
  const root = emptyRoot();
  finished(renderAll(root, source.slice(0, cut)));
  const before = [...root.querySelectorAll(':scope > .part > *')];
  const streamed = streamInto(root, source, [cut]);
  return { ...streamed, kept: before.slice(0, -1).every((block) => root.contains(block)) };
}

/** The median time of a step, in milliseconds, of those in the last fifth of a text that comes `step` at a time. */
function stepTime(source: string, step: number): number {
  const text = new OpenText(emptyRoot());
  const early = source.length * 0.8;
  text.show(source, early);
  const times: number[] = [];
  for (let end = early + step; end <= source.length; end += step) {
    const start = performance.now();
    text.show(source, end);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

const probe = { batch, stream, resume, stepTime, healed };
export type Probe = typeof probe;

declare global {
  interface Window {
    probe: Probe;
  }
}

window.probe = probe;
