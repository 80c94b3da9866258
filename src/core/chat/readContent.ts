import { isRecord } from '../json.ts';
import { oneOf, show } from './checked.ts';
import {
  type AudioType,
  audioTypes,
  type ImageType,
  imageTypes,
  type MediaPart,
  type MediaSource,
  type TextPart,
  type UserPart,
} from './message.ts';
import type { Problems } from './problems.ts';

const detailRule = oneOf(['auto', 'low', 'high', 'original']);
/** Other names for the media types the vocabulary has. */
const aliases: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/mp3': 'audio/mpeg',
};
const audioFormats: Readonly<Record<string, AudioType>> = { wav: 'audio/wav', mp3: 'audio/mpeg' };
const pdfTypes = ['application/pdf'] as const;

/** Whether a text is base64 (RFC 4648) and not empty. Looked through once, for it may be long. */
function isBase64(text: string): boolean {
  const body = text.replace(/={1,2}$/, '');
  return text.length % 4 === 0 && body !== '' && !/[^A-Za-z0-9+/]/.test(body);
}

function mediaTypeOf<T extends string>(name: string, known: readonly T[]): T | undefined {
  const usual = aliases[name] ?? name;
  return known.find((one) => one === usual);
}

function readData<T extends string>(
  url: string,
  at: string,
  known: readonly T[],
  problems: Problems,
): MediaSource<T> | undefined {
  const comma = url.indexOf(',');
  const [type = '', ...details] = url.slice(5, Math.max(5, comma)).toLowerCase().split(';');
  const mediaType = mediaTypeOf(type.trim(), known);
  const base64 = url.slice(comma + 1).replace(/\s+/g, '');
  if (comma < 0 || details.at(-1)?.trim() !== 'base64') {
    problems.wrong(at, url.slice(0, 60), 'a data: address in base64, such as data:image/png;base64,…');
  } else if (mediaType === undefined) problems.wrong(`The type of ${at}`, type, `one of ${known.join(', ')}`);
  else if (isBase64(base64)) return { kind: 'data', mediaType, base64 };
  else problems.add(at, `${at} holds something that is not base64.`);
  return undefined;
}

/** Bytes from a `data:` address, or an address for the provider to fetch. */
function readSource<T extends string>(
  given: unknown,
  at: string,
  known: readonly T[],
  problems: Problems,
): MediaSource<T> | undefined {
  if (typeof given === 'string' && /^data:/i.test(given)) return readData(given, at, known, problems);
  const isAddress = typeof given === 'string' && /^https?:\/\//i.test(given) && URL.canParse(given);
  if (isAddress) return { kind: 'url', url: given };
  problems.wrong(at, given, 'an address that begins with https:, http: or data:');
  return undefined;
}

function readImage(given: unknown, at: string, problems: Problems): MediaPart | undefined {
  if (!isRecord(given)) return void problems.wrong(at, given, 'an object with url');
  const { url, detail } = given;
  const source = readSource<ImageType>(url, `${at}.url`, imageTypes, problems);
  if (detail === undefined || detail === null) return source && { type: 'image', source };
  const checked = detailRule.read(detail);
  if (checked.type === 'wrong') return void problems.wrong(`${at}.detail`, detail, detailRule.must);
  return source && { type: 'image', source, detail: checked.value };
}

function readAudio(given: unknown, at: string, problems: Problems): MediaPart | undefined {
  if (!isRecord(given)) return void problems.wrong(at, given, 'an object with data and format');
  const { data, format } = given;
  const mediaType =
    typeof format === 'string' && Object.hasOwn(audioFormats, format) ? audioFormats[format] : undefined;
  if (mediaType === undefined) return void problems.wrong(`${at}.format`, format, 'one of wav, mp3');
  const base64 = typeof data === 'string' ? data.replace(/\s+/g, '') : '';
  if (!isBase64(base64)) return void problems.add(`${at}.data`, `${at}.data must be the audio in base64.`);
  return { type: 'audio', source: { kind: 'data', mediaType, base64 } };
}

