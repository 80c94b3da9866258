import type { SentRequest } from '../../core/run/deps.ts';
import type { Database } from './database.ts';
import { cutTo, withoutKeys } from './keyLike.ts';

/** Requests that are kept, over all windows, the newest. */
export const requestsKept = 50;
/** Of a body, in bytes. */
export const bodyBytes = 2 * 1024 * 1024;

export interface SentOptions {
  /** How keys begin, as the catalogue says. */
  readonly keyPrefixes: readonly string[];
  /** Secrets that are known now, replaced wherever they stand. */
  readonly secrets: () => readonly string[];
}

/** The last requests as they were sent, for the user to look at. Never a key. */
export interface SentRequests {
  /** Resolves when it is kept; never rejects. */
  add(request: SentRequest): Promise<void>;
  /** Newest first. */
  list(): Promise<readonly SentRequest[]>;
  clear(): Promise<void>;
}

/** A request as it may be kept: cut where it is too long, without what looks like a key. */
export function keepable(request: SentRequest, { keyPrefixes, secrets }: SentOptions): SentRequest {
  const known = secrets();
  const clean = (text: string) => withoutKeys(text, keyPrefixes, known);
  const { text, cut } = cutTo(request.body, bodyBytes);
  const body =
    cut === 'cut' ? `${clean(text)}\n[cut here: the whole request has ${request.body.length} characters]` : clean(text);
  return { at: Math.round(request.at), model: request.model, url: clean(request.url), body };
}

export function createSentRequests(database: Database, options: SentOptions): SentRequests {
  let last: Promise<unknown> = Promise.resolve();
  async function write(request: SentRequest): Promise<void> {
    try {
      const { at, model, url, body } = keepable(request, options);
      await database.write((db) => {
        db.run('INSERT INTO sent_requests (at, model, url, body) VALUES (?, ?, ?, ?)', at, model, url, body);
        db.run('DELETE FROM sent_requests WHERE id <= (SELECT max(id) FROM sent_requests) - ?', requestsKept);
      });
    } catch {
      // It is a convenience: the call goes on.
    }
  }
  return {
    add(request) {
      const writing = write(request);
      last = writing;
      return writing;
    },
    async list() {
      await last;
      const rows = await database.read((db) => db.all('SELECT * FROM sent_requests ORDER BY id DESC'));
      return rows.map(({ at, model, url, body }) => ({
        at: Number(at),
        model: String(model),
        url: String(url),
        body: String(body),
      }));
    },
    clear: () => database.erase((db) => db.run('DELETE FROM sent_requests')),
  };
}
