// What VS Code itself takes to activate an extension.
export function activate() {}
