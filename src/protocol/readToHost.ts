import type { ToHost } from './panel.ts';

/** The longest text the webview may send, in UTF-16 units. Larger messages are dropped whole. */
export const textLimit = 8_000_000;
const idLimit = 200;
const urlLimit = 8_000;
const valueLimit = 20_000;

type Field = 'text' | 'id' | 'url' | 'count' | 'value';
type Shapes = { readonly [T in ToHost['type']]: Readonly<Record<string, Field>> };

/** The fields of every message; a message with a missing, wrong or oversized field is not a message. */
const shapes: Shapes = {
  ready: {},
  resync: {},
  draftChanged: { text: 'text' },
  send: { text: 'text' },
  stop: {},
  retry: { turnId: 'id' },
  continue: { turnId: 'id' },
  setParameter: { name: 'id', value: 'value' },
  resetParameters: {},
  act: { turnId: 'id' },
  edit: { turnId: 'id' },
  showAnswer: { turnId: 'id', number: 'count' },
  offer: { id: 'id' },
  chooseModel: {},
  attachActiveFile: {},
  detach: { chipId: 'id' },
  openChip: { chipId: 'id' },
  insertCode: { turnId: 'id', code: 'text' },
  copy: { turnId: 'id', text: 'text' },
  openLink: { url: 'url' },
};

function fits(field: Field, value: unknown): boolean {
  switch (field) {
    case 'text':
      return typeof value === 'string' && value.length <= textLimit;
    case 'id':
      return typeof value === 'string' && value.length > 0 && value.length <= idLimit;
    case 'value':
      return typeof value === 'string' && value.length <= valueLimit;
    case 'url':
      return typeof value === 'string' && value.length <= urlLimit;
    case 'count':
      return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100_000;
  }
}

function isType(type: unknown): type is ToHost['type'] {
  return typeof type === 'string' && Object.hasOwn(shapes, type);
}

/** A message from the webview, copied field by field, or undefined if it is none. Never throws. */
export function readToHost(message: unknown): ToHost | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const given = message as Readonly<Record<string, unknown>>;
  if (!isType(given.type)) return undefined;
  const read: Record<string, unknown> = { type: given.type };
  for (const [name, field] of Object.entries(shapes[given.type])) {
    if (!Object.hasOwn(given, name) || !fits(field, given[name])) return undefined;
    read[name] = given[name];
  }
  return read as ToHost;
}
