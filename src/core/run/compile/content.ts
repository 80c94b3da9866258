import type { Message, UserPart } from '../../chat/message.ts';
import { ChatError } from '../../errors.ts';
import type { CompileTarget } from '../compile.ts';

const words = { image: 'images', audio: 'audio', pdf: 'PDF files' } as const;

function objection(part: UserPart, { ref, capabilities }: CompileTarget): string | undefined {
  if (part.type === 'text') return undefined;
  const what = words[part.type];
  if (capabilities[part.type] === 'no') return `${ref} does not take ${what}. Remove them or choose a model that does.`;
  const { source } = part;
  const isImage = part.type === 'image' && source.kind === 'data';
  if (isImage && !capabilities.imageTypes.some((type) => type === source.mediaType)) {
    const taken = capabilities.imageTypes.map((type) => type.slice('image/'.length).toUpperCase()).join(', ');
    return `${ref} takes no ${source.mediaType.slice('image/'.length).toUpperCase()} images, but ${taken}. Convert the image first.`;
  }
  if (part.source.kind === 'url' && !capabilities.fetches.includes(part.type)) {
    return `${ref} needs the bytes of ${what}, not an address. Attach the file itself instead of ${shortened(part.source.url)}.`;
  }
  return undefined;
}

function shortened(url: string): string {
  return url.length > 80 ? `${url.slice(0, 77)}…` : url;
}

/** Nothing a model can't take leaves this machine. @throws ChatError `contentNotTaken`, which names the first such thing */
export function refuseContent(messages: readonly Message[], tools: readonly unknown[], target: CompileTarget): void {
  if (tools.length > 0 && target.capabilities.tools === 'no') {
    throw new ChatError('contentNotTaken', { detail: `${target.ref} takes no tools. Choose a model that does.` });
  }
  for (const message of messages) {
    if (message.role !== 'user') continue;
    for (const part of message.parts) {
      const detail = objection(part, target);
      if (detail) throw new ChatError('contentNotTaken', { detail });
    }
  }
}
