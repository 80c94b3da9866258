// F32–F45: how the bytes of an answer come.
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { chunk, head, lastChunk, type Step } from '../../support/chaos.ts';
import { fetchByBytes, fetchInPieces } from '../../support/tampering.ts';
import { answer, type Wire } from '../../support/wires.ts';
import {
  always,
  cutOff,
  type Expected,
  type Fault,
  type FaultCase,
  interrupted,
  leftOut,
  type Scene,
  type SetUp,
  whole,
} from '../fault.ts';

/** Two, three and four bytes in UTF-8, a joined emoji, right-to-left, and what framings and JSON could trip over. */
const awkward = 'é ß — 日本語 👋🏽 👨‍👩‍👧 𝕏 שלום "q" \\ data: x\n\nevent: y\r\n\u2028';
const asAwkward: Expected = { end: whole(), text: `${awkward}end`, requests: 1 };

const byBytes: SetUp = { model: () => ({ fetch: fetchByBytes }) };

/** The awkward answer written in another way, whole and byte by byte. */
function written(title: string, vary: (frames: string) => string): readonly FaultCase[] {
  const scripts = ({ wire, stream }: Scene) => [stream(vary(answer(wire, awkward, 'end')))];
  return [
    { title, scripts, expected: asAwkward },
    { title: `${title}, byte by byte`, scripts, setUp: byBytes, expected: asAwkward },
  ];
}

const lineEnds = (wire: Wire): readonly FaultCase[] => [
  ...written('CR LF', (frames) => frames.replaceAll('\n', '\r\n')),
  ...(wire.framing === 'ndjson' ? [] : written('CR', (frames) => frames.replaceAll('\n', '\r'))),
  ...written('mixed', (frames) => frames.split('\n\n').join('\r\n\n')),
];

const dressings = (wire: Wire): readonly FaultCase[] =>
  wire.framing === 'ndjson'
    ? [
        ...written('a byte order mark', (frames) => `\uFEFF${frames}`),
        ...written('blank lines and spaces', (frames) => `\n \n${frames.replaceAll('\n', ' \n\n\t')}`),
      ]
    : [
        ...written('a byte order mark', (frames) => `\uFEFF${frames}`),
        ...written('comments', (frames) => frames.replaceAll('\n\n', '\n\n: keep-alive\n\n:\n\n')),
        ...written(
          'ids and unknown fields',
          (frames) => `retry: 9\n\n${frames.replaceAll(/^data/gm, 'id: 1\nx: y\ndata')}`,
        ),
        ...written('no space after the colon', (frames) => frames.replaceAll(/^(data|event): /gm, '$1:')),
      ];

/** Pieces of these sizes in turn. */
function inPieces(...sizes: readonly number[]): SetUp {
  const cuts: number[] = [];
  for (let at = 0; at < 20_000; ) {
    at += sizes[cuts.length % sizes.length] ?? 1;
    cuts.push(at);
  }
  return { model: () => ({ fetch: fetchInPieces(cuts) }) };
}

const parcels: readonly FaultCase[] = [[2], [3], [7, 1, 64], [500], [20_000]].map((sizes) => ({
  title: `pieces of ${sizes.join(', ')} bytes`,
  scripts: ({ wire, stream }) => [stream(answer(wire, awkward, 'end'))],
  setUp: inPieces(...sizes),
  expected: asAwkward,
}));

const hello: Expected = { end: whole(), text: 'Hello', requests: 1 };
const halfKept: Expected = { end: cutOff, text: 'Half', requests: 1 };

const body = (...frames: readonly string[]): FaultCase['scripts'] => {
  return ({ stream }) => [stream(frames.join(''))];
};

/** Where the reason for the end and the signal that nothing follows are two things, the signal alone may be missing. */
const withoutSignal = (wire: Wire): FaultCase => ({
  title: wire.api === 'anthropic-messages' ? 'is cut, for message_stop is what counts' : 'is whole',
  scripts: body(wire.start, wire.text('Hello'), wire.finish('stop')),
  expected: wire.api === 'anthropic-messages' ? { ...hello, end: cutOff } : hello,
});

const signalAlone = (wire: Wire): FaultCase => ({
  title: 'is cut',
  scripts: ({ form, stream }) => [
    stream(wire.start + wire.text('Half') + (wire.api === 'anthropic-messages' ? '' : form.frame('[DONE]'))),
  ],
  // Only where [DONE] belongs to the wire API is it no breach of it.
  expected: wire.api.startsWith('openai-') || wire.api === 'anthropic-messages' ? halfKept : unreadable('valid JSON'),
});

const unreadable = (what: string): Expected => ({
  end: interrupted('protocol', new RegExp(`^Test sent a reply Parley can't read\\. .*${what}`)),
  text: 'Half',
  requests: 1,
});

const unfinishedLast = (wire: Wire): FaultCase => ({
  title: 'is taken',
  scripts: body(answer(wire, 'Hello').trimEnd()),
  expected: hello,
});

const long = 'y'.repeat(5 * 1024 * 1024);
const mega = 'x'.repeat(1024 * 1024);

const encodings: Readonly<Record<string, (bytes: string) => Uint8Array>> = {
  gzip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  br: (bytes) => brotliCompressSync(bytes),
};

