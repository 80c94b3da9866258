import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChatServer } from '../support/chatServer.ts';
import {
  answer,
  ask,
  asked,
  configure,
  forgetServers,
  freshChat,
  parametersOf,
  plain,
  times,
  useServers,
} from './pipelineFlows.ts';
import { ui } from './ui.ts';

/** Answers every try of a model with 503, which asks for no long wait. */
async function beOverloaded(server: ChatServer, tries: number): Promise<void> {
  for (let left = tries; left > 0; left -= 1) {
    const call = await server.nextCall();
    call.refuse(503, { message: 'Overloaded' }, { 'retry-after-ms': '5' });
  }
}

describe('a request on its way, in the panel', () => {
  beforeEach(freshChat);
  afterEach(forgetServers);

  it('waits as long as a limit asks, counted down, until Cancel ends it', async () => {
    const { limited } = await useServers(['limited']);
    const call = await ask(limited, 'Now?');
    call.refuse(429, { message: 'Slow down', type: 'requests' }, { 'retry-after': '5' });
    const shown = plain(await ui('panelText', { text: 'Trying again' }));
    const left = /Limited is limiting requests\. It asks to wait 5 s\. Trying again \(2 of 3\) in (\d) s/.exec(shown);
    assert.ok(left, shown);
    await ui('panelText', { text: `in ${Number(left[1]) - 1} s` });
    await ui('panelButton', { name: 'Cancel' });
    await ui('panelText', { text: 'Stopped' });
    // The address asked everybody to wait: the next question passes when the cancelled one would have, and it comes alone.
    await ui('sendMessage', { text: 'And now?' });
    await ui('panelText', { text: 'Another request was told to wait. Trying again in' });
    const next = await limited.nextCall();
    assert.match(JSON.stringify(next.body.messages.at(-1)), /And now\?/);
    await answer(next, 'Now it is.');
    assert.equal(asked(limited), 2);
  });

  it('asks again after the wait, and shows the answer without a trace of it', async () => {
    const { hurried } = await useServers(['hurried']);
    const call = await ask(hurried, 'Now?');
    call.refuse(429, { message: 'Slow down' }, { 'retry-after': '1' });
    await ui('panelText', { text: 'Trying again' });
    const again = await hurried.nextCall();
    assert.deepEqual(again.body, call.body);
    assert.doesNotMatch(await answer(again, 'After a while.'), /limiting|Trying again/);
    assert.equal(asked(hurried), 2);
  });

  it('asks the fallback model when the first can not answer, and names both', async () => {
    const { shaky, steady } = await useServers(['shaky', 'steady'], {
      parameters: { fallback_models: ['steady/two'] },
    });
    await ui('sendMessage', { text: 'Hello?' });
    await beOverloaded(shaky, 3);
    const call = await steady.nextCall();
    assert.equal(call.body.model, 'two');
    const shown = await answer(call, 'Here I am.');
    assert.match(shown, /Shaky is overloaded\. steady\/two was asked instead\./);
    assert.equal(asked(shaky), 3);
  });

  it("ignores a workspace's fallback_models and extra_body, and takes its other parameters", async () => {
    const { own, trap } = await useServers(['own', 'trap'], { parameters: { temperature: 0.5 } });
    const workspace = { seed: 7, fallback_models: ['trap/one'], extra_body: { store: true } };
    const write = (value: unknown) =>
      vscode.workspace.getConfiguration().update('parley.parameters', value, vscode.ConfigurationTarget.Workspace);
    await write(workspace);
    try {
      const call = await ask(own, 'Hello?');
      assert.deepEqual(parametersOf(call), { temperature: 0.5, seed: 7 });
      call.refuse(503, { message: 'Overloaded' }, { 'retry-after-ms': '5' });
      await beOverloaded(own, 2);
      await ui('panelText', { text: 'Own is overloaded.' });
      assert.deepEqual(trap.paths, []);
    } finally {
      await write(undefined);
    }
  });

  it('leaves out a parameter that a 400 names, says so, and remembers it until told to forget', async () => {
    const { picky } = await useServers(['picky'], { parameters: { seed: 7, temperature: 0.5 } });
    const call = await ask(picky, 'Hello?');
    assert.deepEqual(parametersOf(call), { seed: 7, temperature: 0.5 });
    call.refuse(400, { message: "Unsupported parameter: 'seed'.", param: 'seed', code: 'unsupported_parameter' });
    const again = await picky.nextCall();
    assert.deepEqual(parametersOf(again), { temperature: 0.5 });
    assert.match(await answer(again, 'Without it.'), /picky\/one does not take seed/);

    await freshChat();
    const next = await ask(picky, 'And now?');
    assert.deepEqual(parametersOf(next), { temperature: 0.5 });
    assert.match(await answer(next, 'At once.'), /does not take seed \(it refused it before\)/);

    await vscode.commands.executeCommand('parley.forgetRefusals');
    await freshChat();
    const forgotten = await ask(picky, 'And now?');
    assert.deepEqual(parametersOf(forgotten), { seed: 7, temperature: 0.5 });
    assert.doesNotMatch(await answer(forgotten, 'With it.'), /does not take/);
    assert.equal(asked(picky), 4);
  });

  it('does not ask a retired model, and names its successor', async () => {
    const { openai } = await useServers(['openai'], { model: 'openai/gpt-4-turbo-preview' });
    await ui('sendMessage', { text: 'Hello?' });
    const shown = await ui('panelText', { text: 'openai/gpt-4-turbo-preview was retired.' });
    assert.match(shown, /Use openai\/gpt-6\.1-terra instead\.\s+Choose Model/);
    await configure({ model: 'openai/gpt-6.1-terra' });
    await ui('panelButton', { name: 'Try Again' });
    assert.equal((await openai.nextCall()).body.model, 'gpt-6.1-terra');
    assert.equal(asked(openai), 1);
  });
});

