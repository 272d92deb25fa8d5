/** A graph of a video: its frames are one moving picture, at its rate. */
import { describe, expect, test } from 'vitest';
import type { RenderEvent } from '../../../server/src/render/backend.ts';
import { chunksOf } from '../../../server/src/render/png.ts';
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

  test('that is made from a picture, or from another video, is taken apart for its frames', async () => {
    const { backend, comfy } = await stage({ run: frames(3) });
    const made = { class_type: 'ImageToVideoNode', inputs: { first_frame: ['8', 0], seed: 1 } };
    const events = await eventsOf(backend, graphRequest({ '9': save, '20': made }));
    const { graph } = comfy.jobs[0];
    expect(graph['9']).toEqual({ class_type: 'PreviewImage', inputs: { images: ['9-frames', 0] } });
    expect(graph['9-frames']).toEqual({ class_type: 'GetVideoComponents', inputs: { video: ['20', 0] } });
    expect(pictures(events)[0].motion).toEqual({ frames: 3, fps: 16 });
    expect(warnings(events)).toContainEqual(expect.stringMatching(/computes how fast/));
  });

  test('that this server can not take apart is saved, and said to be', async () => {
    const { GetVideoComponents: _, ...objectInfo } = definitions();
    const { backend, comfy } = await stage({ objectInfo, run: frames(3) });
    const made = { class_type: 'ImageToVideoNode', inputs: { first_frame: ['8', 0], seed: 1 } };
    const events = await eventsOf(backend, graphRequest({ '9': save, '20': made }));
    expect(comfy.jobs[0].graph['9'].class_type).toBe('SaveVideo');
    expect(warnings(events)).toContainEqual(expect.stringMatching(/SaveVideo \(node 9\) may save files/));
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

describe('the sound of a video', () => {
  const flac = Buffer.from('fLaC and more');
  const decode = { class_type: 'VAEDecodeAudio', inputs: { samples: ['3', 0], vae: ['4', 2] } };
  const sounding: Run = (job) => {
    job.start();
    for (const [node, { class_type }] of job.inOrder()) {
      if (class_type === 'PreviewImage') for (let at = 0; at < 2; at += 1) job.show(node, png(64, 64, [200, at, 40]));
      if (class_type === 'PreviewAudio') job.show(node, flac, 'flac');
    }
    job.say('execution_success');
  };
  const heard = () => ({ '9': save, '20': create({ fps: 24, audio: ['30', 0] }), '30': decode });
  const soundIn = ({ bytes }: { readonly bytes: Uint8Array }) =>
    [...chunksOf(bytes)].find(({ type }) => type === 'soNd')?.data.toString();

  test('comes with it', async () => {
    const { backend, comfy } = await stage({ run: sounding });
    const [picture, ...others] = pictures(await eventsOf(backend, graphRequest(heard())));
    expect(comfy.jobs[0].graph['9-sound']).toEqual({ class_type: 'PreviewAudio', inputs: { audio: ['30', 0] } });
    expect(soundIn(picture)).toBe(`audio/flac\0${flac}`);
    expect([picture.motion?.frames, others]).toEqual([2, []]);
  });

  test('is left out where it is something else', async () => {
    const { backend } = await stage({
      run: sounding,
      answer: ({ path, query }, response) => {
        if (path !== '/view' || !/flac/.test(String(query))) return false;
        response.writeHead(200).end('<html>');
        return true;
      },
    });
    const [picture] = pictures(await eventsOf(backend, graphRequest(heard())));
    expect([soundIn(picture), picture.motion?.frames]).toEqual([undefined, 2]);
  });

  test('that another video may lack is not asked for, and said to be left out', async () => {
    const { backend, comfy } = await stage({ run: sounding });
    const request = graphRequest({
      ...{ '9': save, '20': create({ fps: 24, audio: ['31', 1] }) },
      '31': { class_type: 'GetVideoComponents', inputs: { video: ['32', 0] } },
      '32': { class_type: 'LoadVideo', inputs: { file: 'fox.mp4' } },
    });
    const changes = await backend.changes?.(request, new AbortController().signal);
    expect(changes?.join(' ')).toMatch(/SaveVideo \(node 9\) may have sound, too/);
    expect(pictures(await eventsOf(backend, request))).toHaveLength(1);
    expect(Object.values(comfy.jobs[0].graph).map(({ class_type }) => class_type)).not.toContain('PreviewAudio');
  });
});

test('what is made from a picture and is none has no preview', async () => {
  const { backend } = await stage({});
  const request = graphRequest({
    '19': { class_type: 'SaveGLB', inputs: { mesh: ['20', 0], filename_prefix: 'fox' } },
    '20': { class_type: 'ImageToMeshNode', inputs: { image: ['8', 0], seed: 1 } },
  });
  const changes = await backend.changes?.(request, new AbortController().signal);
  expect(changes).toContain('SaveGLB (node 19) is left out: it only saves files.');
});

test('a batch of pictures stays pictures', async () => {
  const { backend } = await stage({ run: frames(3) });
  const all = pictures(await eventsOf(backend, graphRequest(txt2img())));
  expect(all.map(({ motion }) => motion)).toEqual([undefined, undefined, undefined]);
});

describe('a pack that makes its own videos', () => {
  /** As VideoHelperSuite tells of it. */
  const combine = {
    input: {
      required: { images: ['IMAGE'], frame_rate: ['FLOAT', {}], save_output: ['BOOLEAN', {}] },
      optional: { audio: ['AUDIO'] },
    },
    ...{ output: ['VHS_FILENAMES'], name: 'VHS_VideoCombine', display_name: 'Video Combine', output_node: true },
  };
  const objectInfo = {
    ...definitions(),
    VHS_VideoCombine: combine,
    VHS_PruneOutputs: {
      ...{ input: { required: { filenames: ['VHS_FILENAMES'] } }, output: [], name: 'VHS_PruneOutputs' },
      ...{ display_name: 'Prune Outputs', output_node: true },
    },
  };
  const packed = { class_type: 'VHS_VideoCombine', inputs: { images: ['8', 0], frame_rate: 8, save_output: true } };

  test('is shown by its frames', async () => {
    const { backend, comfy } = await stage({ objectInfo, run: frames(5) });
    const events = await eventsOf(backend, graphRequest({ '9': packed }));
    expect(comfy.jobs[0].graph['9']).toEqual({ class_type: 'PreviewImage', inputs: { images: ['8', 0] } });
    expect(pictures(events).map(({ motion }) => motion)).toEqual([{ frames: 5, fps: 8 }]);
  });

  test('and that others take from is shown by its frames beside it, and told to keep nothing', async () => {
    const mp4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom0000isomavc1')]);
    const { backend, comfy } = await stage({
      objectInfo,
      run: (job) => {
        job.show('9', mp4);
        frames(5)(job);
      },
    });
    const prune = { class_type: 'VHS_PruneOutputs', inputs: { filenames: ['9', 0] } };
    const request = graphRequest({ '9': packed, '30': prune });
    const changes = await backend.changes?.(request, new AbortController().signal);
    expect(changes).toContain('VHS_VideoCombine (node 9) keeps nothing on the server here.');
    const events = await eventsOf(backend, request);
    expect(comfy.jobs[0].graph['9'].inputs.save_output).toBe(false);
    expect(pictures(events).map(({ motion }) => motion)).toEqual([{ frames: 5, fps: 8 }]);
    expect(warnings(events)).toEqual([]);
  });
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
