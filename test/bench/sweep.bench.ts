/**
 * What a sweep costs over its renders: ten pictures compared in one go, against the same ten rendered one after the other, each
 * from its request to its end as a client sees it. The bundled server over stdio; the built-in model, and a scripted ComfyUI whose
 * pictures take a fixed time.
 *
 *     npx tsx test/bench/sweep.bench.ts
 *
 * Ends with 1 when the median of the rounds is more than 3 % over.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BackendChoice } from '../../server/src/protocol/backends.ts';
import { txt2img } from '../backends/comfyui/definitions.ts';
import { startComfy } from '../backends/comfyui/server.ts';
import { png } from '../backends/support.ts';
import { type SweepClient, startSweepClient } from '../support/sweep-client.ts';

const ROUNDS = 5;
const BOUND = 1.03;
const COUNTS = Array.from({ length: 10 }, (_, at) => 20 + at);
/** Milliseconds of a picture on the scripted server. */
const PICTURE = 500;

interface Subject {
  readonly name: string;
  readonly choice: BackendChoice;
  text(steps: number): string;
  stop(): Promise<void>;
}

/** Milliseconds of the same pictures in one go, and one after the other. */
async function round(
  client: SweepClient,
  { text }: Subject,
  number: number,
): Promise<{ sweep: number; renders: number }> {
  let renders = 0;
  for (const steps of COUNTS) {
    const id = `render-${number}-${steps}`;
    const asked = performance.now();
    await client.render(id, text(steps));
    const end = await client.end(id);
    renders += performance.now() - asked;
    if (end.kind !== 'done') throw new Error(`a render did not end well: ${JSON.stringify(end)}`);
    client.forget(id);
  }
  const id = `sweep-${number}`;
  const asked = performance.now();
  await client.compare(id, text(COUNTS[0]), { values: COUNTS.map(String) });
  const end = await client.ended(id);
  const sweep = performance.now() - asked;
  if (end.outcome !== 'done') throw new Error(`a sweep did not end well: ${JSON.stringify(end)}`);
  return { sweep, renders };
}

async function measure(subject: Subject, pictureFolder: string): Promise<boolean> {
  const client = await startSweepClient({ abilities: { pictureFolder } });
  await client.use(subject.choice);
  await round(client, subject, 0); // compiles the code, starts the thread
  const rounds = [];
  for (let number = 1; number <= ROUNDS; number += 1) rounds.push(await round(client, subject, number));
  await client.stop();
  await subject.stop();
  const ratios = rounds.map(({ sweep, renders }) => sweep / renders).sort((a, b) => a - b);
  const median = ratios[ROUNDS >> 1];
  const [{ renders }] = rounds;
  console.log(
    `${subject.name}: ${COUNTS.length} pictures of ${Math.round(renders / COUNTS.length)} ms cost ${percent(median)} over their sum (${percent(ratios[0])} to ${percent(ratios[ROUNDS - 1])})`,
  );
  return median <= BOUND;
}

function percent(ratio: number): string {
  return `${(100 * (ratio - 1)).toFixed(1)} %`;
}

async function comfy(): Promise<Subject> {
  const server = await startComfy({
    run: async (job) => {
      job.start();
      job.say('executing', { node: '3', display_node: '3' });
      for (let step = 1; step <= 4; step += 1) job.step('3', step, 4);
      await setTimeout(PICTURE);
      job.say('executing', { node: '9', display_node: '9' });
      job.show('9', png(512, 512));
      job.say('execution_success');
    },
  });
  const sampler = txt2img()['3'] as { inputs: object };
  return {
    name: 'ComfyUI',
    choice: { kind: 'comfyui', address: server.url.href },
    text: (steps) => JSON.stringify(txt2img({ 3: { ...sampler, inputs: { ...sampler.inputs, steps } } }), null, 2),
    stop: () => server.stop(),
  };
}

function builtin(): Subject {
  return {
    name: 'Built-in model, 512 x 512',
    choice: { kind: 'builtin', address: null },
    text: (steps) =>
      `prompt: a mountain lake\nsteps: ${steps}\nsampler_name: euler\nseed: 5\nwidth: 512\nheight: 512\n`,
    stop: async () => {},
  };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-pictures-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  const results = [await measure(await comfy(), folder), await measure(builtin(), folder)];
  process.exitCode = results.every((fine) => fine) ? 0 : 1;
}

await main();
