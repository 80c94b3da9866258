// The settings of the VS Code that `npm start` starts: quiet, offline, and connected to the demo provider.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Written once; the user may change them. */
const beginnings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.startupEditor': 'none',
  'files.autoSave': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'remote.autoForwardPorts': false,
  'git.openRepositoryInParentFolders': 'never',
  'json.schemaDownload.enable': false,
  'js/ts.tsserver.automaticTypeAcquisition.enabled': false,
  'parley.model': 'demo/prose',
};

/** Invented prices of the demo's models, in USD per million tokens, so that costs, budgets and parley/cheapest can be tried. */
const prices = {
  prose: { input: 2, output: 8 },
  quick: { input: 0.1, output: 0.4 },
  slow: { input: 2, output: 8 },
  long: { input: 2, output: 8 },
  thinking: { input: 5, output: 25 },
  json: { input: 2, output: 8 },
  limited: { input: 2, output: 8 },
  overloaded: { input: 2, output: 8 },
  picky: { input: 2, output: 8 },
  short: { input: 2, output: 8 },
  cut: { input: 2, output: 8 },
  'error-429': { input: 2, output: 8 },
};

/** @returns {Record<string, any>} for VS Code's setting */
function modelOverrides() {
  return Object.fromEntries(Object.entries(prices).map(([id, price]) => [`demo/${id}`, { prices: price }]));
}

/**
 * Writes the user's settings: what the user changed stays, the demo provider's address is the one of this start.
 * @param {string} userData
 * @param {{ demoUrl: string, typescriptLibrary: string | undefined }} facts
 */
export function writeSettings(userData, { demoUrl, typescriptLibrary }) {
  const file = path.join(userData, 'User/settings.json');
  const kept = readKept(file);
  const settings = {
    ...beginnings,
    ...kept,
    ...(typescriptLibrary === undefined ? {} : { 'js/ts.tsdk.path': typescriptLibrary }),
    'parley.providers': {
      ...kept['parley.providers'],
      demo: { name: 'Demo', baseUrl: demoUrl, key: 'optional' },
    },
    'parley.modelOverrides': { ...modelOverrides(), ...kept['parley.modelOverrides'] },
  };
  writeFileSync(file, `${JSON.stringify(settings, undefined, 2)}\n`);
}

/** What an earlier start left, and the user changed. @param {string} file @returns {Record<string, any>} */
function readKept(file) {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    const aside = `${file}.old`;
    renameSync(file, aside);
    console.log(`The settings could not be read (comments?). They are kept as ${aside}; starting with fresh ones.`);
    return {};
  }
}
