/** The bundled command line, as a person or a script runs it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let folder = '';
const file = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-cli-'));
  writeFileSync(
    file('waste.yaml'),
    'model: stabilityai/stable-diffusion-xl-base-1.0\nprompt: a lake\nnum_inference_steps: 80\nwidth: 640\nheight: 640\n',
  );
  writeFileSync(file('fine.json'), '{"prompt": "a", "steps": 25}');
  writeFileSync(file('few.yaml'), 'prompt: a\nsteps: 5\n');
  writeFileSync(
    file('two.yaml'),
    '- {prompt: a, steps: 4, width: 64, height: 64}\n- {prompt: b, steps: 6, width: 96, height: 64}\n',
  );
  writeFileSync(file('ci.yaml'), 'jobs:\n  build:\n    runs-on: x\n    steps: 80\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

function sweetspot(args: string[], input = ''): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['dist/cli.cjs', ...args], (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
    child.stdin?.end(input);
  });
}

describe('check', () => {
  test('prints findings with their place, and fails on warnings', async () => {
    const { code, out } = await sweetspot(['check', file('waste.yaml'), file('fine.json')]);
    expect(code).toBe(1);
    expect(out).toBe(
      `${file('waste.yaml')}:3:22: warning: SDXL gains little past 30 steps; 80 costs 3.2 times as much as 25. [steps-wasteful]\n    Set to 25 (SDXL)\n1 finding in 2 files: 1 warning. --fix mends 1.\n`,
    );
  });
  test.each([
    ['few.yaml', [], 0],
    ['few.yaml', ['--fail-on', 'information'], 1],
    ['waste.yaml', ['--fail-on', 'error'], 0],
    ['waste.yaml', ['--fail-on', 'never'], 0],
    ['ci.yaml', ['--fail-on', 'hint'], 0],
  ])('%s %j exits with %i', async (name, options, code) =>
    expect((await sweetspot(['check', file(name), ...options])).code).toBe(code),
  );
  test('says of a file that is not read that this is why there is nothing to report', async () => {
    expect((await sweetspot(['check', file('ci.yaml')])).out).toBe(
      'Nothing to report: no generation settings were recognised ("sweetspot inspect FILE" says why).\n',
    );
    expect((await sweetspot(['check', file('ci.yaml'), file('fine.json')])).out).toBe(
      'Nothing to report in 2 files.\n',
    );
  });
  test('as JSON', async () => {
    const { out } = await sweetspot(['check', '--format', 'json', file('waste.yaml')]);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      files: [{ findings: [{ code: 'steps-wasteful', line: 3, column: 22, suggested: 25 }] }],
    });
  });
});

describe('inspect', () => {
  test('prints the contract of version 1', async () => {
    const { code, out } = await sweetspot(['inspect', '--format', 'json', file('waste.yaml'), file('ci.yaml')]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      files: [
        {
          file: file('waste.yaml'),
          dialect: 'plain-arguments',
          evidence: '`num_inference_steps` is always this setting',
          generations: [
            {
              id: '/',
              pointer: '',
              model: { name: 'stabilityai/stable-diffusion-xl-base-1.0', family: 'sdxl', pointer: '/model' },
              accelerators: [],
              sampler: null,
              settings: [
                {
                  setting: 'prompt',
                  key: 'prompt',
                  pointer: '/prompt',
                  line: 2,
                  column: 9,
                  value: 'a lake',
                  via: null,
                },
                {
                  setting: 'inference_steps',
                  key: 'num_inference_steps',
                  pointer: '/num_inference_steps',
                  line: 3,
                  column: 22,
                  value: 80,
                  via: null,
                },
                { setting: 'width', key: 'width', pointer: '/width', line: 4, column: 8, value: 640, via: null },
                { setting: 'height', key: 'height', pointer: '/height', line: 5, column: 9, value: 640, via: null },
              ],
              run: {
                // No program is named, so what it does beside counting is not known.
                program: null,
                model: 'known',
                steps: { written: 80, executed: 80, calls: null },
                guidance: { on: null, off: 1, embedded: null },
                negative: { read: null },
                size: { width: 640, height: 640 },
                frames: null,
                unread: [],
              },
            },
          ],
          findings: [
            {
              code: 'steps-wasteful',
              severity: 'warning',
              pointer: '/num_inference_steps',
              line: 3,
              column: 22,
              value: 80,
              message: 'SDXL gains little past 30 steps; 80 costs 3.2 times as much as 25.',
              suggested: 25,
            },
          ],
        },
        {
          ...{ file: file('ci.yaml'), dialect: null, generations: [], findings: [] },
          evidence:
            'There is a step count (`steps`, line 4), but no prompt, model or sampler beside it. It may be about something other than pictures.',
        },
      ],
    });
  });
  test('reads standard input', async () => {
    const { out } = await sweetspot(['inspect', '-'], '{"prompt": "a", "steps": 30}');
    expect(JSON.parse(out).files[0].generations).toHaveLength(1);
  });
});

describe('explain', () => {
  test('prints the guide of a setting under any of its spellings', async () => {
    const { code, out } = await sweetspot(['explain', 'inference_steps']);
    expect(code).toBe(0);
    expect(out).toMatch(/^# Inference steps\n/);
    expect((await sweetspot(['explain', 'numInferenceSteps'])).out).toBe(out);
  });
  test('prints the page of a rule', async () =>
    expect((await sweetspot(['explain', 'steps-conflict'])).out).toMatch(/^# Two step counts/));
});

describe('render', () => {
  test('writes a picture', async () => {
    const { code, err } = await sweetspot(['render', file('waste.yaml'), '-o', file('out.png'), '--set', 'steps=3']);
    expect(code).toBe(0);
    expect(err).toContain('3 steps, 3 model evaluations');
    expect(decode(readFileSync(file('out.png')))).toMatchObject({ width: 640, height: 640 });
  });
  test('chooses a generation, and reports as JSON lines', async () => {
    const { out } = await sweetspot([
      'render',
      file('two.yaml'),
      '-o',
      file('two.png'),
      '--generation',
      '/1',
      '--format',
      'json',
    ]);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ kind: 'plan', generation: '/1', steps: 6 });
    expect(lines.at(-1)).toMatchObject({ kind: 'done', modelEvaluations: 6 });
    expect(decode(readFileSync(file('two.png'))).width).toBe(96);
  });
});

describe('wrong use says what to do, on standard error, with exit code 2', () => {
  test.each([
    [['frobnicate'], 'there is no command "frobnicate"'],
    [['check'], 'check needs a file'],
    [['check', '/no/such/file.yaml'], "can't read /no/such/file.yaml"],
    [['check', '--fail-on', 'sometimes', 'x'], '--fail-on is one of'],
    [['inspect', '--format', 'xml', 'x'], '--format is one of json'],
    [['explain', 'entropy'], 'there is no page for "entropy"'],
    [['render', 'x.yaml'], 'render needs a place for the picture'],
    [['render', 'x.yaml', '-o', 'y', '--set', 'steps'], '--set takes SETTING=VALUE'],
    [['render', 'x.yaml', '-o', 'y', '--set', 'colour=red'], '--set knows no "colour". It takes: inference_steps'],
    [['render', 'x.yaml', '-o', 'y', '--set', 'model=a'], '--model NAME'],
    [['render', 'x.yaml', '-o', 'y', '--kind', 'comfyui'], '--kind says what answers'],
    [['render', 'x.yaml', '-o', 'y', '--max-side', 'far'], '--max-side is a number above 0'],
    [['lsp'], '--stdio'],
    [['check', '--colour'], 'there is no option --colour. (sweetspot help)'],
    [['check', '--max-warnings', '-1', 'x.yaml'], '--max-warnings is a whole number, 0 or more, not "-1"'],
    [['--verison'], 'there is no command "--verison". Did you mean --version?'],
    [['explain', 'steps-wastful'], 'there is no page for "steps-wastful". Did you mean steps-wasteful?'],
    [['explain', 'seed', 'size'], 'explain takes one name, not "seed" and "size"'],
    [['backends', 'x'], 'backends takes no name, not "x"'],
    [['mcp', 'x'], 'mcp takes no name, not "x"'],
    [['lsp', '--stdio', 'x'], 'lsp takes no name, not "x"'],
  ])('%j', async (args, message) => {
    const { code, err } = await sweetspot(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
  });
  test('a file without generations can not be rendered', async () => {
    expect((await sweetspot(['render', file('ci.yaml'), '-o', file('no.png')])).err).toContain('holds no generation');
  });
  test.each([
    ['render', '-o', 'no/such/folder/a.png'],
    ['find', '--svg', 'no/such/folder/a.svg'],
    ['compare', '-o', 'two.yaml/folder'],
  ])('%s %s %s: what can not be written is said before anything is rendered', async (command, option, place) => {
    const { code, out, err } = await sweetspot([command, file('two.yaml'), option, file(place)]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^sweetspot: can't write \S+: (there is no such folder|there is no such file)\n$/);
  });
  test('help goes to standard output', async () =>
    expect(await sweetspot(['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('sweetspot check PATH'),
    }));
});
