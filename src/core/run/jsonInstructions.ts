import type { ResponseFormat } from '../chat/params.ts';

/** The words that ask for JSON where an API has no form for it. '' for text. */
export function jsonInstructions(format: ResponseFormat): string {
  switch (format.type) {
    case 'text':
      return '';
    case 'json_object':
      return 'Answer with one valid JSON object and nothing else: no explanation and no code fence.';
    case 'json_schema': {
      const { schema, description } = format.json_schema;
      const about = description ? `${description}\n` : '';
      return `Answer with one valid JSON value that fits this JSON Schema, and nothing else: no explanation and no code fence.\n${about}${JSON.stringify(schema)}`;
    }
  }
}
