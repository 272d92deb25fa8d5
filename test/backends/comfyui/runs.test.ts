import { describe, expect, test } from 'vitest';
import type { RenderEvent } from '../../../server/src/render/backend.ts';
import { gate, png, renderRequest, sendJson } from '../support.ts';
import { txt2img } from './definitions.ts';
import { type ComfyScript, goodRun, type Run, type ScriptedJob } from './server.ts';
import { asks, count, eventsOf, failed, graphRequest, kinds, never, on, stage, steps, warnings } from './stage.ts';

describe('a run', () => {
  test('waits its turn, and tells how many are before it', async () => {
    const hold = gate();
    const { backend, comfy } = await stage({
      run: async (job) => {
        if (job.number === 0) await hold.promise;
        goodRun(job);
      },
    });
    const first = eventsOf(backend);
    await comfy.begun.promise;
    const second: RenderEvent[] = [];
    for await (const event of backend.render(graphRequest(), never)) {
      second.push(event);
      if (event.kind === 'queued' && event.ahead !== null) hold.resolve();
    }
    expect(second).toContainEqual({ kind: 'queued', ahead: 1 });
    expect(kinds(second).lastIndexOf('queued')).toBeLessThan(kinds(second).indexOf('step'));
    expect((await first).at(-1)?.kind).toBe('done');
  });
  test('keeps to itself: messages of others, unknown ones and broken ones', async () => {
    const noise = (job: ScriptedJob): void => {
      const { comfy, clientId } = job;
      const say = (type: string, data: unknown) => comfy.send(clientId, JSON.stringify({ type, data }));
      say('progress', { prompt_id: 'other', node: '3', value: 9, max: 9 });
      say('executed', { prompt_id: 'other', node: '9', output: { images: [{ filename: 'other.png' }] } });
      say('executed', { prompt_id: job.id, node: '9', output: null });
      say('execution_interrupted', { prompt_id: 'other' });
      say('executing', { prompt_id: 'other', node: null });
      say('logs', { entries: [] });
      comfy.send(clientId, '{"type": ');
      comfy.send(clientId, Buffer.from([0, 0, 0, 4, 255, 255, 255, 255]));
      comfy.send(clientId, Buffer.from([7]));
    };
    const { backend } = await stage({
      run: (job) => {
        job.start();
        noise(job);
        job.runNodes();
        noise(job);
        job.say('execution_success');
      },
    });
    const events = await eventsOf(backend);
    expect(steps(events)).toEqual([1, 2, 3, 4]);
    expect([count(events, 'preview'), count(events, 'picture'), events.at(-1)?.kind]).toEqual([4, 1, 'done']);
  });
  test('that is cached whole has the outputs of the history where no message tells them', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.comfy.temp.set('old one.png', png(32, 48));
        job.files['9'] = { images: [{ filename: 'old one.png', subfolder: '', type: 'temp' }] };
        job.start(Object.keys(job.graph));
      },
    });
    const events = await eventsOf(backend);
    expect(events.find(({ kind }) => kind === 'picture')).toMatchObject({
      picture: { width: 32, height: 48 },
      seed: 1234n,
    });
    expect(count(events, 'step')).toBe(0);
  });
  test('gives every picture of a batch, and none of other branches', async () => {
    const other = {
      '20': { class_type: 'LoadImage', inputs: { image: 'fox.png' } },
      '21': { class_type: 'PreviewImage', inputs: { images: ['20', 0] } },
    };
    const { backend } = await stage({
      run: (job) => {
        job.start();
        job.show('21', png(8, 8));
        for (const side of [16, 24, 32]) job.show('9', png(side, side));
        job.say('execution_success');
      },
    });
    const pictures = (await eventsOf(backend, graphRequest(other))).flatMap((event) =>
      event.kind === 'picture' ? [event.picture.width] : [],
    );
    expect(pictures).toEqual([16, 24, 32]);
  });
  test('of a video shows its first frames', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.start();
        for (let frame = 0; frame < 20; frame += 1) job.show('9', png(8, 8));
        job.say('execution_success');
      },
    });
    const events = await eventsOf(backend);
    expect(count(events, 'picture')).toBe(16);
    expect(warnings(events)).toContain('The graph made 20 pictures. The first 16 are shown.');
  });
  test('says once that a server sends no previews', async () => {
    const { backend } = await stage({ noPreviews: true });
    const hint = 'ComfyUI sent no live previews. Start it with --preview-method auto to see them.';
    expect(warnings(await eventsOf(backend))).toContain(hint);
    expect(warnings(await eventsOf(backend))).not.toContain(hint);
  });
  test('says where the server took other values', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.graph['3'].inputs.steps = 8;
        goodRun(job);
      },
    });
    const override = [{ node: '3', input: 'steps', value: 8.7, says: '' }];
    const request = renderRequest({ graph: { format: 'api', json: txt2img(), sampler: '3', overrides: override } });
    expect(warnings(await eventsOf(backend, request))).toContain(
      'KSampler (node 3), steps: ComfyUI took 8 instead of 8.7.',
    );
  });
  test('on a server that chooses the ids itself', async () => {
    const { backend } = await stage({ ownIds: true });
    const events = await eventsOf(backend);
    expect([steps(events).length, events.at(-1)?.kind]).toEqual([4, 'done']);
  });
  test('gives files their whole names back', async () => {
    const names = ['sub dir\\ü&?#%.png', '../../etc/passwd'];
    const { backend, comfy } = await stage({
      run: (job) => {
        for (const filename of names) {
          job.comfy.temp.set(filename, png());
          job.files['9'] ??= { images: [] };
          job.files['9'].images.push({ filename, subfolder: 'a\\b', type: 'temp' });
        }
        job.start();
        job.say('execution_success');
      },
    });
    expect(count(await eventsOf(backend), 'picture')).toBe(2);
    expect(asks(comfy, 'GET /view').map(({ query }) => query.get('filename'))).toEqual(names);
    expect(asks(comfy, 'GET /view')[0].query.get('subfolder')).toBe('a\\b');
  });
});

