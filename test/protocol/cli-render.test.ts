/** `sweetspot render --backend`: the bundled command line and scripted servers. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { startSdapi } from '../backends/a1111/server.ts';
import { definitions, txt2img } from '../backends/comfyui/definitions.ts';
import { endlessRun } from '../backends/comfyui/server.ts';
import { png, sendJson } from '../backends/support.ts';
import { comfyWith, file, start, stops, sweetspot } from './rendering.ts';

describe('a picture by a server', () => {
  test('of the file’s own graph', async () => {
    const comfy = await comfyWith();
    const { code, err } = await sweetspot([
      file('graph.json'),
      '--backend',
      comfy.url.host,
      '--draft',
      '-o',
      file('fox.png'),
    ]);
    expect(code).toBe(0);
    expect(err).toMatch(/^Backend: ComfyUI 0\.3\.64\n/);
    expect(err).toMatch(/Changed in the graph: steps 30 → \d+\n/);
    expect(err).toContain('fox.png: ');
    // No terminal: no bar, and nothing that steers one.
    expect(err.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(decode(readFileSync(file('fox.png')))).toMatchObject({ width: 64, height: 64 });
  });

  test('with values given on the line, reported as JSON lines', async () => {
    const comfy = await comfyWith();
    const args = [file('graph.json'), '--backend', comfy.url.href, '-o', file('json.png'), '--format', 'json'];
    const { code, events } = await sweetspot([
      ...args,
      '--set',
      'steps=3',
      '--set',
      'cfg=4',
      '--set',
      'seed=18446744073709551615',
    ]);
    expect(code).toBe(0);
    const [plan, ...rest] = events();
    expect(plan).toMatchObject({
      kind: 'plan',
      generation: '3',
      backend: 'comfyui',
      server: { name: 'ComfyUI', version: '0.3.64' },
      steps: 3,
      seed: '18446744073709551615',
      changes: [
        'steps 30 → 3',
        'guidance 7 → 4',
        'seed 5 → 18446744073709551615',
        'SaveImage (node 9) is a preview here: nothing is saved on the server.',
      ],
    });
    expect(rest.filter(({ kind }) => kind === 'step').map(({ done }) => done)).toEqual([1, 2, 3]);
    expect(rest.find(({ kind }) => kind === 'picture')).toEqual({
      kind: 'picture',
      file: file('json.png'),
      mime: 'image/png',
      width: 64,
      height: 64,
      seed: '18446744073709551615',
    });
    expect(rest.at(-1)).toMatchObject({ kind: 'done' });
    expect(comfy.asked.find(({ path }) => path === '/prompt')?.body).toContain('"seed":18446744073709551615');
  });

  test('that begins with a picture beside the file: uploaded when asked for, else said how', async () => {
    const edit = txt2img({
      '5': { class_type: 'VAEEncode', inputs: { pixels: ['22', 0], vae: ['4', 2] } },
      '22': { class_type: 'LoadImage', inputs: { image: 'begin.png' } },
    });
    writeFileSync(file('edit.json'), JSON.stringify(edit, null, 2));
    writeFileSync(file('begin.png'), png(64, 64));
    const uploaded: string[] = [];
    const comfy = await comfyWith({
      answer: ({ method, path, body }, response) => {
        if (`${method} ${path}` === 'POST /upload/image') uploaded.push(body);
        else if (path !== '/object_info' || uploaded.length === 0) return false;
        const all = definitions() as { LoadImage: { input: object } };
        const image = [['fox.png', 'begin (1).png'], { image_upload: true }];
        const known = { ...all, LoadImage: { ...all.LoadImage, input: { required: { image }, optional: {} } } };
        sendJson(response, path === '/object_info' ? known : { name: 'begin (1).png', subfolder: '', type: 'input' });
        return true;
      },
    });
    const args = [file('edit.json'), '--backend', comfy.url.host, '-o', file('edit.png')];
    const refused = await sweetspot(args);
    expect([refused.code, uploaded]).toEqual([1, []]);
    const [plan] = (await sweetspot([...args, '--format', 'json'])).events();
    expect(plan).toMatchObject({ kind: 'plan', steps: expect.any(Number), width: null, height: null });
    expect(refused.err).toMatch(/have begin\.png uploaded .*--upload/);
    const { code, err } = await sweetspot([...args, '--upload']);
    expect([code, uploaded.length]).toEqual([0, 1]);
    expect(err).toContain('begin.png is uploaded to the input folder of ComfyUI, where it stays.');
    expect(comfy.jobs.map(({ graph }) => graph['22'].inputs.image)).toEqual(['begin (1).png']);
  });

  test('with a seed that was drawn says so', async () => {
    const server = await startSdapi({ product: 'a1111' });
    stops.push(() => server.stop());
    writeFileSync(file('no-seed.yaml'), 'prompt: a fox\nsteps: 4\nwidth: 64\nheight: 64\n');
    const args = ['--backend', server.url.href, '--model', 'dreamshaper', '-o', file('drawn.png')];
    const { code, err } = await sweetspot([file('no-seed.yaml'), ...args]);
    expect([code, err]).toEqual([0, expect.stringMatching(/^Seed: \d+ \(drawn for this render\)$/m)]);
  });

  test('is written under a name that says its real format', async () => {
    const header = 'ffd8ffe000104a46494600010100000100010000ffc0001108004000600301220002110103110 1ffd9'.replace(
      ' ',
      '',
    );
    const server = await startSdapi({ product: 'a1111', picture: Buffer.from(header, 'hex') });
    stops.push(() => server.stop());
    const { code, err } = await sweetspot([file('plain.yaml'), '--backend', server.url.href, '-o', file('photo.png')]);
    expect([code, err]).toEqual([0, expect.stringContaining(`Note: the picture is written to ${file('photo.jpg')}`)]);
    expect(existsSync(file('photo.png'))).toBe(false);
    expect(readFileSync(file('photo.jpg')).toString('hex')).toBe(header);
  });

  test('by the kind that is said, without asking what answers', async () => {
    const server = await startSdapi({ product: 'forge' });
    stops.push(() => server.stop());
    const args = [file('plain.yaml'), '--backend', server.url.href, '-o', file('kind.png')];
    expect((await sweetspot([...args, '--kind', 'a1111'])).code).toBe(0);
    const wrong = await sweetspot([...args, '--kind', 'abacus']);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('--kind is one of')]);
  });

  test('of a model that the server lacks is not drawn: it asks for --model', async () => {
    const server = await startSdapi({ product: 'a1111' });
    stops.push(() => server.stop());
    writeFileSync(file('lacks.yaml'), 'model: dreamshaper_8_pruned\nprompt: a fox\nsteps: 4\nwidth: 64\nheight: 64\n');
    const args = [file('lacks.yaml'), '--backend', server.url.href, '-o', file('lacks.png')];
    const { code, err } = await sweetspot(args);
    expect(code).toBe(2);
    expect(err).toMatch(
      /no model "dreamshaper_8_pruned"\.\n +people\/dreamshaper.*\n +sd_xl_base_1\.0.*\nSay which one.*--model NAME\n/,
    );
    expect(server.bodies).toEqual([]);
    expect((await sweetspot([...args, '--format', 'json'])).events()).toEqual([
      { kind: 'question', question: 'model', wanted: 'dreamshaper_8_pruned', models: expect.any(Array) },
    ]);
    expect((await sweetspot([...args, '--model', 'dreamshaper'])).code).toBe(0);
    expect(server.bodies).toHaveLength(1);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('can be stopped, here and on the server: %s', async (signal) => {
    const comfy = await comfyWith({ run: endlessRun });
    const { child, ended } = start([file('graph.json'), '--backend', comfy.url.href, '-o', file('never.png')]);
    await comfy.begun.promise;
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 1, err: expect.stringMatching(/Cancelled\.\n$/) });
    expect(comfy.jobs[0].interrupted).toBe(true);
    expect(existsSync(file('never.png'))).toBe(false);
  });

  test('does not say that a server stopped which goes on', async () => {
    const server = await startSdapi({ product: 'koboldcpp', scenario: 'endless' });
    stops.push(() => server.stop());
    const { child, ended } = start([file('plain.yaml'), '--backend', server.url.href, '-o', file('never.png')]);
    await server.begun;
    child.kill('SIGINT');
    const said = /Cancelled\. What KoboldCpp has begun it renders to its end\.\n$/;
    expect(await ended).toMatchObject({ code: 1, err: expect.stringMatching(said) });
    expect(server.interrupted).toEqual([]);
  });

  test('is stopped on the server when the program that started the command is killed', async () => {
    const comfy = await comfyWith({ run: endlessRun });
    const args = ['dist/cli.cjs', 'render', file('graph.json'), '--backend', comfy.url.href, '-o', file('never.png')];
    const script = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(args)}, { stdio: ['pipe', 'ignore', 'ignore'] })`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
    await comfy.begun.promise;
    parent.kill('SIGKILL');
    await comfy.jobs[0].stopped.promise;
    expect(comfy.jobs[0].interrupted).toBe(true);
  });
});

test('what a render took is kept where somebody wants it, and says what counts cost', async () => {
  const sdapi = await startSdapi({ product: 'a1111' });
  stops.push(() => sdapi.stop());
  const kept = file('measured.json');
  const job = file('many.yaml');
  writeFileSync(job, 'prompt: a fox\nsteps: 80\nseed: 7\nwidth: 64\nheight: 64\n');
  const args = [job, '-o', file('timed.png'), '--backend', sdapi.url.href, '--measurements', kept];
  expect(await sweetspot(args)).toMatchObject({ code: 0 });
  const { speeds } = JSON.parse(readFileSync(kept, 'utf8'));
  expect(speeds).toMatchObject([{ backend: expect.stringContaining('a1111'), width: 64, samples: [{}] }]);
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['dist/cli.cjs', 'check', '--fail-on', 'never', '--format', 'json', '--measurements', kept, job],
  ]);
  expect(JSON.parse(stdout).cost).toMatchObject({ timed: 55, measuredOn: [speeds[0].backend] });
});
