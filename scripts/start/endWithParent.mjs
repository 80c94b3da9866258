// Loaded with `node --import`: ends this program when the one that started it is gone, even if that was killed.
// The argument is inherited, so a whole tree of programs ends from the top.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 500).unref();
