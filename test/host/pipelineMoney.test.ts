import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { told } from './inlineFlows.ts';
import { answer as press } from './keyFlows.ts';
import { answer, ask, asked, configure, forgetServers, freshChat, plain, useServers } from './pipelineFlows.ts';
import { ui } from './ui.ts';

describe('what requests cost, in the panel', () => {
  beforeEach(freshChat);
  afterEach(forgetServers);

  it('does not send what the budget does not allow, and sends it once the budget is raised', async () => {
    const prices = { input: 1_000, output: 1_000 };
    const { dear } = await useServers(['dear'], {
      modelOverrides: { 'dear/one': { prices } },
      budget: { perDay: 1 },
    });
    await ui('sendMessage', { text: 'Hello?' });
    const shown = await ui('panelText', { text: 'This request may cost $2.' });
    assert.match(shown, /does not fit into today's budget of \$1\.00 \(\$\d\.\d+ spent\)/);
    assert.match(shown, /Raise…/);
    assert.equal(asked(dear), 0);
    await configure({ budget: { perDay: 1_000 } });
    await ui('panelButton', { name: 'Try Again' });
    assert.match(plain(await answer(await dear.nextCall(), 'Here you are.')), /340 tokens · ≈\$1\.54 ·/);
  });

  it('sends nothing while the budget can not be read', async () => {
    const { unsure } = await useServers(['unsure'], { budget: { perDay: 'much' } });
    await ui('sendMessage', { text: 'Hello?' });
    await ui('panelText', { text: 'parley.budget: perDay is "much"; it must be a number from 0 to 1000000.' });
    assert.equal(asked(unsure), 0);
  });

  it('gives the same answer again without a request where the cache is on, until it is cleared', async () => {
    const { kept } = await useServers(['kept'], { cache: true });
    await answer(await ask(kept, 'The same?'), 'The first time.');
    await freshChat();
    await ui('sendMessage', { text: 'The same?' });
    assert.match(await ui('panelText', { text: 'cached, $0' }), /The first time\./);
    assert.equal(asked(kept), 1);
    await vscode.commands.executeCommand('parley.clearCache');
    await told('No cached answers are left.');
    await freshChat();
    await answer(await ask(kept, 'The same?'), 'The second time.');
    await configure({ cache: false });
    await freshChat();
    await answer(await ask(kept, 'The same?'), 'The third time.');
    assert.equal(asked(kept), 3);
  });

  it('asks the cheapest model that may be chosen, says why, and warns of nothing', async () => {
    const { rich, poor } = await useServers(['rich', 'poor'], {
      model: 'parlay/cheapest',
      automaticModels: ['rich/one', 'poor/two'],
      modelOverrides: {
        'rich/one': { prices: { input: 5, output: 25 } },
        'poor/two': { prices: { input: 0.1, output: 0.4 } },
      },
    });
    await ui('panelText', { text: 'There is no provider "parlay"' });
    await configure({ model: 'parley/cheapest' });
    await ui('sendMessage', { text: 'Hello?' });
    const call = await poor.nextCall();
    assert.equal(call.body.model, 'two');
    const shown = plain(await answer(call, 'For next to nothing.'));
    assert.match(
      shown,
      /poor\/two answers: the cheapest of 2 models that fit, at most about \$0\.000\d+ for this request\./,
    );
    assert.match(shown, /340 tokens · ≈\$0\.00026 ·/);
    assert.doesNotMatch(shown, /There is no provider/);
    assert.equal(asked(rich), 0);
  });
});

describe('a question of the pipeline to the user', () => {
  beforeEach(freshChat);
  afterEach(forgetServers);

  it('is asked before a wait of more than a minute; a no ends the request', async () => {
    const { patient } = await useServers(['patient']);
    const call = await ask(patient, 'Now?');
    call.refuse(429, { message: 'Slow down' }, { 'retry-after': '90' });
    await told('patient/one asks to wait 90 s before the next try.');
    await press('patient/one asks to wait', 'No');
    await ui('panelText', { text: 'Patient is limiting requests. It asks to wait 90 s.' });
    assert.equal(asked(patient), 1);
  });

  it('is asked before many requests for one question, and goes away when the request is stopped', async () => {
    const { eager } = await useServers(['eager'], {
      parameters: { n: 9 },
      modelOverrides: { 'eager/one': { n: 'parallel' } },
    });
    const question = '9 answers of eager/one need 9 requests, each with its own cost.';
    await ui('sendMessage', { text: 'Say a number' });
    await told(question);
    await press(question, 'No');
    await ui('panelText', { text: '9 requests were not sent.' });
    await ui('panelButton', { name: 'Try Again' });
    await told(question);
    await vscode.commands.executeCommand('parley.stop');
    await ui('panelText', { text: 'Stopped' });
    assert.equal(asked(eager), 0);
  });
});
