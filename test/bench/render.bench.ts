/**
 * What a render costs besides rendering: from a client's request to the first byte that the backend gets, and from the last
 * byte of its picture to the picture's bytes in the client, by way of a folder as in VS Code; and the memory of the server over 500 renders. The bundled server over
 * stdio, scripted ComfyUI and A1111 servers in this process.
 *
 *     npx tsx test/bench/render.bench.ts                  as a person waits
 *     npx tsx test/bench/render.bench.ts --processor      processor time of server and client, for a machine that is busy
 *
 * Ends with 1 when a median is 15 ms or more, or when memory grows.
 */
import { randomFillSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { encode } from 'fast-png';
import { PictureFolder } from '../../client/src/panel/picture-folder.ts';
import type { BackendChoice } from '../../server/src/protocol/backends.ts';
import { startSdapi } from '../backends/a1111/server.ts';
import { txt2img } from '../backends/comfyui/definitions.ts';
import { startComfy } from '../backends/comfyui/server.ts';
import { type RenderClient, startRenderClient } from '../support/render-client.ts';
import { median, quantile } from './statistics.ts';

const isBusy = process.argv.includes('--processor');
const SAMPLES = 60;
const WARM_UP = 10;
const RENDERS = 500;
const BOUND = 15;
/** KiB a render that the memory in use may grow by: a kept picture would be 190. */
const GROWTH = 5;

/** Where server and client pass pictures, as in VS Code. */
const home = mkdtempSync(join(tmpdir(), 'sweetspot-pictures-'));
process.on('exit', () => rmSync(home, { recursive: true }));
const pictureFolder = new PictureFolder(home);
const abilities = { pictureFolder: home };

/** Pictures as large as photographs of their size are as PNG: 0.4 and 1.7 MiB. */
const pictures = { '512 x 512': noise(512, 0x0f), '1024 x 1024': noise(1024, 0x0f) };
const small = noise(256, 0xff);

/** Noise in the bits of a mask: the more of them, the larger the file. */
function noise(side: number, mask: number): Uint8Array {
  const data = new Uint8Array(side * side * 3);
  randomFillSync(data);
  for (let at = 0; at < data.length; at += 1) data[at] &= mask;
  return encode({ width: side, height: side, data, channels: 3 });
}

/** Moments of one render, by `now`. */
interface Clock {
  /** The backend heard of it first. */
  first: number;
  /** Its picture was sent to the last byte. */
  last: number;
  now(): number;
}

function clock(): Clock {
  return { first: 0, last: 0, now: () => performance.now() };
}

/** Milliseconds that the main thread of the server and this process have computed so far. */
function processorTime(pid: number | undefined): number {
  const [nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
  const { user, system } = process.cpuUsage();
  return Number(nanoseconds) / 1e6 + (user + system) / 1e3;
}

interface Subject {
  readonly choice: BackendChoice;
  readonly clock: Clock;
  readonly text: string;
  stop(): Promise<void>;
}

async function comfyWith(bytes: Uint8Array): Promise<Subject> {
  const moments = clock();
  const touch = (): void => {
    moments.first ||= moments.now();
  };
  const comfy = await startComfy({
    run: (job) => {
      job.start();
      job.say('executing', { node: '3', display_node: '3' });
      for (let step = 1; step <= 4; step += 1) job.step('3', step, 4);
      job.say('executing', { node: '9', display_node: '9' });
      job.show('9', bytes);
      job.say('execution_success');
    },
    answer: ({ path }, response) => {
      touch();
      if (path === '/view')
        response.on('finish', () => {
          moments.last = moments.now();
        });
      return false;
    },
  });
  const connect = comfy.connect.bind(comfy);
  comfy.connect = (socket, request) => {
    touch();
    connect(socket, request);
  };
  const text = JSON.stringify(txt2img(), null, 2);
  return { choice: { kind: 'comfyui', address: comfy.url.href }, clock: moments, text, stop: () => comfy.stop() };
}

async function sdapiWith(bytes: Uint8Array): Promise<Subject> {
  const moments = clock();
  const server = await startSdapi({
    product: 'a1111',
    picture: bytes,
    answer: ({ path }, response) => {
      moments.first ||= moments.now();
      if (path === '/sdapi/v1/txt2img')
        response.on('finish', () => {
          moments.last = moments.now();
        });
      return false;
    },
  });
  const text = 'model: sd_xl_base_1.0\nprompt: a fox\nsteps: 4\nseed: 5\nwidth: 1024\nheight: 1024\n';
  return { choice: { kind: 'a1111', address: server.url.href }, clock: moments, text, stop: () => server.stop() };
}

/** One render; milliseconds from the request to the backend, and from its picture to the client. */
async function once(renders: RenderClient, { clock, text }: Subject, id: string): Promise<[number, number]> {
  clock.first = 0;
  clock.last = 0;
  const asked = clock.now();
  let shown = 0;
  const seen = renders
    .until(id, ({ kind }) => kind === 'picture')
    .then(() => {
      take(renders, id);
      shown = clock.now();
    });
  await renders.render(id, text);
  const end = await renders.end(id);
  if (end.kind !== 'done') throw new Error(`a render did not end well: ${JSON.stringify(end)}`);
  await seen;
  return [clock.first - asked, shown - clock.last];
}

/** Takes the picture of a render from its event, as the VS Code client does. */
function take(renders: RenderClient, id: string): void {
  for (const event of renders.events(id)) if (event.kind === 'picture') pictureFolder.take(event);
}

async function overhead(name: string, subject: Subject): Promise<boolean> {
  const renders = await startRenderClient({ abilities });
  if (isBusy) subject.clock.now = () => processorTime(renders.client.child.pid);
  await renders.use(subject.choice);
  const before: number[] = [];
  const after: number[] = [];
  for (let run = 0; run < WARM_UP + SAMPLES; run += 1) {
    const [there, back] = await once(renders, subject, `run-${run}`);
    if (run < WARM_UP) continue;
    before.push(there);
    after.push(back);
  }
  await renders.stop();
  await subject.stop();
  console.log(`${name}: request to first byte ${spell(before)}; last byte to picture ${spell(after)}`);
  return median(before) < BOUND && median(after) < BOUND;
}

interface Memory {
  /** What is in use once garbage is collected. */
  readonly heapUsed: number;
  /** Pictures in Buffers. */
  readonly external: number;
  readonly rss: number;
}

/** The memory of a process that the probe was loaded into, bytes. */
async function memoryOf(pid: number | undefined, file: string): Promise<Memory> {
  rmSync(file, { force: true });
  process.kill(pid ?? 0, 'SIGUSR2');
  while (!existsSync(file)) await setTimeout(5);
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function memory(subject: Subject): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-memory-'));
  const file = join(folder, 'memory.json');
  process.env.SWEETSPOT_MEMORY_FILE = file;
  const command = ['--expose-gc', '--require', './test/bench/memory-probe.cjs', 'dist/server.cjs', '--stdio'];
  const renders = await startRenderClient({ command, abilities });
  await renders.use(subject.choice);
  const samples: [number, Memory][] = [];
  for (let run = 1; run <= RENDERS; run += 1) {
    const id = `run-${run}`;
    await once(renders, subject, id);
    await renders.client.close(renders.uriOf(id));
    renders.forget(id);
    if (run % 25 === 0) samples.push([run, await memoryOf(renders.client.child.pid, file)]);
  }
  await renders.stop();
  await subject.stop();
  rmSync(folder, { recursive: true });
  // The first hundred compile the code and fill caches.
  const settled = samples.filter(([run]) => run >= 100);
  const growth = slope(settled.map(([run, { heapUsed, external }]) => [run, (heapUsed + external) / 1024]));
  const mebibytes = (of: (sample: Memory) => number) =>
    [settled[0], settled[settled.length - 1]].map(([, sample]) => (of(sample) / 2 ** 20).toFixed(1)).join(' to ');
  console.log(
    `${RENDERS} renders, from the 100th on: ${mebibytes(({ heapUsed, external }) => heapUsed + external)} MiB in use, ${growth.toFixed(1)} KiB a render; ${mebibytes(({ rss }) => rss)} MiB resident`,
  );
  return growth < GROWTH;
}

/** Of the straight line nearest to some points. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([run]) => run)), mean(points.map(([, kib]) => kib))];
  const over = points.reduce((sum, [run]) => sum + (run - x) ** 2, 0);
  return points.reduce((sum, [run, kib]) => sum + (run - x) * (kib - y), 0) / over;
}

function spell(values: readonly number[]): string {
  return `p50 ${median(values).toFixed(1)} ms, p95 ${quantile(values, 0.95).toFixed(1)} ms, least ${Math.min(...values).toFixed(1)} ms`;
}

async function main(): Promise<void> {
  console.log(isBusy ? 'Processor time of server and client' : 'Time as a person waits');
  const results: boolean[] = [];
  for (const [size, bytes] of Object.entries(pictures)) {
    const title = `${size}, ${(bytes.length / 2 ** 20).toFixed(1)} MiB`;
    results.push(await overhead(`ComfyUI, ${title}`, await comfyWith(bytes)));
    results.push(await overhead(`A1111, ${title}`, await sdapiWith(bytes)));
  }
  results.push(await memory(await comfyWith(small)));
  process.exitCode = results.every((fine) => fine) ? 0 : 1;
}

await main();
