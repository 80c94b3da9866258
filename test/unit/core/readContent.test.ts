import assert from 'node:assert/strict';
import type { UserPart } from '../../../src/core/chat/message.ts';
import { readRequest } from '../../../src/core/chat/readRequest.ts';

const png = 'iVBORw0KGgo=';
const text = { type: 'text', text: 'Look:' };

function read(...content: readonly unknown[]) {
  return readRequest({ model: 'mock/one', messages: [{ role: 'user', content }] });
}
function parts(...content: readonly unknown[]): readonly UserPart[] {
  const reading = read(...content);
  assert.equal(reading.type, 'valid', JSON.stringify(reading));
  const [message] = reading.request.messages;
  assert.equal(message?.role, 'user');
  return message.parts;
}
const image = (url: unknown, more: object = {}) => ({ type: 'image_url', image_url: { url, ...more } });
const sound = (url: unknown) => ({ type: 'audio_url', audio_url: { url } });
const spoken = (data: unknown, format: unknown) => ({ type: 'input_audio', input_audio: { data, format } });
const file = (given: unknown) => ({ type: 'file', file: given });
const data = <T extends string>(mediaType: T) => ({ kind: 'data', mediaType, base64: png });

describe("a user's content", () => {
  const taken: readonly (readonly [string, unknown, object])[] = [
    [
      'an image at an address',
      image('https://host/a.png', { detail: 'high' }),
      { type: 'image', source: { kind: 'url', url: 'https://host/a.png' }, detail: 'high' },
    ],
    ['an image as bytes', image(`data:image/png;base64,${png}`), { type: 'image', source: data('image/png') }],
    [
      'the other name of JPEG',
      image(`DATA:image/JPG;base64,${png}`, { detail: null }),
      { type: 'image', source: data('image/jpeg') },
    ],
    [
      'broken lines in base64',
      image(`data:image/webp;base64,iVBO\r\nRw0K Ggo=`),
      { type: 'image', source: data('image/webp') },
    ],
    ['audio as WAV', spoken(png, 'wav'), { type: 'audio', source: data('audio/wav') }],
    ['audio as MP3', spoken(png, 'mp3'), { type: 'audio', source: data('audio/mpeg') }],
    [
      'audio at an address',
      sound('http://host/a.mp3'),
      { type: 'audio', source: { kind: 'url', url: 'http://host/a.mp3' } },
    ],
    [
      'audio in a data address',
      sound(`data:audio/x-wav;codecs=1;base64,${png}`),
      { type: 'audio', source: data('audio/wav') },
    ],
    [
      'a PDF, its name without folders',
      file({ file_data: `data:application/pdf;base64,${png}`, filename: 'C:\\a/b.pdf' }),
      { type: 'pdf', source: data('application/pdf'), name: 'b.pdf' },
    ],
    [
      'a PDF without a name',
      file({ file_data: `data:application/pdf;base64,${png}` }),
      { type: 'pdf', source: data('application/pdf'), name: 'document.pdf' },
    ],
  ];
  for (const [what, given, part] of taken) {
    it(`takes ${what}`, () => assert.deepEqual(parts(text, given), [text, part]));
  }

  it('leaves out empty texts beside an image, and takes an image alone', () => {
    assert.deepEqual(
      parts({ type: 'text', text: '' }, image('https://host/a.png')).map(({ type }) => type),
      ['image'],
    );
  });

  const at = 'messages[0].content[0]';
  const types = 'image/png, image/jpeg, image/gif, image/webp';
  const refused: readonly (readonly [unknown, string])[] = [
    [3, `${at} is 3; it must be an object with type.`],
    [{ type: 'video' }, `${at}.type is "video"; it must be one of text, image_url, input_audio, audio_url, file.`],
    [
      { type: 'constructor' },
      `${at}.type is "constructor"; it must be one of text, image_url, input_audio, audio_url, file.`,
    ],
    [{ type: 'text', text: 3 }, `${at}.text is 3; it must be a text.`],
    [
      { type: 'image_url', image_url: 'https://host/a.png' },
      `${at}.image_url is "https://host/a.png"; it must be an object with url.`,
    ],
    [
      image('file:///etc/passwd'),
      `${at}.image_url.url is "file:///etc/passwd"; it must be an address that begins with https:, http: or data:.`,
    ],
    [
      image('https://'),
      `${at}.image_url.url is "https://"; it must be an address that begins with https:, http: or data:.`,
    ],
    [
      image(undefined),
      `${at}.image_url.url is missing; it must be an address that begins with https:, http: or data:.`,
    ],
    [
      image('https://host/a.png', { detail: 'huge' }),
      `${at}.image_url.detail is "huge"; it must be one of auto, low, high, original.`,
    ],
    [
      image('data:image/png,abc'),
      `${at}.image_url.url is "data:image/png,abc"; it must be a data: address in base64, such as data:image/png;base64,….`,
    ],
    [
      image('data:image/png;base64'),
      `${at}.image_url.url is "data:image/png;base64"; it must be a data: address in base64, such as data:image/png;base64,….`,
    ],
    [
      image(`data:image/tiff;base64,${png}`),
      `The type of ${at}.image_url.url is "image/tiff"; it must be one of ${types}.`,
    ],
    [image('data:image/png;base64,@@@@'), `${at}.image_url.url holds something that is not base64.`],
    [image('data:image/png;base64,abc'), `${at}.image_url.url holds something that is not base64.`],
    [image('data:image/png;base64,'), `${at}.image_url.url holds something that is not base64.`],
    [spoken(png, 'ogg'), `${at}.input_audio.format is "ogg"; it must be one of wav, mp3.`],
    [spoken('not base64', 'wav'), `${at}.input_audio.data must be the audio in base64.`],
    [{ type: 'input_audio' }, `${at}.input_audio is missing; it must be an object with data and format.`],
    [
      sound(`data:image/png;base64,${png}`),
      `The type of ${at}.audio_url.url is "image/png"; it must be one of audio/wav, audio/mpeg.`,
    ],
    [file({ file_id: 'file-1' }), `${at}.file.file_id names a file at a provider; send the file itself as file_data.`],
    [file({ file_data: png }), `${at}.file.file_data is "${png}"; it must be a PDF as data:application/pdf;base64,….`],
    [
      file({ file_data: `data:text/plain;base64,${png}` }),
      `The type of ${at}.file.file_data is "text/plain"; it must be one of application/pdf.`,
    ],
    [
      file({ file_data: `data:application/pdf;base64,${png}`, filename: 3 }),
      `${at}.file.filename is 3; it must be a text.`,
    ],
  ];
  for (const [given, says] of refused) {
    it(`says: ${says}`, () => {
      const reading = read(given, text);
      assert.equal(reading.type, 'invalid');
      assert.deepEqual(
        reading.problems.map(({ sentence }) => sentence),
        [says],
      );
    });
  }

  it('may be long', () => {
    const base64 = 'QUJD'.repeat(1_000_000);
    assert.equal(parts(image(`data:image/png;base64,${base64}`))[0]?.type, 'image');
    assert.equal(read(image(`data:image/png;base64,${base64}!`)).type, 'invalid');
  });
});
