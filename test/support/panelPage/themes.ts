// What VS Code 1.139 gives a webview in its four default themes, as far as the panel uses it.

/** The themes the panel is looked at in: VS Code's defaults, Dark 2026, Light 2026 and the two high-contrast ones. */
export const themes = ['dark', 'light', 'hcDark', 'hcLight'] as const;
export type Theme = (typeof themes)[number];

/** The classes VS Code puts on the body. */
export const bodyClass: Readonly<Record<Theme, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  hcDark: 'vscode-high-contrast',
  hcLight: 'vscode-high-contrast-light vscode-high-contrast',
};

/** Colours by variable, without the prefix `--vscode-`, in the order of `themes`. A theme may leave one out. */
const colours: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'button-background': ['#297aa0', '#0069cc', '#000000', '#0f4a85'],
  'button-border': ['#297aa0', '#0069cc', '#6fc3df', '#0f4a85'],
  'button-foreground': ['#ffffff', '#ffffff', '#ffffff', '#ffffff'],
  'button-hoverBackground': ['#2b7da3', '#0063c1', '#000000', '#0f4a85'],
  'button-secondaryBackground': ['rgba(0, 0, 0, 0)', '#eaeaea', undefined, '#ffffff'],
  'button-secondaryBorder': ['#333536', '#eaeaea', '#6fc3df', '#0f4a85'],
  'button-secondaryForeground': ['#cccccc', '#202020', '#ffffff', '#292929'],
  'button-secondaryHoverBackground': ['rgba(255, 255, 255, 0.06)', '#f2f3f4', undefined, undefined],
  'chat-requestBackground': ['rgba(18, 19, 20, 0.62)', 'rgba(255, 255, 255, 0.62)', '#0c141f', undefined],
  'chat-requestBubbleBackground': ['rgba(255, 255, 255, 0.07)', 'rgba(0, 105, 204, 0.07)', undefined, undefined],
  contrastActiveBorder: [undefined, undefined, '#f38518', '#006bbd'],
  contrastBorder: [undefined, undefined, '#6fc3df', '#0f4a85'],
  descriptionForeground: ['#8c8c8c', '#606060', 'rgba(255, 255, 255, 0.7)', 'rgba(41, 41, 41, 0.7)'],
  'editor-background': ['#121314', '#ffffff', '#000000', '#ffffff'],
  'editor-foreground': ['#bbbebf', '#202020', '#ffffff', '#292929'],
  'editorWidget-background': ['#202122', '#fafafd', '#0c141f', '#ffffff'],
  'editorWidget-foreground': ['#bfbfbf', '#202020', '#ffffff', '#292929'],
  focusBorder: ['rgba(57, 148, 188, 0.7)', '#0069cc', '#f38518', '#006bbd'],
  foreground: ['#bfbfbf', '#202020', '#ffffff', '#292929'],
  'icon-foreground': ['#8c8c8c', '#606060', '#ffffff', '#292929'],
  'input-background': ['#191a1b', '#ffffff', '#000000', '#ffffff'],
  'input-border': ['#333536', 'rgba(216, 216, 216, 0.4)', '#6fc3df', '#0f4a85'],
  'input-foreground': ['#bfbfbf', '#202020', '#ffffff', '#292929'],
  'list-hoverBackground': [
    'rgba(255, 255, 255, 0.08)',
    'rgba(0, 0, 0, 0.08)',
    'rgba(255, 255, 255, 0.1)',
    'rgba(15, 74, 133, 0.1)',
  ],
  'problemsErrorIcon-foreground': ['#f14c4c', '#e51400', '#f48771', '#b5200d'],
  'problemsWarningIcon-foreground': ['#cca700', '#895503', '#ffd370', '#895503'],
  'progressBar-background': ['#878889', '#0069cc', '#6fc3df', '#0f4a85'],
  'scrollbarSlider-background': [
    'rgba(168, 169, 170, 0.52)',
    'rgba(100, 100, 100, 0.75)',
    'rgba(111, 195, 223, 0.6)',
    'rgba(15, 74, 133, 0.4)',
  ],
  'selection-background': [undefined, undefined, '#008000', undefined],
  'sideBar-background': ['#191a1b', '#fafafd', '#000000', '#ffffff'],
  'textBlockQuote-background': ['#242526', '#eaeaea', undefined, '#f2f2f2'],
  'textBlockQuote-border': ['#2a2b2c', '#f0f1f2', '#ffffff', '#292929'],
  'textCodeBlock-background': ['#242526', '#eaeaea', '#000000', '#f2f2f2'],
  'textLink-activeForeground': ['#53a5ca', '#0069cc', '#21a6ff', '#0f4a85'],
  'textLink-foreground': ['#48a0c7', '#0069cc', '#21a6ff', '#0f4a85'],
  'textPreformat-background': ['#262626', '#ececec', undefined, '#09345f'],
  'textPreformat-foreground': ['#8c8c8c', '#606060', '#ffffff', '#ffffff'],
  'textSeparator-foreground': ['#2a2a2a', '#eeeeee', '#000000', '#292929'],
  'toolbar-hoverBackground': ['rgba(90, 93, 94, 0.31)', 'rgba(0, 0, 0, 0.12)', undefined, undefined],
  'toolbar-hoverOutline': [undefined, undefined, '#f38518', '#006bbd'],
  'widget-border': ['#2a2b2c', '#e2e2e5', '#6fc3df', '#0f4a85'],
  'widget-shadow': ['rgba(0, 0, 0, 0.36)', 'rgba(0, 0, 0, 0)', undefined, undefined],
};

const fonts: Readonly<Record<string, string>> = {
  'font-family': 'system-ui, Ubuntu, "Droid Sans", sans-serif',
  'font-size': '13px',
  'font-weight': 'normal',
  'editor-font-family': '"Droid Sans Mono", monospace',
  'editor-font-size': '14px',
  'editor-font-weight': 'normal',
  'editor-font-feature-settings': '"liga" off, "calt" off',
};

/** The variables of a theme, with their prefix. */
export function themeVariables(theme: Theme): Readonly<Record<string, string>> {
  const column = themes.indexOf(theme);
  const values = Object.entries(colours).flatMap(([name, row]) => {
    const value = row[column];
    return value === undefined ? [] : [[`--vscode-${name}`, value] as const];
  });
  return Object.fromEntries([
    ...values,
    ...Object.entries(fonts).map(([name, value]) => [`--vscode-${name}`, value] as const),
  ]);
}
