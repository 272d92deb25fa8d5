/**
 * `npm run fuzz -- NAME`: tries new inputs until the time is up, on what `npm run build` made.
 *
 *     npm run fuzz -- reading                           two minutes with a new seed
 *     npm run fuzz -- backends --inputs 2000            faults of servers, one in each render
 *     npm run fuzz -- protocol --seconds 600 --seed 7   longer, with a seed of one's own
 *     npm run fuzz -- reading --inputs 1000000          so many inputs, however long it takes
 *     npm run fuzz -- reading --seed 7 --path 12:0:1    one input again, as a failure names it
 *
 *     npm run fuzz -- reading --inputs 1000000 --record   also adds what came of it to docs/reliability.md
 *
 * Ctrl+C ends a run behind its round, and it says what it has tried.
 *
 * The first failure ends the run, shrunk, with the command that repeats it; with `--go-on` it is only counted.
 */
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { toItsEnd } from '../../build/process.ts';
import { addRunTo } from '../support/record.ts';
import type { Fuzzer } from './fuzzer.ts';
import { startWatchdog } from './watchdog.ts';

const fuzzers: Readonly<Record<string, () => Promise<Fuzzer>>> = {
  backends: async () => (await import('./backends/index.ts')).createBackendsFuzzer(),
  protocol: async () => (await import('./protocol/index.ts')).createProtocolFuzzer(),
  reading: async () => (await import('./reading/index.ts')).createReadingFuzzer(),
};

/** Seconds in which a failure is made smaller. */
const SHRINKING = 60;

interface Options {
  readonly seconds: number;
  readonly inputs: number;
  readonly seed: number;
  readonly path: string | undefined;
  readonly goOn: boolean;
  readonly record: boolean;
}

function parseOptions(): { name: string; options: Options } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string' },
      inputs: { type: 'string' },
      seed: { type: 'string' },
      path: { type: 'string' },
      'go-on': { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
    },
  });
  const number = (name: 'seconds' | 'inputs' | 'seed'): number | undefined => {
    const value = values[name];
    if (value !== undefined && !Number.isFinite(Number(value))) throw new Error(`--${name}: ${value} is no number.`);
    return value === undefined ? undefined : Number(value);
  };
  const inputs = number('inputs') ?? Number.POSITIVE_INFINITY;
  const seconds = number('seconds') ?? (Number.isFinite(inputs) ? Number.POSITIVE_INFINITY : 120);
  const seed = number('seed') ?? Math.floor(Math.random() * 2 ** 30);
  return {
    name: positionals[0] ?? '',
    options: { seconds, inputs, seed, path: values.path, goOn: values['go-on'], record: values.record },
  };
}

async function main(): Promise<void> {
  const { name, options } = parseOptions();
  const create = new Map(Object.entries(fuzzers)).get(name);
  if (!create) throw new Error(`There is no fuzzer "${name}". The fuzzers are: ${Object.keys(fuzzers).join(', ')}.`);
  console.log(`${name}: seed ${options.seed}`);
  const fuzzer = await create();
  const { tried, failed } = await fuzz(name, fuzzer, options).finally(() => fuzzer.close());
  const summary = fuzzer.summary();
  if (summary !== '') console.log(summary);
  console.log(`${name}: ${tried} inputs tried, ${failed} failures (seed ${options.seed})`);
  if (options.record)
    await addRunTo('docs/reliability.md', `fuzz-${name}`, {
      inputs: tried,
      failures: failed,
      seed: options.seed,
      summary,
    });
  process.exitCode = failed === 0 ? 0 : 1;
}

async function fuzz(
  name: string,
  fuzzer: Fuzzer,
  { seconds, inputs, seed: first, path, goOn }: Options,
): Promise<{ tried: number; failed: number }> {
  const end = performance.now() + seconds * 1000;
  const watchdog = startWatchdog(name);
  let tried = 0;
  let failed = 0;
  let isStopped = false;
  process.once('SIGINT', () => {
    isStopped = true;
  });
  for (let seed = first; !isStopped && tried < inputs && performance.now() < end; seed += 1) {
    let run = 0;
    const { tried: now, failure } = await fuzzer.check(
      {
        seed,
        numRuns: path === undefined ? Math.min(fuzzer.round, inputs - tried) : 1,
        interruptAfterTimeLimit: Math.min(end - performance.now() + SHRINKING * 1000, 2 ** 31 - 1),
        ...(path !== undefined && { path }),
      },
      () => watchdog.feed(seed, run++),
    );
    tried += now;
    // What is tried may never have waited for anything: now a key is heard.
    await setImmediate();
    // The same key ends the programs that are tried.
    if (failure && !isStopped) {
      failed += 1;
      console.error(`${failure.report}\nRepeat: npm run fuzz -- ${name} --seed ${seed} --path ${failure.path}\n`);
      if (!goOn) break;
    }
    if (path !== undefined) break;
  }
  watchdog.stop();
  return { tried, failed };
}

await toItsEnd(main());
