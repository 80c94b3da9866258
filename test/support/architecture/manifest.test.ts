import assert from 'node:assert/strict';
import { type DeclaredIds, type Manifest, manifestFindings } from './manifest.ts';

describe('the ids of package.json and the code', () => {
  const declared: DeclaredIds = {
    commands: { stop: 'parley.stop' },
    settings: { model: 'parley.model' },
    views: { chat: 'parley.chat' },
    contextKeys: { answering: 'parley.answering' },
  };
  const contributes = {
    commands: [{ command: 'parley.stop', enablement: 'parley.answering' }],
    configuration: [{ properties: { 'parley.model': {} } }],
    views: { parley: [{ id: 'parley.chat' }] },
    menus: { 'view/title': [{ command: 'parley.stop', when: 'view == parley.chat && config.parley.model' }] },
  };

  it('may agree', () => {
    assert.deepEqual(manifestFindings({ contributes }, declared), []);
  });

  const disagreements: Readonly<Record<string, [Manifest, DeclaredIds]>> = {
    'a command only in package.json': [
      { contributes: { ...contributes, commands: [...contributes.commands, { command: 'parley.go' }] } },
      declared,
    ],
    'a command only in code': [{ contributes }, { ...declared, commands: { ...declared.commands, go: 'parley.go' } }],
    'a command twice': [
      { contributes: { ...contributes, commands: [...contributes.commands, ...contributes.commands] } },
      declared,
    ],
    'a menu entry for no command': [
      { contributes: { ...contributes, menus: { 'view/title': [{ command: 'parley.go' }] } } },
      declared,
    ],
    'a condition on no setting': [
      {
        contributes: {
          ...contributes,
          menus: { 'view/title': [{ command: 'parley.stop', when: 'config.parley.other' }] },
        },
      },
      declared,
    ],
    'a setting only in package.json': [
      { contributes: { ...contributes, configuration: { properties: { 'parley.model': {}, 'parley.other': {} } } } },
      declared,
    ],
    'a setting only in code': [
      { contributes },
      { ...declared, settings: { ...declared.settings, other: 'parley.other' } },
    ],
    'a view only in code': [{ contributes }, { ...declared, views: { ...declared.views, other: 'parley.other' } }],
    'a context key only in a when clause': [{ contributes }, { ...declared, contextKeys: {} }],
    'a context key only in code': [
      { contributes },
      { ...declared, contextKeys: { ...declared.contextKeys, b: 'parley.b' } },
    ],
    'proposed API': [{ contributes, enabledApiProposals: [] }, declared],
  };
  for (const [name, [manifest, ids]] of Object.entries(disagreements)) {
    it(`must not disagree: ${name}`, () => {
      assert.equal(manifestFindings(manifest, ids).length, 1);
    });
  }
});
