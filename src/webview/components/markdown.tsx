import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { SeamView } from '../../protocol/panel.ts';
import { StreamingMarkdown } from '../markdown/streamingMarkdown.ts';

interface MarkdownProps {
  readonly text: string;
  /** 'open' while more may come. */
  readonly stage: 'open' | 'complete';
  /** Where it was continued. */
  readonly seams?: readonly SeamView[];
}

const noSeams: readonly SeamView[] = [];

/** Markdown, rendered outside of the component tree: what a delta does not change is not even looked at. */
export function Markdown({ text, stage, seams = noSeams }: MarkdownProps) {
  const root = useRef<HTMLDivElement>(null);
  const island = useRef<StreamingMarkdown>(undefined);
  useLayoutEffect(() => {
    if (root.current) island.current ??= new StreamingMarkdown(root.current);
    island.current?.update(text, stage, seams);
  }, [text, stage, seams]);
  useEffect(() => () => island.current?.dispose(), []);
  return <div ref={root} class="markdown" dir="auto" />;
}
