// Loaded by `node --import` into VS Code's server; its extension hosts inherit the argument. A runner that is killed cannot stop
// its server: the server ends itself when its parent is gone, and so do its children.
const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 500).unref();
