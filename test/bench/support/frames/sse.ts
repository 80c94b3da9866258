/** The content type of server-sent events. */
export const eventStream = 'text/event-stream; charset=utf-8';

/** A server-sent event without a name. */
export function dataFrame(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

/** A server-sent event whose name stands in its data too. */
export function namedFrame(type: string, fields: object): string {
  return `event: ${type}\n${dataFrame({ type, ...fields })}`;
}
