/** `sweetspot compare`: the bundled command line, the built-in model, and a scripted server that dies. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { txt2img } from '../backends/comfyui/definitions.ts';
import { endlessRun, goodRun, startComfy } from '../backends/comfyui/server.ts';

let folder = '';
const file = (...names: string[]) => join(folder, ...names);
const stops: (() => Promise<unknown>)[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-cli-compare-'));
  writeFileSync(file('graph.json'), JSON.stringify(txt2img(), null, 2));
  writeFileSync(file('plain.yaml'), 'prompt: a lake\nsteps: 12\nsampler_name: euler\nseed: 7\nwidth: 64\nheight: 64\n');
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

function start(args: readonly string[]) {
  const child = spawn(process.execPath, ['dist/cli.cjs', 'compare', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  const watchers: (() => void)[] = [];
  child.stdout.on('data', (chunk) => {
    out += chunk;
    for (const wake of watchers.splice(0)) wake();
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const events = () => out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  return {
    child,
    ended: once(child, 'close').then(([code]) => ({ code: code as number, out, err, events })),
    /** Resolves once a whole line of `--format json` says so. */
    until: async (says: RegExp) => {
      while (
        !out
          .split('\n')
          .slice(0, -1)
          .some((line) => says.test(line))
      )
        await new Promise<void>((resolve) => watchers.push(resolve));
    },
  };
}
const sweetspot = (...args: readonly string[]) => start(args).ended;

describe('pictures side by side', () => {
  test('of step counts, with a sheet, times and distances', async () => {
    const { code, err } = await sweetspot(file('plain.yaml'), '--steps', '4,12,50', '-o', file('steps'));
    expect(code).toBe(0);
    expect(err).toContain('Steps: 4, 12 (now), 50\nSeed: 7\n');
    expect(err).toMatch(/4 steps: \d+\.\d+ s, .*steps-4\.png\n/);
    expect(err.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(readdirSync(file('steps')).sort()).toEqual([
      'compare.json',
      'sheet.png',
      'steps-12.png',
      'steps-4.png',
      'steps-50.png',
    ]);
    expect(decode(readFileSync(file('steps', 'steps-50.png')))).toMatchObject({ width: 64, height: 64 });
    expect(decode(readFileSync(file('steps', 'sheet.png'))).width).toBeGreaterThan(3 * 64);
    const result = JSON.parse(readFileSync(file('steps', 'compare.json'), 'utf8'));
    expect(result).toMatchObject({
      version: 1,
      setting: 'inference_steps',
      backend: 'builtin',
      seed: '7',
      sheet: 'sheet.png',
    });
    expect(result.pictures[1]).toEqual({
      value: '12',
      isCurrent: true,
      steps: 12,
      file: 'steps-12.png',
      seconds: expect.any(Number),
    });
    const distance = Object.fromEntries(
      result.distances.map((each: { between: string[]; distance: number }) => [each.between.join(' '), each.distance]),
    );
    expect(Object.keys(distance)).toEqual(['4 12', '4 50', '12 50']);
    expect(distance['12 50']).toBeLessThan(distance['4 50']);
  });

  test('of samplers, reported as JSON lines', async () => {
    const { code, events } = await sweetspot(
      file('plain.yaml'),
      '--sampler',
      'euler, a/b',
      '-o',
      file('samplers'),
      '--format',
      'json',
    );
    expect(code).toBe(1);
    const [plan, ...rest] = events();
    expect(plan).toMatchObject({ kind: 'plan', setting: 'sampler', values: ['euler', 'a/b'], seed: '7' });
    expect(rest.filter(({ kind }) => kind === 'picture')).toMatchObject([
      { value: 'euler', file: file('samplers', 'sampler-euler.png') },
    ]);
    expect(rest.filter(({ kind }) => kind === 'failed')).toMatchObject([{ value: 'a/b', code: 'invalid' }]);
    expect(rest.at(-1)).toMatchObject({ kind: 'done' });
  });

  test('of what the guide compares, where nothing is said', async () => {
    const { code, err } = await sweetspot(file('plain.yaml'), '-o', file('guide'), '--set', 'seed=9');
    expect([code, err]).toEqual([0, expect.stringContaining('Steps: 4, 12 (now), 25, 50\nSeed: 9\n')]);
  });
});

describe('a server', () => {
  test('that dies is waited for, and only what is missing is rendered', async () => {
    const dying = await startComfy({
      run: (job) => (job.graph['3'].inputs.steps === 25 ? endlessRun(job) : goodRun(job)),
    });
    stops.push(() => dying.stop());
    const { until, ended } = start([
      file('graph.json'),
      '--steps',
      '4,25',
      '--backend',
      dying.url.host,
      '-o',
      file('death'),
      '--format',
      'json',
    ]);
    await until(/"value":"25","kind":"step"/);
    await dying.stop();
    await until(/"kind":"waiting"/);
    const back = await startComfy({}, Number(dying.url.port));
    stops.push(() => back.stop());
    const { code, events } = await ended;
    expect(code).toBe(0);
    expect(events().map(({ kind }) => kind)).toContain('resumed');
    expect(back.jobs.map((job) => job.graph['3'].inputs.steps)).toEqual([25]);
    expect(existsSync(file('death', 'sheet.png'))).toBe(true);
  });

  test('is left with nothing after Ctrl+C, and what was made stays', async () => {
    const comfy = await startComfy({
      run: (job) => (job.graph['3'].inputs.steps === 4 ? goodRun(job) : endlessRun(job)),
    });
    stops.push(() => comfy.stop());
    const { child, until, ended } = start([
      file('graph.json'),
      '--steps',
      '4,25,50',
      '--backend',
      comfy.url.host,
      '-o',
      file('stopped'),
      '--format',
      'json',
    ]);
    await until(/"value":"25","kind":"step"/);
    child.kill('SIGINT');
    const { code, events } = await ended;
    expect(code).toBe(1);
    expect(events()).toContainEqual({ kind: 'cancelled' });
    expect([comfy.jobs.length, comfy.waiting.length, comfy.jobs[1].interrupted]).toEqual([2, 0, true]);
    expect(readdirSync(file('stopped')).sort()).toEqual(['compare.json', 'sheet.png', 'steps-4.png']);
  });

  test('that lacks the model asks for another before it renders', async () => {
    const comfy = await startComfy();
    stops.push(() => comfy.stop());
    writeFileSync(file('lacks.yaml'), 'model: of-another-machine\nprompt: a fox\nsteps: 4\n');
    const { code, err } = await sweetspot(file('lacks.yaml'), '--backend', comfy.url.host, '-o', file('lacks'));
    expect([code, err]).toEqual([2, expect.stringContaining('--model NAME')]);
    expect(comfy.jobs).toEqual([]);
  });
});

describe('wrong use', () => {
  test.each([
    ['no folder', [], 'compare needs a folder'],
    ['two settings', ['-o', 'x', '--steps', '1', '--guidance', '2'], 'compare varies one setting'],
    ['no step count', ['-o', 'x', '--steps', '4,many'], 'many is not a step count'],
  ])('%s', async (_, args, message) => {
    expect(await sweetspot(file('plain.yaml'), ...args)).toMatchObject({
      code: 2,
      err: expect.stringContaining(message),
    });
  });
});
