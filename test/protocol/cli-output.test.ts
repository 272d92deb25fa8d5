/** Readers that go away, files that can't be read, names that would steer a terminal: the bundled command line among other programs. */
import { execFile, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { copyFile, mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { txt2img } from '../backends/comfyui/definitions.ts';
import { startComfy } from '../backends/comfyui/server.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';

const CLI = join(process.cwd(), 'dist/cli.cjs');

let temporary: TemporaryFolder;
beforeAll(async () => {
  temporary = await temporaryFolder();
  await writeFile(file('waste.yaml'), 'prompt: a lake\nsteps: 80\nwidth: 64\nheight: 64\n');
  await writeFile(file('fine.json'), '{"prompt": "a", "steps": 25}');
  await mkdir(file('folder.yaml'));
  await writeFile(file('picture.json'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  await writeFile(file('endless.yaml'), '');
  await truncate(file('endless.yaml'), 100e6 + 1);
  await writeFile(file('powershell.json'), Buffer.from('\ufeff{"prompt": "größe",\r\n "steps": 80}\r\n', 'utf16le'));
});
afterAll(() => temporary.remove());

const file = (name: string): string => join(temporary.path, name);

async function run(command: string, args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const child = execFile(command, args, { cwd: temporary.path });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin?.end();
  const [code] = await once(child, 'close');
  return { code, out, err };
}
const sweetspot = (...args: string[]) => run(process.execPath, [CLI, ...args]);

/** Runs with one stream in a pipe whose reader has closed its end before the program starts; the other one goes to `other`. */
const UNREAD = `
  mkfifo gone; rm -f code other
  { read gone <gone; "$@" REDIRECTIONS; echo $? >code; } | { exec <&-; echo gone >gone; }
  rm gone`;
const REDIRECTIONS = { stdout: '2>other', stderr: '2>&1 >other' };

async function unread(stream: 'stdout' | 'stderr', args: readonly string[]): Promise<{ code: number; other: string }> {
  const script = UNREAD.replace('REDIRECTIONS', REDIRECTIONS[stream]);
  await run('sh', ['-c', script, 'sh', process.execPath, CLI, ...args]);
  return { code: Number(await readFile(file('code'), 'utf8')), other: await readFile(file('other'), 'utf8') };
}

describe('a reader that goes away ends the program, and nothing is said', () => {
  test.each([
    ['help', 0],
    ['--version', 0],
    ['explain seed', 0],
    ['check waste.yaml', 1],
    ['check --format json waste.yaml', 1],
    ['inspect waste.yaml', 0],
    ['backends', 0],
    ['render waste.yaml -o out.png --format json', 1],
    ['compare waste.yaml -o out --format json', 1],
    ['sweetspot waste.yaml --format json', 1],
  ])('of standard output: %s', async (args, code) =>
    expect(await unread('stdout', args.split(' '))).toEqual({ code, other: '' }),
  );
  test.each([
    ['nonsense', 2],
    ['check none.yaml', 2],
    ['render waste.yaml -o out.png', 1],
    ['compare waste.yaml -o out', 1],
    ['sweetspot waste.yaml', 1],
  ])('of standard error: %s', async (args, code) =>
    expect(await unread('stderr', args.split(' '))).toEqual({ code, other: '' }),
  );
  test('before all files are judged', async () => {
    // More than a pipe holds, then a file that nobody ever writes: whoever gets there waits for good.
    const files = [...Array.from({ length: 1000 }, (_, index) => `many/${index}.yaml`), 'endless'];
    await run('mkfifo', ['endless']);
    await mkdir(file('many'));
    await Promise.all(files.slice(0, -1).map((name) => copyFile(file('waste.yaml'), file(name))));
    const { out, err } = await run('sh', ['-c', '"$@" | head -n 1', 'sh', process.execPath, CLI, 'check', ...files]);
    expect(out).toMatch(/^many\/0\.yaml:2:8: warning: .*\n$/);
    expect(err).toBe('');
  });
});

test('output that can not be written for another reason is told', async () => {
  const full = await run('sh', ['-c', '"$@" >/dev/full', 'sh', process.execPath, CLI, 'check', 'fine.json']);
  expect(full).toEqual({ code: 2, out: '', err: expect.stringMatching(/^sweetspot: can't write: ENOSPC: .*\n$/) });
});

test('a reader that goes away during a render takes the job back from the server', async () => {
  const gone = new EventEmitter();
  const comfy = await startComfy({
    run: async (job) => {
      job.start();
      await once(gone, 'gone');
      job.step('3', 1, 4);
      await job.stopped.promise;
    },
  });
  try {
    await writeFile(file('graph.json'), JSON.stringify(txt2img()));
    const args = ['render', 'graph.json', '--backend', comfy.url.href, '-o', 'never.png', '--format', 'json'];
    const child = spawn(process.execPath, [CLI, ...args], { cwd: temporary.path, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'exit');
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    await comfy.begun.promise;
    child.stdout.destroy();
    await once(child.stdout, 'close');
    gone.emit('gone');
    expect(await ended).toEqual([1, null]);
    expect(err).toBe('');
    expect(comfy.jobs.map(({ interrupted }) => interrupted)).toEqual([true]);
  } finally {
    await comfy.stop();
  }
});

describe('a file that can not be read', () => {
  const UNREADABLE: readonly (readonly [name: string, why: string])[] = [
    ['none.yaml', 'there is no such file'],
    ['fine.json/none.yaml', 'there is no such file'],
    ['picture.json', 'it is no text'],
    ['endless.yaml', 'it is larger than 100 MB'],
  ];
  const complaints = UNREADABLE.map(([name, why]) => `sweetspot: can't read ${name}: ${why}\n`).join('');
  const files = ['fine.json', ...UNREADABLE.map(([name]) => name), 'waste.yaml'];

  test('is told, and the others are checked', async () => {
    const { code, out, err } = await sweetspot('check', ...files);
    expect(err).toBe(complaints);
    expect(out).toMatch(
      /^waste\.yaml:2:8: warning: .* \[steps-wasteful\]\n.*\n1 finding in 2 files: 1 warning\. --fix mends 1\.\n$/,
    );
    expect(code).toBe(2);
  });
  test.each(['check', 'inspect'])('%s as JSON is one object that tells it, too', async (command) => {
    const { code, out, err } = await sweetspot(command, '--format', 'json', ...files);
    expect(err).toBe(complaints);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      files: [
        { file: 'fine.json', findings: [] },
        { file: 'waste.yaml', findings: [{ code: 'steps-wasteful' }] },
      ],
      errors: UNREADABLE.map(([name, why]) => ({ file: name, message: `can't read ${name}: ${why}` })),
    });
    expect(code).toBe(2);
  });
  test('inspect reads no folder', async () =>
    expect((await sweetspot('inspect', 'folder.yaml')).err).toBe(
      "sweetspot: can't read folder.yaml: it is a folder\n",
    ));
  test('nothing is called fine that nobody saw', async () =>
    expect(await sweetspot('check', 'none.yaml')).toMatchObject({ code: 2, out: '' }));
});

test('a file as PowerShell writes it is read', async () =>
  expect(await sweetspot('check', 'powershell.json')).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^powershell\.json:2:11: warning: .*\[steps-wasteful\]/),
  }));

describe('names of files steer no terminal', () => {
  const name = 'n\u001b[31m\u202elmay.yaml';
  const shown = 'n\\u001b[31m\\u202elmay.yaml';
  test('in findings', async () => {
    await writeFile(file(name), 'prompt: a\nmodel: "\\e[2J\\u202e"\nsteps: 80\n');
    const { out } = await sweetspot('check', name);
    expect(out.startsWith(`${shown}:3:8: `)).toBe(true);
    expect(out).not.toMatch(/[^\P{C}\n]/u);
  });
  test('in complaints', async () =>
    expect((await sweetspot('check', `no${name}`)).err).toBe(
      `sweetspot: can't read no${shown}: there is no such file\n`,
    ));
  test('nor in JSON, which says the same', async () => {
    const { out } = await sweetspot('inspect', name);
    expect(out).not.toMatch(/[^\P{C}\n]/u);
    expect(JSON.parse(out).files[0]).toMatchObject({
      file: name,
      generations: [{ model: { name: '\u001b[2J\u202e' } }],
    });
  });
});
