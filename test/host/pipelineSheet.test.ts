import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answer, ask, configure, forgetServers, freshChat, parametersOf, useServers } from './pipelineFlows.ts';
import { ui } from './ui.ts';

describe('the parameter sheet of the panel', () => {
  beforeEach(async () => {
    await freshChat();
    await ui('openSheet');
  });

  afterEach(async () => {
    await ui('clearSheet');
    await forgetServers();
  });

  it('sends what is set in it, over the settings, until Reset', async () => {
    const { sheeted } = await useServers(['sheeted'], { parameters: { temperature: 0.9, seed: 7 } });
    await ui('setField', { label: 'Temperature', value: '0.3' });
    await ui('setField', { label: 'Stop at', value: 'END' });
    const call = await ask(sheeted, 'Hello?');
    assert.deepEqual(parametersOf(call), { temperature: 0.3, seed: 7, stop: ['END'] });
    await answer(call, 'Cool.');
    await ui('sheetSays', { text: 'Parameters: 2 set' });

    await freshChat();
    await ui('panelButton', { name: 'Reset' });
    assert.equal(await ui('fieldValue', { label: 'Temperature' }), '');
    const next = await ask(sheeted, 'Hello?');
    assert.deepEqual(parametersOf(next), { temperature: 0.9, seed: 7 });
    await answer(next, 'Warm.');
    await ui('sheetSays', { text: 'Parameters' });
  });

  it('sends what a preset means for the model, the own one of the settings too', async () => {
    const presets = { terse: { name: 'Terse', temperature: 0.1, visible_tokens: 50 } };
    const { tuned } = await useServers(['tuned'], { presets });
    await ui('setField', { label: 'Preset', value: 'Factual' });
    const call = await ask(tuned, 'Hello?');
    assert.deepEqual(parametersOf(call), { temperature: 0.3, top_p: 0.8 });
    await answer(call, 'A fact.');
    await freshChat();
    await ui('setField', { label: 'Preset', value: 'Terse' });
    const next = await ask(tuned, 'Hello?');
    assert.deepEqual(parametersOf(next), { temperature: 0.1, max_tokens: 50 });
    await answer(next, 'Yes.');
  });

  it('says what is wrong with a value, and does not send it', async () => {
    const { careful } = await useServers(['careful']);
    await ui('setField', { label: 'Temperature', value: '3' });
    await ui('setField', { label: 'Seed', value: '4' });
    await ui('panelText', { text: 'temperature is 3; it must be a number from 0 to 2.' });
    await ui('sheetSays', { text: 'Parameters: 2 set, 1 not valid' });
    const call = await ask(careful, 'Hello?');
    assert.deepEqual(parametersOf(call), { seed: 4 });
    await answer(call, 'Without it.');
  });

  it('turns off what the model does not take, and says so', async () => {
    await useServers(['coolest'], { modelOverrides: { 'coolest/one': { takes: { temperature: 'no' } } } });
    await ui('panelText', { text: 'The model does not take it.' });
    await configure({ modelOverrides: undefined });
    await ui('setField', { label: 'Temperature', value: '1' });
    await ui('sheetSays', { text: 'Parameters: 1 set' });
  });

  it('stays as it is when the webview is reloaded', async () => {
    const { lasting } = await useServers(['lasting']);
    await ui('setField', { label: 'Temperature', value: '0.3' });
    await ui('setField', { label: 'Answer as', value: 'JSON' });
    await ui('typeDraft', { text: '' });
    await ui('markPanel');
    await vscode.commands.executeCommand('workbench.action.webview.reloadWebviewAction');
    await ui('panelIsNew');
    assert.equal(await ui('fieldValue', { label: 'Temperature' }), '0.3');
    assert.equal(await ui('fieldValue', { label: 'Answer as' }), 'json_object');
    const call = await ask(lasting, 'As JSON?');
    assert.deepEqual(parametersOf(call), { temperature: 0.3, response_format: { type: 'json_object' } });
    await answer(call, '{}');
  });
});
