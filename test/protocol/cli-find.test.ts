/** `sweetspot find`: the bundled command line with the built-in model. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder = '';
const file = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-cli-find-'));
  const plain = 'prompt: an island\nsteps: 30\nseed: 7\nwidth: 96\nheight: 96\n';
  writeFileSync(file('euler.yaml'), `${plain}sampler_name: euler\n`);
  writeFileSync(file('ancestral.yaml'), `${plain}sampler_name: euler_ancestral\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

function sweetspot(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['dist/cli.cjs', 'find', ...args], (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

test('a table, a sentence, and the curve as a picture', async () => {
  const { code, out, err } = await sweetspot(file('euler.yaml'), '--svg', file('curve.svg'));
  expect(code).toBe(0);
  expect(err).toContain('20, 25, 30 (now), 40, 50\nSeed: 7, 8\n');
  expect(err).toMatch(/\n25 steps, seed 7: \d+\.\d\d s\n/);
  expect(out).toMatch(/^steps +time +likeness +by seed +from \d+ %\n +4 /);
  const [, steps] = /\n +(\d+) .*enough\n/.exec(out) ?? [];
  expect(Number(steps)).toBeLessThan(30);
  expect(out).toContain(`\n\n${steps} steps are enough: more of them change little that can be seen. `);
  expect(out).toContain('Measured with 2 seeds: between ');
  expect(readFileSync(file('curve.svg'), 'utf8')).toContain(`sweet spot at ${steps} steps</text>`);
});

test('JSON lines; the last one is what was found', async () => {
  const { code, out } = await sweetspot(file('euler.yaml'), '--format', 'json', '--seeds', '1');
  expect(code).toBe(0);
  const events = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events[0]).toMatchObject({ kind: 'plan', backend: 'builtin', converges: true, seeds: ['7'] });
  const pictures = events.filter(({ kind }) => kind === 'picture');
  expect(pictures.length).toBeLessThan(events[0].ladder.length);
  const found = events.at(-1);
  expect(found).toMatchObject({ kind: 'found', measure: 'similarity', svg: null });
  expect(found.points.map(({ steps }: { steps: number }) => steps)).toContain(found.steps);
  expect(found.points).toHaveLength(pictures.length);
});

test('a sampler that adds noise is not said to converge', async () => {
  const { code, out } = await sweetspot(file('ancestral.yaml'), '--seeds', '1');
  expect(code).toBe(0);
  expect(out).toContain('each count gives another picture, and none is the final one');
  expect(out).toMatch(/^steps +time +detail/);
});

test('wrong use says what is right', async () => {
  const { code, err } = await sweetspot(file('euler.yaml'), '--seeds', '0');
  expect(code).toBe(2);
  expect(err).toBe('sweetspot: --seeds is a whole number from 1 to 20, not "0"\n');
});

test('the old name of the command still works', async () => {
  const says = (name: string) =>
    new Promise((resolve) => {
      execFile(process.execPath, ['dist/cli.cjs', name], (error, _, err) => resolve([error?.code, err]));
    });
  expect(await says('sweetspot')).toEqual(await says('find'));
});
