/** What a run of the tests inside VS Code needs to know. */
export interface RunOptions {
  /** Folder of the VS Code server: holds out/server-main.js. */
  readonly vscodeFolder: string;
  /** The Node that the server was built for. */
  readonly serverNode: string;
  /** A Chromium-based browser. */
  readonly browser: string;
  /** The extension under test: a folder (the repository), or a .vsix file. */
  readonly extension: string;
  /** The module that VS Code loads in the extension host; exports `run()`. */
  readonly tests: string;
  /** The folder that is copied and opened, so that tests may write into it. */
  readonly workspace: string;
  /** Added to the user's settings. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Added to the environment of the server and the extension host. */
  readonly environment: Readonly<Record<string, string>>;
  /** Only the tests whose full title has this text. */
  readonly grep: string | undefined;
  /** Milliseconds after which the run has failed. */
  readonly timeLimit: number;
  /** Leave the folder with user data, logs and workspace behind. */
  readonly keep: boolean;
  /** Show the browser's window. */
  readonly headed: boolean;
  /** Print what the window logs. */
  readonly verbose: boolean;
}
