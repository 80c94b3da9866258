// F1–F18: what HTTP says instead of an answer.
import assert from 'node:assert/strict';
import { head, reply } from '../../support/chaos.ts';
import { always, type Fault, type FaultCase, failed, whole } from '../fault.ts';
import { final, good, heals, refusal, thrice, twice } from '../scripts.ts';

const page = '<html><head><title>Sign in</title></head><body><h1>Proxy</h1></body></html>';
const webPage = '127.0.0.1:PORT answered with a web page, not an API reply. A proxy log-in or a wrong base URL?';
const outOfCredit = 'Test says the account is out of credit or over its spending limit.';
const tooLong = 'The conversation is about 10,000 tokens too long for test/model, which takes 200,000.';
const overloaded = 'Test is overloaded.';

const badRequests: readonly FaultCase[] = [
  final(
    'in the provider’s words',
    [400, 'invalid_request_error', 'messages: too few'],
    failed('badRequest', 'messages: too few'),
  ),
  final(
    'with endless words',
    [400, 'invalid_request_error', 'No. '.repeat(5_000)],
    failed('badRequest', /^(No\. ){50,124}(No\.?)?…?$/),
  ),
  {
    title: 'with a web page',
    scripts: () => [reply(400, page, { 'content-type': 'text/html' })],
    expected: { end: failed('notAnApi', webPage), requests: 1 },
  },
  {
    title: 'without a word',
    scripts: () => [reply(400, '')],
    expected: { end: failed('badRequest', 'Test did not accept the request.'), requests: 1 },
  },
];

