import type { Provider } from '../../../../src/core/chat/provider.ts';
import { wireStandards } from '../../../../src/core/models/wireStandards.ts';
import type { RunDeps } from '../../../../src/core/run/deps.ts';
import type { NetworkApi } from '../frames.ts';
import type { Pipeline } from '../pipelineBuild.ts';
import { depsFor, providerAt, questionTo } from '../pipelineDeps.ts';
import type { ReadAnswer } from './readAnswer.ts';

/** Through the pipeline and the adapter. */
export async function readByParley(pipeline: Pipeline, api: NetworkApi, origin: string): Promise<ReadAnswer> {
  return readByPipeline(pipeline, depsFor(await providerAt(pipeline, api, origin), api, origin));
}

/** Through the pipeline. */
export function readByPipeline({ complete }: Pipeline, deps: RunDeps): ReadAnswer {
  return async (model) => {
    let text = '';
    for await (const event of complete(questionTo(model), deps, new AbortController().signal)) {
      if (event.type === 'text') text += event.text;
      if (event.type === 'finish' && event.reason !== 'stop') throw new Error(`the answer ended with ${event.reason}`);
    }
    return text;
  };
}

/** Through the adapter alone. */
export function readByAdapter(provider: Provider, api: NetworkApi): ReadAnswer {
  return async (model) => {
    let text = '';
    const { messages, parameters, tools } = questionTo(model);
    const request = { model, messages, parameters, tools, capabilities: wireStandards[api] };
    for await (const event of provider.stream(request, new AbortController().signal)) {
      if (event.type === 'text') text += event.text;
    }
    return text;
  };
}
