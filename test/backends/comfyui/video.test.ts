/** A graph of a video: its frames are one moving picture, at its rate. */
import { describe, expect, test } from 'vitest';
import type { RenderEvent } from '../../../server/src/render/backend.ts';
import { png } from '../support.ts';
import { definitions, txt2img } from './definitions.ts';
import type { Run } from './server.ts';
import { eventsOf, failed, graphRequest, stage, warnings } from './stage.ts';

/** Makes so many frames for each node that shows. */
const frames =
  (count: number, side = 64): Run =>
  (job) => {
    job.start();
    for (const [node, { class_type }] of job.inOrder())
      if (class_type === 'PreviewImage')
        for (let frame = 0; frame < count; frame += 1) job.show(node, png(side, 64, [200, frame, 40]));
    job.say('execution_success');
  };

const save = { class_type: 'SaveVideo', inputs: { video: ['20', 0], filename_prefix: 'fox' } };
const create = (inputs: Record<string, unknown>) => ({
  class_type: 'CreateVideo',
  inputs: { images: ['8', 0], ...inputs },
});
const video = (inputs: Record<string, unknown> = { fps: 24 }) => graphRequest({ '9': save, '20': create(inputs) });

const pictures = (events: readonly RenderEvent[]) =>
  events.flatMap((event) => (event.kind === 'picture' ? [event.picture] : []));

describe('a video', () => {
  test('is shown moving, all of it', async () => {
    const { backend, comfy } = await stage({ run: frames(33) });
    const events = await eventsOf(backend, video());
    expect(pictures(events).map(({ motion, mime }) => ({ motion, mime }))).toEqual([
      { motion: { frames: 33, fps: 24 }, mime: 'image/png' },
    ]);
    expect(warnings(events)).toEqual([]);
    expect(comfy.asked.filter(({ path }) => path === '/view')).toHaveLength(33);
  });

  test('has the rate that another node holds for it', async () => {
    const { backend } = await stage({ run: frames(3) });
    const rate = { class_type: 'PrimitiveInt', inputs: { value: 12 } };
    const request = graphRequest({ '9': save, '20': create({ fps: ['21', 0] }), '21': rate });
    expect(pictures(await eventsOf(backend, request))[0].motion).toEqual({ frames: 3, fps: 12 });
  });

  test('whose rate is computed says at which it is shown', async () => {
    const { backend } = await stage({ run: frames(3) });
    const events = await eventsOf(backend, video({ fps: ['3', 0] }));
    expect(warnings(events)).toContainEqual(expect.stringMatching(/16 frames a second/));
  });

  test('of one frame is a picture', async () => {
    const { backend } = await stage({ run: frames(1) });
    const [picture] = pictures(await eventsOf(backend, video()));
    expect(picture).not.toHaveProperty('motion');
  });

  test('says that its sound is left out', async () => {
    const { backend } = await stage({});
    const changes = await backend.changes?.(video({ fps: 24, audio: ['30', 0] }), new AbortController().signal);
    expect(changes?.join(' ')).toMatch(/SaveVideo \(node 9\) makes sound, too/);
  });

  test('that is black all over is said to be so', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.start();
        for (const [node, { class_type }] of job.inOrder())
          if (class_type === 'PreviewImage') for (let at = 0; at < 3; at += 1) job.show(node, png(64, 64, [0, 0, 0]));
        job.say('execution_success');
      },
    });
    const last = (await eventsOf(backend, video())).at(-1);
    expect(last).toMatchObject({ kind: 'failed', problem: { code: 'black-picture' } });
  });
});

test('a batch of pictures stays pictures', async () => {
  const { backend } = await stage({ run: frames(3) });
  const all = pictures(await eventsOf(backend, graphRequest(txt2img())));
  expect(all.map(({ motion }) => motion)).toEqual([undefined, undefined, undefined]);
});

test('a video that the server has packed itself is shown as it is', async () => {
  const mp4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom0000isomavc1')]);
  const { backend } = await stage({
    run: (job) => {
      job.start();
      job.show('9', mp4);
      job.say('execution_success');
    },
  });
  const [video] = pictures(await eventsOf(backend, graphRequest({}, { width: 64, height: 64 })));
  expect(video).toMatchObject({ mime: 'video/mp4', width: 64, height: 64 });
});

describe('a graph of sound alone', () => {
  test('is said to be one before it is run', async () => {
    const objectInfo = {
      ...definitions(),
      VAEDecodeAudio: { input: { required: {} }, output: ['AUDIO'], name: 'VAEDecodeAudio', display_name: '' },
    };
    const { backend } = await stage({ objectInfo });
    const request = graphRequest({ '9': { class_type: 'VAEDecodeAudio', inputs: {} } });
    expect(failed(await eventsOf(backend, request))?.message).toMatch(/makes sound and no picture/);
  });

  test('is said to be one by what it made', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.start();
        job.files['9'] = { images: [{ filename: 'song.flac', subfolder: '', type: 'temp' }] };
        job.say('executed', { node: '9', display_node: '9', output: job.files['9'] });
        job.say('execution_success');
      },
      answer: ({ path }, response) => {
        if (path !== '/view') return false;
        response.writeHead(200).end('fLaC');
        return true;
      },
    });
    expect(failed(await eventsOf(backend, graphRequest()))?.message).toMatch(/makes sound and no picture/);
  });
});
