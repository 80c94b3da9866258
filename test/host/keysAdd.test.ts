import assert from 'node:assert/strict';
import {
  addFirstKey,
  clear,
  enter,
  escapeAt,
  expectNoKey,
  expectNoLeak,
  keyLines,
  removeEverything,
  said,
  serverSet,
  setting,
  start,
  useProviders,
} from './keyFlows.ts';
import { ui } from './ui.ts';

const models = ['nomic-embed-text', 'qwen-coder', 'llama'];

describe('adding a key', () => {
  const servers = serverSet();
  before(removeEverything);
  afterEach(async () => {
    await clear();
    await servers.close();
  });
  after(removeEverything);

  it('recognises a pasted key, tests it, chooses a model and says so', async () => {
    const key = 'gsk_canary0123456789abcdefGROQ';
    const server = await servers.start({ key, models: ['openai/gpt-oss-20b', 'openai/gpt-oss-120b'] });
    await useProviders({ groq: { baseUrl: server.baseUrl } });
    const running = start('parley.addKey');
    await ui('chooseItem', { text: 'Paste an API Key' });
    assert.equal((await ui('quickInput', { text: "kept in VS Code's secret storage" })).shows, 'dots');
    await ui('paste', { text: `export GROQ_API_KEY="${key}"` });
    await ui('quickInput', { text: 'Groq key. Enter tests it at' });
    await ui('press', { key: 'Enter' });
    await running;
    assert.match(await said('Connected to Groq. 2 models; chat uses openai/gpt-oss-120b.'), /Choose Another/);
    assert.equal(setting('parley.model'), 'groq/openai/gpt-oss-120b');
    assert.equal(server.requests[0]?.headers.authorization, `Bearer ${key}`);
    assert.equal(server.requests[1]?.headers.authorization, undefined);
  });

  it('takes a key pasted into the filter of the list to where it is hidden', async () => {
    const running = start('parley.addKey');
    await ui('quickInput', { text: 'Paste a key, or choose a provider' });
    await ui('paste', { text: 'xai-canary0123456789abcdef' });
    const box = await ui('quickInput', { text: 'xAI key. Enter tests it at' });
    assert.equal(box.shows, 'dots');
    await escapeAt(running, 'Paste an API Key');
  });

  it('asks whose key it is when the shape fits several', async () => {
    const key = 'sk-canary0123456789abcdefDEEP';
    const server = await servers.start({ key, models: ['deepseek-v4-pro'] });
    await useProviders({ deepseek: { baseUrl: server.baseUrl } });
    const running = start('parley.addKey');
    await ui('chooseItem', { text: 'Paste an API Key' });
    await ui('quickInput', { text: 'secret storage' });
    await enter(key);
    const list = await ui('quickInput', { text: 'Whose Key Is It?' });
    assert.match(list.items[0] ?? '', /OpenAI/);
    await ui('chooseItem', { text: 'DeepSeek' });
    await running;
    await said('Connected to DeepSeek. 1 model;');
    assert.equal(server.requests[0]?.headers.authorization, `Bearer ${key}`);
  });

  it('goes back to the input with what is wrong when the key is rejected', async () => {
    const key = 'xai-canary0123456789abcdefRIGHT';
    const server = await servers.start({ key, models: ['grok-4'] });
    await useProviders({ xai: { baseUrl: server.baseUrl } });
    const running = start('parley.addKey', 'xai');
    await ui('quickInput', { text: 'Add API Key: xAI' });
    await enter('xai-canary0123456789abcdefWRONG');
    const box = await ui('quickInput', { text: 'xAI rejected the key for 127.0.0.1' });
    assert.equal(box.value, 'xai-canary0123456789abcdefWRONG');
    assert.equal(box.shows, 'dots');
    await enter(key);
    await running;
    await said('Connected to xAI');
  });

  it('refuses what can not be a key before anything is sent', async () => {
    const server = await servers.start({ models });
    await useProviders({ together: { baseUrl: server.baseUrl } });
    const running = start('parley.addKey', 'together');
    await ui('quickInput', { text: 'Add API Key: Together AI' });
    await enter('tgp_v1_abc…wxyz');
    await ui('quickInput', { text: 'This is a shortened key' });
    await escapeAt(running, 'This is a shortened key');
    assert.equal(server.requests.length, 0);
    await expectNoKey('together');
  });

  it('keeps a key that could not be tested only when the user says so', async () => {
    const server = await servers.start({ models });
    server.behave({ type: 'status', status: 500 });
    await useProviders({ together: { baseUrl: server.baseUrl } });
    const running = start('parley.addKey', 'together');
    await ui('quickInput', { text: 'Add API Key: Together AI' });
    await enter('tgp_v1_canary0123456789');
    await ui('quickInput', { text: 'The models could not be listed. Together AI had an internal error (500).' });
    await ui('chooseItem', { text: 'Save Anyway' });
    await running;
    await said('Saved Together AI without a test');
    assert.equal((await keyLines('together')).length, 1);
  });

  it('leaves nothing behind when it is cancelled, at whichever step', async () => {
    const server = await servers.start({ key: 'fw_canary0123456789', models });
    await useProviders({ fireworks: { baseUrl: server.baseUrl } });
    await escapeAt(start('parley.addKey'), 'Paste a key, or choose a provider');
    await escapeAt(start('parley.addKey', 'fireworks'), 'Add API Key: Fireworks AI');

    server.behave({ type: 'hang' });
    const hanging = start('parley.addKey', 'fireworks');
    await ui('quickInput', { text: 'Add API Key: Fireworks AI' });
    await enter('fw_canary0123456789');
    await escapeAt(hanging, 'Asking 127.0.0.1');
    await expectNoKey('fireworks');
  });

  it('offers the variables of the environment, and reads none that is not chosen', async () => {
    const key = 'canary0123456789abcdefMISTRAL';
    const server = await servers.start({ key, models: ['mistral-medium-latest'] });
    await useProviders({ mistral: { baseUrl: server.baseUrl } });
    process.env.MISTRAL_API_KEY = key;
    try {
      const looking = start('parley.addKey');
      const list = await ui('quickInput', { text: 'Use MISTRAL_API_KEY' });
      assert.ok(!JSON.stringify(list).includes(key));
      await escapeAt(looking, 'Use MISTRAL_API_KEY');
      assert.equal(server.requests.length, 0);
      await expectNoKey('mistral');

      const using = start('parley.addKey');
      await ui('quickInput', { text: 'Use MISTRAL_API_KEY' });
      await ui('chooseItem', { text: 'Use MISTRAL_API_KEY' });
      await using;
      await said('Connected to Mistral');
      assert.match((await keyLines('mistral'))[0] ?? '', /MISTRAL_API_KEY.*added just now.*active/);
    } finally {
      delete process.env.MISTRAL_API_KEY;
    }
  });

  it('offers a server that runs on this machine, and connects it without a key', async () => {
    const server = await servers.start({ api: 'ollama', models });
    await useProviders({ ollama: { baseUrl: server.baseUrl } });
    const running = start('parley.addKey');
    await ui('quickInput', { text: 'Use Ollama' });
    assert.equal(server.requests[0]?.headers.authorization, undefined);
    await ui('chooseItem', { text: 'Use Ollama' });
    await running;
    await said('Connected to Ollama. 3 models');
    assert.match((await keyLines('ollama'))[0] ?? '', /\(no key\)/);
  });

  it('says so when the list of models proves nothing about the key', async () => {
    const server = await servers.start({ models });
    await useProviders({ openrouter: { baseUrl: server.baseUrl } });
    const running = start('parley.addKey', 'openrouter');
    await ui('quickInput', { text: 'Add API Key: OpenRouter' });
    await enter('sk-or-v1-canary0123456789');
    await running;
    await said('OpenRouter lists its models to anyone');
  });

  it('keeps the model that is chosen and can be used', async () => {
    const first = await servers.start({ models: ['first-model'] });
    const second = await servers.start({ models: ['second-model'] });
    await useProviders({ lmstudio: { baseUrl: first.baseUrl }, vllm: { baseUrl: second.baseUrl } });
    await addFirstKey('lmstudio', 'canary0123456789one');
    const before = setting('parley.model');
    const running = start('parley.addKey', 'vllm');
    await ui('quickInput', { text: 'Add API Key: vLLM' });
    await enter('');
    await running;
    await said(`Connected to vLLM. 1 model; chat keeps using ${before}`);
    assert.equal(setting('parley.model'), before);
  });

  it('leaves no key in a file, log or page', async () => {
    await expectNoLeak([
      'canary0123456789abcdef',
      'tgp_v1_canary0123456789',
      'canary0123456789one',
      'sk-or-v1-canary0123456789',
    ]);
  });
});
