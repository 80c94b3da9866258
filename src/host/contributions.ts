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
  countTokens: 'parley.countTokens',
  showUsage: 'parley.showUsage',
  showRequests: 'parley.showRequests',
  clearCache: 'parley.clearCache',
  forgetRefusals: 'parley.forgetRefusals',
} as const;

export const settings = {
  model: 'parley.model',
  roles: 'parley.roles',
  providers: 'parley.providers',
  parameters: 'parley.parameters',
  systemPrompt: 'parley.systemPrompt',
  sendKey: 'parley.sendKey',
  preset: 'parley.preset',
  presets: 'parley.presets',
  modelOverrides: 'parley.modelOverrides',
  automaticModels: 'parley.automaticModels',
  fallbackOn: 'parley.fallbackOn',
  budget: 'parley.budget',
  cache: 'parley.cache',
  timeouts: 'parley.timeouts',
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
