/** The backend with its worker thread: the real one, and ones that hang or die. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Backend, RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import { createBuiltinBackend } from '../../../server/src/render/builtin/index.ts';
import type { Nearest } from '../../../server/src/render/builtin/request.ts';
import { aRequest, scenes, workerSource } from './support.ts';

const { image: _, ...land } = aRequest;
const request: RenderRequest = {
  ...land,
  sampler: { id: 'euler', written: 'Euler' },
  schedule: { id: 'karras', written: 'karras' },
  distilledGuidance: null,
  model: null,
  family: null,
  loras: [],
  clipSkip: null,
  graph: null,
  paidNodesAllowed: false,
};

/** Of the samplers, only DPM++ 3M SDE is known that the model lacks. */
const nearest: Nearest = (_what, id) =>
  id === 'dpmpp_3m_sde'
    ? { id: 'dpmpp_2m_sde', name: 'DPM++ 2M SDE', asked: 'DPM++ 3M SDE' }
    : id === 'euler' || id === 'karras'
      ? { id, name: id, asked: id }
      : null;
const failure = (message: string) => ({
  kind: 'failed',
  problem: expect.objectContaining({ message: expect.stringContaining(message) }),
});

let folder: string;
let realWorker: string;
const open: Backend[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweetspot-builtin-'));
  realWorker = join(folder, 'worker.cjs');
  await build({
    entryPoints: [workerSource],
    outfile: realWorker,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
});

afterAll(() => rm(folder, { recursive: true }));

afterEach(() => {
  for (const backend of open.splice(0)) backend.dispose();
});

function backendWith(worker: string): Backend {
  const backend = createBuiltinBackend({ scenes: () => scenes, worker: () => worker, nearest });
  open.push(backend);
  return backend;
}

/** A worker of one's own making. */
async function fakeWorker(name: string, onJob: string): Promise<string> {
  const file = join(folder, `${name}.cjs`);
  await writeFile(
    file,
    `const { parentPort } = require('node:worker_threads');\nparentPort.on('message', (job) => { ${onJob} });\n`,
  );
  return file;
}

async function events(
  backend: Backend,
  change: Partial<RenderRequest> = {},
  signal = new AbortController().signal,
): Promise<RenderEvent[]> {
  const all: RenderEvent[] = [];
  for await (const event of backend.render({ ...request, ...change }, signal)) all.push(event);
  return all;
}

function kinds(all: readonly RenderEvent[]): string[] {
  return all.map(({ kind }) => kind);
}

const TERMINAL = ['done', 'failed', 'cancelled'];

describe('a render', () => {
  it('ends with a picture and one terminal event, again and again on one thread', async () => {
    const backend = backendWith(realWorker);
    const pictures: string[] = [];
    for (let run = 0; run < 2; run++) {
      const all = await events(backend);
      expect(kinds(all).filter((kind) => TERMINAL.includes(kind))).toEqual(['done']);
      expect(kinds(all).filter((kind) => kind === 'step')).toHaveLength(8);
      expect(kinds(all).slice(-2)).toEqual(['picture', 'done']);
      for (const event of all)
        if (event.kind === 'picture') pictures.push(Buffer.from(event.picture.bytes).toString('base64'));
    }
    expect(pictures).toHaveLength(2);
    expect(pictures[0]).toBe(pictures[1]);
  });

  it('waits its turn behind another', async () => {
    const backend = backendWith(realWorker);
    const [first, second] = await Promise.all([events(backend), events(backend, { seed: 9n })]);
    expect(first.at(-1)?.kind).toBe('done');
    expect(second.at(-1)?.kind).toBe('done');
    expect(second.find(({ kind }) => kind === 'picture')).toMatchObject({ seed: 9n });
  });

  it('of something impossible fails in words, without a thread', async () => {
    const backend = backendWith('no such file');
    const all = await events(backend, { sampler: { id: null, written: 'plms' } });
    expect(all).toEqual([failure('no sampler "plms". It has: euler')]);
  });

  it('with a sampler it lacks takes the nearest and says so', async () => {
    const all = await events(backendWith(realWorker), { sampler: { id: 'dpmpp_3m_sde', written: 'DPM++ 3M SDE' } });
    expect(all[0]).toEqual({
      kind: 'warning',
      text: 'DPM++ 3M SDE is drawn with DPM++ 2M SDE, the nearest sampler the built-in model has.',
    });
    expect(kinds(all).at(-1)).toBe('done');
  });

  it('of a request that leaves sampler and schedule to it chooses them', async () => {
    const all = await events(backendWith(realWorker), { sampler: null, schedule: null });
    expect(all.filter(({ kind }) => kind === 'warning')).toEqual([
      { kind: 'warning', text: expect.stringContaining('island') },
    ]);
    expect(kinds(all).at(-1)).toBe('done');
  });

  it('needs no probe to say what it can do', async () => {
    const backend = backendWith('no such file');
    expect(await backend.probe(new AbortController().signal)).toMatchObject({
      capabilities: { models: false },
    });
    expect(await backend.models(new AbortController().signal)).toEqual([]);
  });
});

describe('an abort', () => {
  it('stops a render while its thread computes', async () => {
    const backend = backendWith(realWorker);
    const controller = new AbortController();
    const all: RenderEvent[] = [];
    for await (const event of backend.render({ ...request, steps: 10_000 }, controller.signal)) {
      all.push(event);
      if (event.kind === 'step' && event.done === 3) controller.abort();
    }
    expect(all.at(-1)).toEqual({ kind: 'cancelled' });
    expect(kinds(all)).not.toContain('picture');
    expect((await events(backend)).at(-1)?.kind).toBe('done');
  });

  it('before the start leaves nothing to do', async () => {
    expect(await events(backendWith(realWorker), {}, AbortSignal.abort())).toEqual([{ kind: 'cancelled' }]);
  });

  it('of a render that waits takes it out of the queue', async () => {
    const backend = backendWith(realWorker);
    const [first, second] = [new AbortController(), new AbortController()];
    const running = events(backend, { steps: 10_000 }, first.signal);
    const waiting = events(backend, {}, second.signal);
    second.abort();
    expect(await waiting).toEqual([{ kind: 'cancelled' }]);
    first.abort();
    expect((await running).at(-1)).toEqual({ kind: 'cancelled' });
  });

  it('is answered even if the thread hangs, and the next render has a new one', async () => {
    const hangs = await fakeWorker(
      'hangs',
      `if (job.request.prompt === 'hang') { parentPort.postMessage({ kind: 'step', done: 1, total: 1 }); for (;;); }
       parentPort.postMessage({ kind: 'done', milliseconds: 0, modelEvaluations: 0 });`,
    );
    const backend = backendWith(hangs);
    const controller = new AbortController();
    const all: RenderEvent[] = [];
    for await (const event of backend.render({ ...request, prompt: 'hang' }, controller.signal)) {
      all.push(event);
      if (event.kind === 'step') controller.abort();
    }
    expect(kinds(all)).toEqual(['step', 'cancelled']);
    expect(kinds(await events(backend))).toEqual(['done']);
  });

  it('is what walking away from a render means', async () => {
    const backend = backendWith(realWorker);
    for await (const event of backend.render({ ...request, steps: 10_000 }, new AbortController().signal)) {
      if (event.kind === 'step') break;
    }
    expect((await events(backend)).at(-1)?.kind).toBe('done');
  });
});

describe('a thread that dies', () => {
  it.each([
    ['throws', 'throw new Error("no more")', 'no more'],
    ['exits', 'process.exit(7)', 'exit code 7'],
  ])('because it %s fails its render, and the next one has a new thread', async (name, code, reason) => {
    const dies = await fakeWorker(
      name,
      `if (job.request.prompt === 'die') { ${code} }
       parentPort.postMessage({ kind: 'done', milliseconds: 0, modelEvaluations: 0 });`,
    );
    const backend = backendWith(dies);
    expect(await events(backend, { prompt: 'die' })).toEqual([failure(reason)]);
    expect(kinds(await events(backend))).toEqual(['done']);
  });

  it.each(['missing.cjs', 'not/absolute.cjs'])('or never starts (%s) fails its render', async (file) => {
    const all = await events(backendWith(file === 'missing.cjs' ? join(folder, file) : file));
    expect(all).toEqual([failure('The built-in model stopped')]);
  });
});

describe('dispose', () => {
  it('ends what runs and what waits, and later renders fail', async () => {
    const backend = backendWith(realWorker);
    const never = new AbortController().signal;
    const running = events(backend, { steps: 10_000 }, never);
    const waiting = events(backend, {}, never);
    backend.dispose();
    expect((await running).at(-1)).toEqual({ kind: 'cancelled' });
    expect(await waiting).toEqual([{ kind: 'cancelled' }]);
    expect(await events(backend)).toEqual([failure('The built-in model is shut down.')]);
  });
});