describe('answers of the pipeline, in the panel', () => {
  beforeEach(freshChat);
  afterEach(forgetServers);

  it('goes on with a cut answer in the same answer, without what is repeated, and tries again beside it', async () => {
    const { torn } = await useServers(['torn']);
    const call = await ask(torn, 'Tell me');
    call.send('The tale begins at the old mill');
    await ui('panelText', { text: 'old mill' });
    call.cut();
    await ui('panelText', { text: 'Interrupted' });
    await ui('panelButton', { name: 'Continue' });
    const rest = await torn.nextCall();
    const [question, partial, instruction] = rest.body.messages;
    assert.equal(rest.body.messages.length, 3);
    assert.deepEqual([question?.role, partial?.role, instruction?.role], ['user', 'assistant', 'user']);
    assert.equal(partial?.content, 'The tale begins at the old mill');
    assert.match(JSON.stringify(instruction?.content), /Continue it exactly where it ended/);
    rest.send('at the old mill and ends in the valley.');
    rest.finish();
    const whole = await ui('panelText', { text: 'and ends in the valley.' });
    assert.equal(times(whole, 'old mill'), 1);
    assert.match(whole, /Continued/);

    await ui('panelText', { text: '1,204 → 340 tokens' });
    await ui('panelButton', { name: 'Try Again' });
    const again = await torn.nextCall();
    assert.deepEqual(again.body.messages, call.body.messages);
    assert.doesNotMatch(await answer(again, 'Another tale.'), /old mill/);
    await ui('panelButton', { name: 'Previous Answer' });
    await ui('panelText', { text: 'and ends in the valley.' });
    const next = await ask(torn, 'Whose mill?');
    assert.equal(next.body.messages[1]?.content, 'The tale begins at the old mill and ends in the valley.');
  });

  it('shows three answers of one request behind the pager', async () => {
    const { triple } = await useServers(['triple'], { parameters: { n: 3 } });
    const call = await ask(triple, 'Say a number');
    assert.equal(call.body.n, 3);
    for (const [choice, text] of ['Number one', 'Number two', 'Number three'].entries()) call.send(text, choice);
    call.finish('stop', 3);
    await expectThree(['Number one', 'Number two', 'Number three']);
    assert.equal(asked(triple), 1);
  });

  it('asks a model that gives one answer at a time three times, side by side', async () => {
    const { single } = await useServers(['single'], {
      parameters: { n: 3 },
      modelOverrides: { 'single/one': { n: 'parallel' } },
    });
    await ui('sendMessage', { text: 'Say a number' });
    const calls = [await single.nextCall(), await single.nextCall(), await single.nextCall()];
    for (const [place, call] of calls.entries()) {
      assert.equal(call.body.n, undefined);
      call.send(`Number ${place}`);
      call.finish();
    }
    await ui('panelText', { text: 'single/one gives one answer at a time. It was asked 3 times.' });
    await expectThree(['Number 0', 'Number 1', 'Number 2']);
  });

  it('shows an answer that does not fit its schema as it is, and why it does not fit', async () => {
    const schema = {
      type: 'object',
      properties: { population: { type: 'integer' } },
      required: ['population'],
      additionalProperties: false,
    };
    const format = { type: 'json_schema', json_schema: { name: 'city', schema } };
    const { formal } = await useServers(['formal'], { parameters: { response_format: format } });
    const call = await ask(formal, 'Bern?');
    assert.deepEqual(call.body.response_format, format);
    const shown = await answer(call, '{"population": "many"}');
    assert.match(shown, /The answer does not fit the schema at \S*population/);
    await freshChat();
    const fitting = await ask(formal, 'Bern?');
    assert.doesNotMatch(await answer(fitting, '{"population": 137000}'), /does not fit/);
  });
});

/** Pages through the three answers of the shown turn, which stand in any order. */
async function expectThree(texts: readonly string[]): Promise<void> {
  await ui('panelText', { text: 'for 3 answers together' });
  const seen: string[] = [];
  for (const place of [1, 2, 3]) {
    if (place > 1) await ui('panelButton', { name: 'Next Answer' });
    const shown = await ui('panelText', { text: `${place}/3` });
    seen.push(...texts.filter((text) => shown.includes(text)));
  }
  assert.deepEqual(seen.toSorted(), texts.toSorted());
}