function readAudioUrl(given: unknown, at: string, problems: Problems): MediaPart | undefined {
  if (!isRecord(given)) return void problems.wrong(at, given, 'an object with url');
  const source = readSource<AudioType>(given.url, `${at}.url`, audioTypes, problems);
  return source && { type: 'audio', source };
}

function readFile(given: unknown, at: string, problems: Problems): MediaPart | undefined {
  if (!isRecord(given)) return void problems.wrong(at, given, 'an object with file_data and filename');
  const { file_data: data, file_id: id, filename } = given;
  if (data === undefined && id !== undefined) {
    return void problems.add(
      `${at}.file_id`,
      `${at}.file_id names a file at a provider; send the file itself as file_data.`,
    );
  }
  if (typeof data !== 'string' || !/^data:/i.test(data)) {
    return void problems.wrong(`${at}.file_data`, data, 'a PDF as data:application/pdf;base64,…');
  }
  if (typeof (filename ?? '') !== 'string') return void problems.wrong(`${at}.filename`, filename, 'a text');
  const source = readData(data, `${at}.file_data`, pdfTypes, problems);
  const name = typeof filename === 'string' ? (filename.split(/[\\/]/).at(-1) ?? '') : '';
  return source && { type: 'pdf', source, name: name.trim() === '' ? 'document.pdf' : name };
}

const readers = { image_url: readImage, input_audio: readAudio, audio_url: readAudioUrl, file: readFile } as const;

function isMedia(type: string): type is keyof typeof readers {
  return Object.hasOwn(readers, type);
}

function readPart(part: unknown, at: string, problems: Problems): UserPart | undefined {
  if (!isRecord(part)) return void problems.wrong(at, part, 'an object with type');
  const { type, text } = part;
  if (type === 'text') {
    if (typeof text === 'string') return { type: 'text', text };
    return void problems.wrong(`${at}.text`, text, 'a text');
  }
  if (typeof type === 'string' && isMedia(type)) return readers[type](part[type], `${at}.${type}`, problems);
  return void problems.wrong(`${at}.type`, type, `one of text, ${Object.keys(readers).join(', ')}`);
}

/** The content of a user's message: a text or parts. Empty texts beside other parts are left out: providers refuse them. */
export function readUserContent(content: unknown, at: string, problems: Problems): readonly UserPart[] {
  if (typeof content === 'string') {
    if (content.trim() === '') problems.add(at, `${at} is empty; a user's message must say something.`);
    return [{ type: 'text', text: content }];
  }
  if (!Array.isArray(content)) {
    problems.wrong(at, content, 'a text or a list of parts');
    return [];
  }
  const before = problems.list.length;
  const parts = content.flatMap((part, index) => readPart(part, `${at}[${index}]`, problems) ?? []);
  const said = parts.filter((part) => part.type !== 'text' || part.text !== '');
  const isBlank = said.every((part) => part.type === 'text' && part.text.trim() === '');
  if (isBlank && problems.list.length === before) {
    problems.add(at, `${at} is empty; a user's message must say something.`);
  }
  return said;
}

/** Content that is text alone: a text, or a list of text parts. `who` names whose message it is. */
export function readTextContent(content: unknown, at: string, who: string, problems: Problems): readonly TextPart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!Array.isArray(content)) {
    problems.wrong(at, content, 'a text or a list of text parts');
    return [];
  }
  return content.flatMap((part, index): TextPart[] => {
    const text = textIn(part);
    if (text !== undefined) return [{ type: 'text', text }];
    const type = isRecord(part) ? part.type : part;
    problems.add(`${at}[${index}]`, `${at}[${index}] is ${show(type ?? null)}; ${who} holds text only.`);
    return [];
  });
}

/** A refusal is what the model said. */
function textIn(part: unknown): string | undefined {
  if (!isRecord(part)) return undefined;
  const text = part.type === 'text' ? part.text : part.type === 'refusal' ? part.refusal : undefined;
  return typeof text === 'string' ? text : undefined;
}
