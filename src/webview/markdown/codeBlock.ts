import { element, icon } from './elements.ts';
import { withCode } from './renderInline.ts';

/** Lines laid out together: appending to a long block costs one group's layout, not the block's. */
const linesPerGroup = 64;

/** The name shown for a fence's info string: its first word, without the attributes some models add. */
export function languageName(info: string | undefined): string {
  return /^[^\s{,:]{1,40}/.exec(info?.trim() ?? '')?.[0] ?? '';
}

/** A code block and the means to append to its code. */
export interface CodeBlock {
  readonly box: HTMLElement;
  readonly append: (code: string) => void;
}

/** A code block that is still empty, with its toolbar. The buttons say what they do in `data-act`; the turn listens. */
export function codeBlock(language: string): CodeBlock {
  const code = element('code');
  const label = language === '' ? 'Code' : `Code, ${language}`;
  const box = element(
    'div',
    { class: 'code-block', role: 'group', 'aria-label': label },
    element(
      'div',
      { class: 'code-toolbar' },
      element('span', { class: 'code-language' }, language),
      toolbarButton('copyCode', 'copy', 'Copy'),
      toolbarButton('insertCode', 'insert', 'Insert at Cursor'),
    ),
    // Wide code scrolls sideways, which has to work from the keyboard too.
    element('pre', { tabindex: '0', dir: 'ltr' }, code),
  );
  return { box, append: appender(code) };
}

function toolbarButton(act: string, iconName: string, label: string): HTMLElement {
  const attributes = { class: 'icon-button', type: 'button', 'data-act': act, title: label, 'aria-label': label };
  return element('button', attributes, icon(iconName));
}

/** Groups lines as they come. However the code is cut, the same code makes the same nodes. */
function appender(target: HTMLElement): (code: string) => void {
  let group = element('span', { class: 'lines' });
  let lineEnds = 0;
  target.append(group);
  return (code) => {
    for (let start = 0; start < code.length; ) {
      if (lineEnds === linesPerGroup) {
        group = element('span', { class: 'lines' });
        lineEnds = 0;
        target.append(group);
      }
      let end = start;
      while (end < code.length && lineEnds < linesPerGroup) {
        const lineEnd = code.indexOf('\n', end);
        if (lineEnd >= 0) lineEnds += 1;
        end = lineEnd < 0 ? code.length : lineEnd + 1;
      }
      withCode(group, code.slice(start, end));
      start = end;
    }
  };
}