describe('a run that fails', () => {
  const fails =
    (data: Record<string, unknown>): Run =>
    (job) => {
      job.start();
      job.say('execution_error', { node_id: '8', node_type: 'VAEDecode', executed: [], traceback: [], ...data });
    };
  test('out of memory, with its place', async () => {
    const { backend } = await stage({
      run: fails({ exception_type: 'torch.OutOfMemoryError', exception_message: 'Allocation' }),
    });
    expect(failed(await eventsOf(backend))).toMatchObject({ code: 'out-of-memory', places: [{ node: '8' }] });
  });
  test('black all over: the picture is shown, and why', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.start();
        job.show('9', png(64, 64, [0, 0, 0]));
        job.say('execution_success');
      },
    });
    const events = await eventsOf(backend);
    expect([count(events, 'picture'), failed(events)?.code]).toEqual([1, 'black-picture']);
  });
  test('one branch blocked is a warning when another has a picture', async () => {
    const blocked = { exception_type: 'ExecutionBlocked', exception_message: 'No mask' };
    const { backend } = await stage({
      run: (job) => {
        fails(blocked)(job);
        job.show('9');
        job.say('execution_success');
      },
    });
    const events = await eventsOf(backend);
    expect(events.at(-1)?.kind).toBe('done');
    expect(warnings(events)).toContain('VAEDecode (node 8): ComfyUI says: No mask.');
  });
  test('and the reason when none has', async () => {
    const blocked = { exception_type: 'ExecutionBlocked', exception_message: 'No mask' };
    const { backend } = await stage({
      run: (job) => {
        fails(blocked)(job);
        job.say('execution_success');
      },
    });
    expect(failed(await eventsOf(backend))?.message).toContain('No mask.');
  });
  test('files that are no pictures are named', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.show('9', Buffer.from('no picture at all'));
        job.say('execution_success');
      },
    });
    expect(failed(await eventsOf(backend))).toMatchObject({
      code: 'no-picture',
      message: expect.stringContaining('ComfyUI_temp_1'),
    });
  });
  test('a file that is gone', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.start();
        job.show('9');
        job.comfy.temp.clear();
        job.say('execution_success');
      },
    });
    expect(failed(await eventsOf(backend))?.code).toBe('no-picture');
  });
  test.each([
    [503, 'busy'],
    [429, 'busy'],
    [413, 'invalid'],
    [500, 'server'],
  ])('an answer of %i', async (status, code) => {
    const { backend } = await stage({ answer: on(/POST \/prompt/, status, 'x') });
    expect(failed(await eventsOf(backend))?.code).toBe(code);
  });

  const dropped =
    (output: string, node: string): NonNullable<ComfyScript['answer']> =>
    (asked, response) => {
      if (asked.path !== '/prompt') return false;
      const error = {
        type: 'required_input_missing',
        message: '',
        details: 'model',
        extra_info: { input_name: 'model' },
      };
      const { prompt_id } = asked.json as { prompt_id: string };
      const node_errors = { [node]: { errors: [error], dependent_outputs: [output] } };
      sendJson(response, { prompt_id, number: 1, node_errors });
      return true;
    };
  test('the wanted output is left out by the server: refused, and taken back', async () => {
    const { backend, comfy } = await stage({ answer: dropped('9', '3') });
    expect(failed(await eventsOf(backend))).toMatchObject({ code: 'invalid', places: [{ node: '3', input: 'model' }] });
    expect(asks(comfy, 'POST /queue')).toHaveLength(1);
  });
});
