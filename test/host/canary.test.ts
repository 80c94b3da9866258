import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findSecret } from '../support/canary.ts';
import { type ChatCall, type ChatServer, startChatServer } from '../support/chatServer.ts';
import { addFirstKey, removeEverything, useProviders } from './keyFlows.ts';
import { ui } from './ui.ts';

const canary = 'sk-canary-7Qm2xV9rT4bN8zL1wK5p';
const user = vscode.ConfigurationTarget.Global;

/** What a provider may do to bring a key into the open: it says it back in every way it can. */
const faults: readonly {
  readonly name: string;
  readonly play: (call: ChatCall) => void | Promise<void>;
  readonly shows: string;
}[] = [
  {
    name: 'quotes the key in a 401',
    play: (call) => call.refuse(401, { message: `Incorrect API key provided: ${canary}`, code: 'invalid_api_key' }),
    shows: 'rejected the key',
  },
  {
    name: 'quotes it in a 400',
    play: (call) => call.refuse(400, { message: `Bad header Authorization: Bearer ${canary}`, code: canary }),
    shows: 'Bad header',
  },
  {
    name: 'quotes it in a 500',
    play: (call) => call.refuse(500, { message: `trace: ${canary}`, type: canary }),
    shows: 'internal error',
  },
  { name: 'cuts the answer off', play: cut, shows: 'cut off' },
  {
    name: 'refuses for want of credit',
    play: (call) => call.refuse(402, { message: `No credit for ${canary}` }),
    shows: 'out of credit',
  },
  {
    name: 'limits requests',
    play: (call) => call.refuse(429, { message: `Limit for key ${canary}` }),
    shows: 'limiting requests',
  },
];

async function cut(call: ChatCall): Promise<void> {
  call.send('Half of it');
  await ui('panelText', { text: 'Half of it' });
  call.cut();
}

describe('the key of a connected provider', () => {
  let server: ChatServer;

  before(async () => {
    await removeEverything();
    server = await startChatServer();
    await useProviders({ mock: { baseUrl: server.baseUrl, key: 'required', name: 'Mock' } });
    await vscode.workspace.getConfiguration().update('parley.model', 'mock/one', user);
    await addFirstKey('mock', canary);
    await vscode.commands.executeCommand('parley.newChat');
    await ui('panelText', { text: 'Ask' });
    await ui('recordMessages');
  });

  after(async () => {
    await removeEverything();
    await server.close();
  });

  for (const { name, play, shows } of faults) {
    it(`is sent, and stays out of sight when the provider ${name}`, async () => {
      await ui('sendMessage', { text: 'Hello?' });
      const call = await server.nextCall();
      assert.equal(call.headers.authorization, `Bearer ${canary}`);
      await play(call);
      const shown = await ui('panelText', { text: shows });
      assert.equal(findSecret(canary, shown), undefined);
    });
  }

  it('is in no message to the panel, no file, no log, no page', async () => {
    const messages = await ui('recordedMessages');
    assert.ok(messages.length >= faults.length, `${messages.length} messages were seen`);
    assert.equal(findSecret(canary, messages.join('\n')), undefined);
    const { files, leaks, frames } = await ui('findLeaks', { secret: canary });
    assert.ok(files > 0, 'something was searched');
    assert.deepEqual(leaks, []);
    assert.deepEqual(frames, []);
  });
});
