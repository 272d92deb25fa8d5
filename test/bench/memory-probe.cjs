/** Loaded into a process before its program: on SIGUSR2 it collects its garbage and writes what is left to a file, as JSON. */
const { renameSync, writeFileSync } = require('node:fs');

process.on('SIGUSR2', () => {
  globalThis.gc();
  globalThis.gc();
  const file = process.env.SWEETSPOT_MEMORY_FILE;
  // Whoever waits for the file must not see half of it.
  writeFileSync(`${file}.part`, JSON.stringify(process.memoryUsage()));
  renameSync(`${file}.part`, file);
});