const tooLongs: readonly FaultCase[] = [
  final(
    'with both numbers',
    [400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'],
    failed('contextTooLong', tooLong),
  ),
  final(
    'without numbers',
    [400, 'context_length_exceeded', 'Your input exceeds the context window of this model.'],
    failed('contextTooLong', 'The conversation is too long for test/model.'),
  ),
  {
    title: 'and a larger window answers',
    scripts: ({ wire }) => [refusal(wire, 400, 'context_length_exceeded', 'Input exceeds the context window.')],
    setUp: {
      parameters: { fallback_models: ['test/spare'] },
      model: () => ({ target: { contextWindow: 8_000 } }),
      spare: (scene) => [good(scene)],
      spareTarget: { contextWindow: 200_000 },
    },
    expected: { end: whole(), text: 'Hello', requests: 1 },
  },
];

const bodies: Readonly<Record<string, readonly [string, string]>> = {
  'the model': ['permission_error', 'Your organization must be verified to use this model'],
  'the region': ['unsupported_country_region_territory', 'Country, region, or territory not supported'],
};

const forbidden: readonly FaultCase[] = [
  ...Object.entries(bodies).map(([what, [code, message]]) =>
    final(`for ${what}`, [403, code, message], failed('permission', `Test does not allow this. ${message}`)),
  ),
  final(
    'by moderation',
    [403, 'moderation', 'Your input was flagged'],
    failed('filtered', 'Test declined to answer (content filter). Your input was flagged'),
  ),
];

const redirects: readonly FaultCase[] = [301, 302, 303, 307, 308].map((status) => ({
  title: `with ${status}`,
  scripts: () => [[head(status, { location: 'https://evil.example/v1?key=1', 'content-length': '0' })]],
  expected: {
    end: failed('redirect', '127.0.0.1:PORT redirected to evil.example; Parley did not follow, to protect the key.'),
    requests: 1,
  },
}));

const surprises: readonly FaultCase[] = [
  {
    title: 'a web page',
    scripts: () => [reply(200, page, { 'content-type': 'text/html' })],
    expected: { end: failed('notAnApi', webPage), requests: 1 },
  },
  {
    title: 'an empty body',
    scripts: () => [reply(200, '')],
    expected: {
      end: failed('protocol', "Test sent a reply Parley can't read. It sent an empty reply instead of a stream."),
      ...twice,
    },
  },
  {
    title: 'another type',
    scripts: () => [reply(200, 'Hello', { 'content-type': 'text/plain' })],
    expected: {
      end: failed(
        'protocol',
        "Test sent a reply Parley can't read. It sent a reply of text/plain instead of a stream.",
      ),
      ...twice,
    },
  },
];

const words: readonly FaultCase[] = [
  {
    title: 'false',
    scripts: ({ wire }) => [refusal(wire, 500, 'api_error', 'No', { 'x-should-retry': 'false' })],
    expected: { end: failed('server', 'Test had an internal error (500).'), requests: 1 },
  },
  {
    title: 'true',
    scripts: (scene) => [
      refusal(scene.wire, 400, 'odd_error', 'Try me again', { 'x-should-retry': 'true' }),
      good(scene),
    ],
    expected: { end: whole(), text: 'Hello', requests: 2, waits: [1] },
  },
];

const oddStatuses: readonly FaultCase[] = [
  {
    title: '103 before the answer',
    scripts: (scene) => [[head(103, { link: '</x>; rel=preload' }), ...good(scene)]],
    expected: { end: whole(), text: 'Hello', requests: 1 },
  },
  {
    title: '204',
    scripts: () => [[head(204)]],
    expected: {
      end: failed('protocol', "Test sent a reply Parley can't read. It sent an empty reply instead of a stream."),
      ...twice,
    },
  },
  final('418', [418, 'teapot', 'I am one'], failed('badRequest', 'I am one')),
  final('599', [599, 'odd', 'Odd'], failed('server', 'Test had an internal error (599).'), thrice),
];

const noModel = [404, 'not_found_error', 'no model of that name'] as const;

export const statusFaults: readonly Fault[] = [
  { id: 'F1', what: '400 invalid request', on: always(...badRequests) },
  { id: 'F2', what: '400 context too long', on: always(...tooLongs) },
  {
    id: 'F3',
    what: 'spending limit',
    on: always(
      final(
        'as 400',
        [400, 'invalid_request_error', 'You have reached your specified API usage limits.'],
        failed('quota', outOfCredit),
      ),
      final('as 429', [429, 'enforced_spend_limit_reached', 'Spend limit'], failed('quota', outOfCredit)),
    ),
  },
  {
    id: 'F4',
    what: '401',
    on: always({
      title: 'is the key’s, and nobody else is asked',
      scripts: ({ wire }) => [refusal(wire, 401, 'authentication_error', 'invalid x-api-key')],
      setUp: { parameters: { fallback_models: ['test/spare'] }, spare: (scene) => [good(scene)] },
      expected: { end: failed('auth', 'Test rejected the key for 127.0.0.1:PORT.'), requests: 1 },
    }),
  },
  {
    id: 'F5',
    what: '402',
    on: always(final('once', [402, 'billing_error', 'Pay first'], failed('quota', outOfCredit))),
  },
  { id: 'F6', what: '403', on: always(...forbidden) },
  {
    id: 'F7',
    what: '404',
    on: always(
      final('of the model', noModel, failed('notFound', `Test does not know the model test/model. ${noModel[2]}`)),
      {
        title: 'of the path, as a web page',
        scripts: () => [reply(404, page, { 'content-type': 'text/html' })],
        expected: { end: failed('notAnApi', webPage), requests: 1 },
      },
    ),
  },
  {
    id: 'F8',
    what: '408, 409',
    on: always(
      heals('408 once', 1, ({ wire }) => refusal(wire, 408, 'timeout', 'Request timeout')),
      final('408 twice', [408, 'timeout', 'Request timeout'], failed('timeout', 'Test did not answer in time.'), twice),
      heals('409 twice', 2, ({ wire }) => refusal(wire, 409, 'conflict', 'Locked')),
    ),
  },
  {
    id: 'F9',
    what: '413',
    on: always(
      final('once', [413, 'request_too_large', 'Too big'], failed('tooLarge', 'The request is too large for Test.')),
    ),
  },
  {
    id: 'F10',
    what: '422',
    on: always(
      final('names the field', [422, 'validation', 'body.n: must be 1'], failed('badRequest', 'body.n: must be 1')),
    ),
  },
  {
    id: 'F13',
    what: '500, 502, 503, 504',
    on: always(
      heals('500 twice', 2, ({ wire }) => refusal(wire, 500, 'api_error', 'Oh')),
      {
        ...final(
          '500 for good',
          [500, 'api_error', 'Oh'],
          failed('server', 'Test had an internal error (500).'),
          thrice,
        ),
        expected: {
          end: failed('server', 'Test had an internal error (500).'),
          ...thrice,
          also: ({ error }) => assert.match(error?.facts.requestId ?? '', /^req_/),
        },
      },
      final('502', [502, 'bad_gateway', 'Bad'], failed('server', 'Test had an internal error (502).'), thrice),
      final('503', [503, 'unavailable', 'Busy'], failed('overloaded', overloaded), thrice),
      final('504', [504, 'timeout', 'Gateway timeout'], failed('timeout', 'Test did not answer in time.'), twice),
    ),
  },
  {
    id: 'F14',
    what: '529',
    on: always(
      final('three times', [529, 'overloaded_error', 'Overloaded'], failed('overloaded', overloaded), thrice),
      {
        title: 'and a fallback answers',
        scripts: ({ wire }) => [refusal(wire, 529, 'overloaded_error', 'Overloaded')],
        setUp: { parameters: { fallback_models: ['test/spare'] }, spare: (scene) => [good(scene)] },
        expected: {
          end: whole(),
          text: 'Hello',
          ...thrice,
          also: (ran) => {
            const [step] = ran.of('fellBack');
            assert.deepEqual([step?.to, step?.error.kind], ['test/spare', 'overloaded']);
          },
        },
      },
    ),
  },
  { id: 'F15', what: '3xx', on: always(...redirects) },
  { id: 'F16', what: '200 without a stream', on: always(...surprises) },
  { id: 'F17', what: 'x-should-retry', on: always(...words) },
  { id: 'F18', what: '1xx, 204 and unknown statuses', on: always(...oddStatuses) },
];
