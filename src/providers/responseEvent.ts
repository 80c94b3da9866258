import type { ResponseEvent } from '../core/chat/events.ts';
import { asText } from '../core/json.ts';

/** The longest id that is kept; a longer one is no id. */
const longestId = 200;

/** Who answers, and under which id: as the response names them. */
export function responseEvent(model: string, id: unknown): ResponseEvent {
  const text = asText(id);
  return text === undefined || text.length > longestId
    ? { type: 'response', model }
    : { type: 'response', model, id: text };
}