const encoded = ({ form }: Scene, encoding: string, bytes: Uint8Array): readonly Step[] => [
  head(200, { 'content-type': form.contentType, 'content-encoding': encoding, connection: 'close' }),
  { send: bytes },
  'end',
];

const compressions: readonly FaultCase[] = [
  ...Object.entries(encodings).map(([encoding, compress]) => ({
    title: `${encoding} is read`,
    scripts: (scene: Scene) => [encoded(scene, encoding, compress(answer(scene.wire, 'Hello')))],
    expected: hello,
  })),
  {
    title: 'gzip that is cut keeps what came',
    scripts: (scene) => {
      const { wire } = scene;
      const flushed = { finishFlush: constants.Z_SYNC_FLUSH };
      return [encoded(scene, 'gzip', gzipSync(wire.start + wire.text('Half'), flushed))];
    },
    expected: halfKept,
  },
];

const lengths: readonly FaultCase[] = [
  {
    title: 'longer than what came',
    scripts: ({ wire, form }) => [
      [
        head(200, { 'content-type': form.contentType, 'content-length': '99999' }),
        { send: wire.start + wire.text('Half') },
        'end',
      ],
    ],
    expected: halfKept,
  },
  {
    title: 'shorter than what came',
    scripts: ({ wire, form }) => {
      const part = wire.start + wire.text('Half');
      const length = String(Buffer.byteLength(part));
      return [
        [
          head(200, { 'content-type': form.contentType, 'content-length': length }),
          { send: part + wire.finish('stop') + wire.terminal },
        ],
      ];
    },
    expected: halfKept,
  },
  {
    title: 'a chunk of no size',
    scripts: ({ wire, streamHead, seen }) => [
      [streamHead(), chunk(wire.start + wire.text('Half')), seen, { send: 'zz\r\nmore\r\n' }],
    ],
    expected: halfKept,
  },
];

const jsonLines = (wire: Wire): readonly FaultCase[] => [
  ...written('blank lines', (lines) => `\n\n${lines.replaceAll('\n', '\n\n\n')}`),
  {
    title: 'an error line keeps what came',
    scripts: body(wire.start, wire.text('Half'), '{"error":"model runner has unexpectedly stopped"}\n'),
    expected: { end: interrupted('server', 'Test had an internal error.'), text: 'Half', requests: 1 },
  },
];

const many = 20_000;

export const framingFaults: readonly Fault[] = [
  { id: 'F32', what: 'line ends', on: (wire) => ({ type: 'cases', cases: lineEnds(wire) }) },
  { id: 'F33', what: 'comments, marks and unknown fields', on: (wire) => ({ type: 'cases', cases: dressings(wire) }) },
  { id: 'F34', what: 'UTF-8 split', on: always(...written('at every byte', (frames) => frames)) },
  { id: 'F35', what: 'events and chunks', on: always(...parcels) },
  {
    id: 'F36',
    what: 'a reason without the signal that nothing follows',
    on: (wire) => ({ type: 'cases', cases: [withoutSignal(wire)] }),
  },
  {
    id: 'F37',
    what: 'neither reason nor signal',
    on: (wire) => ({
      type: 'cases',
      cases: [{ title: 'is cut', scripts: body(wire.start, wire.text('Half')), expected: halfKept }],
    }),
  },
  {
    id: 'F38',
    what: 'more after the end',
    on: (wire) => ({
      type: 'cases',
      cases: [{ title: 'is not read', scripts: body(answer(wire, 'Hello'), wire.text(' more')), expected: hello }],
    }),
  },
  { id: 'F39', what: '[DONE] without a reason', on: (wire) => ({ type: 'cases', cases: [signalAlone(wire)] }) },
  {
    id: 'F40',
    what: 'a last event without its blank line',
    on: (wire) => ({ type: 'cases', cases: [unfinishedLast(wire)] }),
  },
  {
    id: 'F41',
    what: 'huge events',
    on: always(
      {
        title: '5 MB in one are read',
        scripts: ({ wire, stream }) => [stream(answer(wire, long))],
        expected: { end: whole(), text: long, requests: 1 },
      },
      {
        title: 'one that never ends is refused',
        scripts: ({ wire, streamHead, form }) => {
          const opening = chunk(wire.start + wire.text('Half') + form.frame('').trimEnd());
          return [[streamHead(), opening, ...Array.from({ length: 17 }, () => chunk(mega))]];
        },
        expected: unreadable('too large'),
      },
    ),
  },
  { id: 'F42', what: 'compression', on: always(...compressions) },
  { id: 'F43', what: 'wrong lengths', on: always(...lengths) },
  {
    id: 'F44',
    what: 'lines of JSON',
    on: (wire) =>
      wire.framing === 'ndjson'
        ? { type: 'cases', cases: jsonLines(wire) }
        : leftOut('this wire API is framed as server-sent events'),
  },
  {
    id: 'F45',
    what: `${many} tiny events`,
    on: always({
      title: 'are one answer',
      scripts: ({ wire, streamHead }) => {
        const thousand = wire.text('a').repeat(1_000);
        const pieces = Array.from({ length: many / 1_000 }, () => chunk(thousand));
        return [[streamHead(), chunk(wire.start), ...pieces, chunk(wire.finish('stop') + wire.terminal), lastChunk]];
      },
      expected: { end: whole(), text: 'a'.repeat(many), requests: 1 },
    }),
  },
];
