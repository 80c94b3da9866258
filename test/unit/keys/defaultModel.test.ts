import assert from 'node:assert/strict';
import { defaultModel } from '../../../src/core/models/defaultModel.ts';

function chosen(defaultModels: readonly string[], ids: readonly string[]): string | undefined {
  return defaultModel(
    { defaultModels },
    ids.map((id) => ({ id })),
  );
}

describe('the model to start with', () => {
  it('is the first preference that is listed', () => {
    assert.equal(chosen(['big', 'small'], ['other', 'small', 'big']), 'big');
    assert.equal(chosen(['gone', 'small'], ['other', 'small', 'big']), 'small');
  });

  it('may only begin like the preference: no variant, and the latest', () => {
    assert.equal(chosen(['sonnet-5'], ['sonnet-5-mini-long', 'sonnet-5-0901', 'sonnet-5-1001']), 'sonnet-5-1001');
  });

  it('is an exact match before one that begins alike', () => {
    assert.equal(chosen(['gpt-6'], ['gpt-6a', 'gpt-6']), 'gpt-6');
  });

  it('is the first chat model where nothing is preferred', () => {
    assert.equal(chosen([], ['nomic-embed-text', 'whisper-1', 'qwen', 'llama']), 'qwen');
    assert.equal(chosen(['gone'], ['text-embedding-3', 'qwen']), 'qwen');
  });

  it('is no model for something else that only begins like the preference', () => {
    assert.equal(chosen(['gem-3'], ['gem-3-image', 'gem-3-pro-preview']), 'gem-3-pro-preview');
    assert.equal(chosen(['gem-3-image'], ['gem-3-image', 'gem-3-pro']), 'gem-3-image');
  });

  it('is what the provider says is for chat, however it is called', () => {
    const models = [{ id: 'b', use: 'other' }, { id: 'image-chat', use: 'chat' }, { id: 'c' }] as const;
    assert.equal(defaultModel({ defaultModels: ['b'] }, models), 'image-chat');
    assert.equal(defaultModel({ defaultModels: [] }, [{ id: 'b', use: 'other' }]), undefined);
  });

  it('is the first of all where none looks like chat, and none where none is listed', () => {
    assert.equal(chosen([], ['my-embedding']), 'my-embedding');
    assert.equal(chosen(['gone'], []), undefined);
  });
});
