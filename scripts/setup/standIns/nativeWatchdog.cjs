// Stands in for @vscode/native-watchdog, a native module that is not built here. It ends an extension host that hangs after its
// server has ended; whoever starts the server ends the whole process group instead.
exports.start = () => {};
exports.exit = (code) => process.exit(code ?? 0);
