/** Every id that `package.json` and the code share, typed once. `test/architecture.test.ts` holds the two together. */

export const commands = {
  addKey: 'parley.addKey',
  removeKey: 'parley.removeKey',
  switchKey: 'parley.switchKey',
  testConnection: 'parley.testConnection',
  chooseModel: 'parley.chooseModel',
  newChat: 'parley.newChat',
  stop: 'parley.stop',
  attachFile: 'parley.attachFile',
  explainSelection: 'parley.explainSelection',
  generateInline: 'parley.generateInline',
  acceptInline: 'parley.acceptInline',
  rejectInline: 'parley.rejectInline',
  openSettings: 'parley.openSettings',
  showLog: 'parley.showLog',
} as const;

export const settings = {
  model: 'parley.model',
  roles: 'parley.roles',
  providers: 'parley.providers',
  parameters: 'parley.parameters',
  systemPrompt: 'parley.systemPrompt',
  sendKey: 'parley.sendKey',
} as const;

export const views = {
  chat: 'parley.chat',
} as const;

export const contextKeys = {
  /** True while the active editor holds a generation that is streaming or waits for Accept or Reject. */
  inlinePending: 'parley.inlinePending',
  /** True while an answer streams in the panel. */
  answering: 'parley.answering',
} as const;
