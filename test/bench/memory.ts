/**
 * `npm run bench:memory -- --before CHECKOUT`: the memory of the language server with one document open, beside another state of ours (a
 * built checkout): what the process held at most after opening and the first 15 edits, and what is left of its heap without garbage.
 * Prints medians of three. Linux only.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startClient } from '../support/language-client.ts';
import { temporaryFolder } from '../support/temporary.ts';
import type { BenchDocument } from './documents/document.ts';
import { RECIPES } from './documents/index.ts';
import type { Server } from './servers.ts';
import { Session } from './session.ts';
import { median } from './statistics.ts';

const ROUNDS = 3;
const EDITS = 15;
const KINDS: readonly string[] = ['graph', 'batch', 'merged', 'findings'];
const LEFT_OUT: readonly string[] = ['0.5 KB', '100 KB', '10 MB'];

interface Held {
  /** MB, by the system. */
  readonly most: number;
  /** MB of JavaScript's heap, behind two collections. */
  readonly heap: number;
}

async function heldBy(checkout: string, document: BenchDocument, file: string): Promise<Held> {
  const probe = ['--expose-gc', '--require', './test/bench/memory-probe.cjs'];
  const env = { SWEETSPOT_MEMORY_FILE: file };
  let pid = 0;
  const server: Pick<Server, 'start' | 'prepare'> = {
    start: async () => {
      const client = await startClient({ command: [...probe, join(checkout, 'dist/server.cjs'), '--stdio'], env });
      pid = client.child.pid ?? 0;
      return client;
    },
    prepare: async () => {},
  };
  const session = await Session.start(server as Server, document, 'wall');
  await session.open();
  for (let edit = 0; edit < EDITS; edit += 1) await session.edit();
  const most = session.memory() ?? Number.NaN;
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  while (!existsSync(file)) await setTimeout(5);
  const { heapUsed } = JSON.parse(readFileSync(file, 'utf8'));
  await session.stop();
  return { most, heap: heapUsed / 1e6 };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { before: { type: 'string' } } });
  const checkouts = ['.', ...(values.before ? [values.before] : [])].map((path) => resolve(path));
  const folder = await temporaryFolder();
  console.log('| | held at most, MB | heap without garbage, MB |\n|---|---|---|');
  for (const recipe of RECIPES) {
    if (!KINDS.includes(recipe.kind) || LEFT_OUT.includes(recipe.size)) continue;
    const document = recipe.make();
    const held = checkouts.map((): Held[] => []);
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [index, checkout] of checkouts.entries())
        held[index].push(await heldBy(checkout, document, join(folder.path, 'memory.json')));
    const figures = (of: (one: Held) => number) => held.map((all) => median(all.map(of)).toFixed(1)).join(', ');
    console.log(`| ${recipe.kind} ${recipe.size} | ${figures(({ most }) => most)} | ${figures(({ heap }) => heap)} |`);
  }
  await folder.remove();
}

await main();
