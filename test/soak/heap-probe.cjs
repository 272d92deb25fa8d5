/** Loaded into each process of VS Code before its program: on SIGUSR2 it collects its garbage and writes what is left of the heap, MB. */
const { renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

const file = join(process.env.SWEETSPOT_HEAPS, String(process.pid));
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

function tell() {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  // Whoever reads must not see half of it.
  writeFileSync(`${file}.part`, String((heapUsed + external) / 1e6));
  renameSync(`${file}.part`, file);
}

process.on('SIGUSR2', tell);
tell();
// VS Code gives an extension host the arguments of its own Node, but what an extension starts only the environment.
process.env.NODE_OPTIONS ??= `--require ${__filename}`;
