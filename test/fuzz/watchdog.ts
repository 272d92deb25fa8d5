/** Ends the process when one input takes for ever: code that never gives way can't be stopped from its own thread. */
import { Worker } from 'node:worker_threads';

/** Seconds without a new input. */
const PATIENCE = 120;

export interface Watchdog {
  /** A new input is tried, the `run`th of the round with this seed. */
  feed(seed: number, run: number): void;
  /** Lets the process end by itself. */
  stop(): void;
}

/** `name`: the fuzzer, as the command line has it. */
export function startWatchdog(name: string): Watchdog {
  const state = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(WATCH, { eval: true, workerData: { state, name, patience: PATIENCE } });
  worker.unref();
  return {
    feed: (seed, run) => {
      Atomics.store(state, 0, seed);
      Atomics.store(state, 1, run);
    },
    stop: () => void worker.terminate().catch(() => {}),
  };
}

const WATCH = `
const { workerData: { state, name, patience } } = require('node:worker_threads');
const { writeSync } = require('node:fs');
let seen = '', since = Date.now();
setInterval(() => {
  const now = state.join();
  if (now !== seen) { seen = now; since = Date.now(); }
  if (Date.now() - since < patience * 1000) return;
  writeSync(2, 'No end after ' + patience + ' s. Repeat: npm run fuzz -- ' + name + ' --seed ' + state[0] + ' --path ' + state[1] + '\\n');
  process.kill(process.pid, 'SIGKILL');
}, 1000);
`;
