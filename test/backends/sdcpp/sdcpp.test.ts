/** stable-diffusion.cpp beyond the contract: what is sent, what its answers mean, jobs that are lost. */
import type { ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import { sdcpp } from '../../../server/src/render/backends/sdcpp/index.ts';
import { png, renderRequest, sendHtml, sendJson, services } from '../support.ts';
import { CAPABILITIES, type Script, type Scripted, startSdcpp } from './server.ts';

const never = new AbortController().signal;
const open: Scripted[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.stop();
});

async function stage(script: Script = {}, log: string[] = []) {
  const server = await startSdcpp(script);
  open.push(server);
  const connection = { address: server.url, credentials: null };
  return { server, connection, backend: sdcpp.create(connection, services(log)) };
}

async function render(script: Script = {}, changes: Partial<RenderRequest> = {}, log: string[] = []) {
  const { server, backend } = await stage(script, log);
  const events: RenderEvent[] = [];
  for await (const event of backend.render(renderRequest({ model: 'sd15-q8_0.gguf', ...changes }), never))
    events.push(event);
  return { server, events, warnings: events.flatMap((event) => (event.kind === 'warning' ? [event.text] : [])) };
}

function problemIn(events: readonly RenderEvent[]) {
  const last = events.at(-1);
  return last?.kind === 'failed' ? last.problem : null;
}

/** A PNG with a text chunk, as the server writes it. */
function withText(picture: Uint8Array, keyword: string, text: string): Uint8Array {
  const data = Buffer.from(`tEXt${keyword}\0${text}`, 'utf8');
  const chunk = Buffer.alloc(data.length + 8);
  chunk.writeUInt32BE(data.length - 4, 0);
  data.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(data), data.length + 4);
  return Buffer.concat([picture.subarray(0, 33), chunk, picture.subarray(33)]);
}

describe('what is sent', () => {
  test('everything that a picture depends on, in the server’s own words', async () => {
    const { server, events, warnings } = await render(
      {},
      {
        sampler: { id: 'euler_ancestral', written: 'Euler a' },
        schedule: { id: 'karras', written: 'karras' },
        distilledGuidance: 3.5,
        clipSkip: 2,
        prompt: 'a fox <lora:add_detail:0.7> in the snow',
      },
    );
    expect(server.bodies).toEqual([
      {
        prompt: 'a fox in the snow',
        negative_prompt: 'blurry',
        width: 64,
        height: 64,
        seed: 1234,
        batch_count: 1,
        clip_skip: 2,
        lora: [{ path: 'styles/add_detail.safetensors', multiplier: 0.7 }],
        sample_params: {
          sample_steps: 4,
          sample_method: 'euler_a',
          scheduler: 'karras',
          guidance: { txt_cfg: 6, distilled_guidance: 3.5 },
        },
        output_format: 'png',
      },
    ]);
    expect(warnings).toEqual([]);
    expect(events.map(({ kind }) => kind)).toEqual(['picture', 'done']);
  });

  test('seeds to 2^63 - 1 with all their digits', async () => {
    const sent: string[] = [];
    const { events } = await render(
      {
        answer: ({ path, body }) => {
          if (path.endsWith('img_gen')) sent.push(body);
          return false;
        },
      },
      { seed: 2n ** 63n - 1n },
    );
    expect(sent[0]).toContain('"seed":9223372036854775807');
    expect(events.find(({ kind }) => kind === 'picture')).toMatchObject({ seed: 2n ** 63n - 1n });
  });

  test.each<[string, Partial<RenderRequest>, RegExp]>([
    ['a larger seed', { seed: 2n ** 63n + 5n }, /takes seeds to 9223372036854775807: 5 is drawn/],
    ['a side beyond its limits', { width: 8192 }, /from 64 to 4096 pixels: 4096 × 64 is drawn instead of 8192 × 64/],
    ['more steps than it runs', { steps: 150 }, /takes steps from 1 to 100: 100 is drawn/],
    ['a LoRA it has not', { loras: [{ name: 'moody', weight: 1 }] }, /has no LoRA moody/],
    ['a sampler it has not', { sampler: { id: 'uni_pc', written: 'uni_pc' } }, /no sampler UniPC|has no UniPC/],
    [
      'another model than the one it was started with',
      { model: 'flux1-dev.safetensors' },
      /sd15-q8_0\.gguf.*flux1-dev/,
    ],
    ['no model named', { model: null }, /this is sd15-q8_0\.gguf/],
  ])('%s is said', async (_, changes, expected) => {
    const { warnings, events } = await render({}, changes);
    expect(warnings.join('\n')).toMatch(expected);
    expect(events.at(-1)?.kind).toBe('done');
  });
});

describe('what comes', () => {
  test('is compared with what was asked, by the text in the picture', async () => {
    const text =
      'a fox, Steps: 99\nNegative prompt: blurry\nSteps: 4, CFG scale: 6.000000, Guidance: 3.500000, Eta: inf, Seed: 77, Size: 64x64, Model: x, RNG: cuda, Sampler: NONE, Version: stable-diffusion.cpp, SDCPP: {"prompt":"a, Steps: 3"}';
    const { warnings, events } = await render({ picture: withText(png(128, 128), 'parameters', text) });
    expect(warnings).toEqual([
      'stable-diffusion.cpp did not know the sampler euler and took its own choice.',
      'stable-diffusion.cpp drew with seed 77 instead of 1234.',
      'stable-diffusion.cpp drew 128 × 128 instead of 64 × 64.',
    ]);
    expect(events.find(({ kind }) => kind === 'picture')).toMatchObject({
      seed: 77n,
      picture: { width: 128, height: 128, mime: 'image/png' },
    });
  });

  test('a sampler and schedule that are as asked, under its names, are not mentioned', async () => {
    const text =
      'a fox\nSteps: 4, CFG scale: 6.000000, Seed: 1234, Sampler: euler discrete, Version: stable-diffusion.cpp';
    expect((await render({ picture: withText(png(), 'parameters', text) })).warnings).toEqual([]);
  });

  test('jobs before ours are counted down', async () => {
    const { events } = await render({ before: 2 });
    expect(events.filter(({ kind }) => kind === 'queued')).toEqual([
      { kind: 'queued', ahead: 2 },
      { kind: 'queued', ahead: 1 },
    ]);
  });
});

describe('failures', () => {
  const failing = (status: number, json: unknown, at = /img_gen$/): Script => ({
    answer: ({ path }, response) => {
      if (!at.test(path)) return false;
      sendJson(response, json, status);
      return true;
    },
  });
  const job = (more: object) => failing(200, { id: 'job_1', kind: 'img_gen', ...more }, /jobs\//);

  test.each<[string, Script, string, RegExp]>([
    ['a full queue', failing(429, { error: 'job queue is full' }), 'busy', /full queue/],
    ['bad JSON', failing(400, { error: 'invalid json', message: 'line 1' }), 'invalid', /invalid json: line 1/],
    ['an exception', failing(500, { error: 'server_error', message: 'type_error' }), 'server', /type_error/],
    ['a job without an id', failing(202, { status: 'queued' }), 'protocol', /without telling its id/],
    ['an id that is a path', failing(202, { id: '../../etc' }), 'protocol', /without telling its id/],
    ['a job it has forgotten', failing(404, { error: 'job not found' }, /jobs\//), 'lost', /started anew/],
    ['a picture thrown away', failing(410, { error: 'job expired' }, /jobs\//), 'lost', /ten minutes/],
    [
      'a job that fails',
      job({ status: 'failed', error: { code: 'generation_failed', message: 'generate_image returned no results' } }),
      'server',
      /generate_image returned no results/,
    ],
    ['a job that somebody else cancelled', job({ status: 'cancelled', error: null }), 'server', /else cancelled/],
    ['a state nobody knows', job({ status: 'meditating' }), 'protocol', /not known here/],
    ['an empty picture', job({ status: 'completed', result: { images: [{ b64_json: '' }] } }), 'no-picture', /./],
    ['no result', job({ status: 'completed', result: null }), 'no-picture', /./],
    [
      'a picture that is none',
      job({ status: 'completed', result: { images: [{ b64_json: 'AAAA' }] } }),
      'no-picture',
      /./,
    ],
    ['a video model', { capabilities: { supported_modes: ['vid_gen'] } }, 'invalid', /draws no pictures/],
  ])('%s', async (_, script, code, message) => {
    const problem = problemIn((await render(script)).events);
    expect(problem?.code).toBe(code);
    expect(problem?.message).toMatch(message);
  });

  test('a look that breaks off is taken again', async () => {
    let broken = 0;
    const { events } = await render({
      answer: ({ path }, response) => {
        if (!path.includes('/jobs/') || broken === 2) return false;
        broken += 1;
        response.destroy();
        return true;
      },
    });
    expect(broken).toBe(2);
    expect(events.at(-1)?.kind).toBe('done');
  });
});

describe('a cancel', () => {
  test('takes a waiting job out of the queue', async () => {
    const { server, backend } = await stage({ before: 1000 });
    const controller = new AbortController();
    const events: RenderEvent[] = [];
    for await (const event of backend.render(renderRequest(), controller.signal)) {
      events.push(event);
      if (event.kind === 'queued') controller.abort();
    }
    expect(events.at(-1)).toEqual({ kind: 'cancelled' });
    expect(server.cancels).toEqual([['job_6b03b4b1_00000000', 200]]);
  });

  test('of a job that is drawn ends the waiting, and the log says that the server goes on', async () => {
    const log: string[] = [];
    const { server, backend } = await stage({ scenario: 'endless' }, log);
    const controller = new AbortController();
    void server.begun.then(() => controller.abort());
    const events: RenderEvent[] = [];
    for await (const event of backend.render(renderRequest(), controller.signal)) events.push(event);
    expect(events.at(-1)).toEqual({ kind: 'cancelled' });
    expect(server.cancels).toEqual([['job_6b03b4b1_00000000', 409]]);
    expect(log).toEqual([expect.stringContaining('draws it to its end')]);
  });

  test('while the job is being submitted cancels it once it is in', async () => {
    const controller = new AbortController();
    const { server, backend } = await stage({
      before: 1000,
      answer: ({ path }) => {
        if (path.endsWith('img_gen')) controller.abort();
        return false;
      },
    });
    for await (const _ of backend.render(renderRequest(), controller.signal));
    expect(server.cancels).toEqual([['job_6b03b4b1_00000000', 200]]);
  });
});

describe('recognised', () => {
  test('by its capabilities, which say what a cancel reaches', async () => {
    const { connection } = await stage();
    expect(await sdcpp.recognise(connection, never, services())).toMatchObject({
      name: 'stable-diffusion.cpp',
      capabilities: { cancel: 'queued', models: false, maxSide: 4096 },
    });
    const newer = await stage({ capabilities: { features: { cancel_generating: true } } });
    expect((await newer.backend.probe(never)).capabilities.cancel).toBe('job');
  });

  const answering = (send: (response: ServerResponse) => void): Script => ({
    answer: (_, response) => {
      send(response);
      return true;
    },
  });
  test.each<[string, Script]>([
    ['LM Studio on its port', answering((response) => sendJson(response, { error: 'Unexpected endpoint' }))],
    ['a page of HTML', answering(sendHtml)],
    ['capabilities of another shape', { capabilities: { samplers: 'all', model: CAPABILITIES.model } }],
  ])('not %s', async (_, script) => {
    const { connection } = await stage(script);
    expect(await sdcpp.recognise(connection, never, services())).toBeNull();
  });

  test('nothing there', async () => {
    const { server, connection } = await stage();
    await server.stop();
    expect(await sdcpp.recognise(connection, never, services())).toBeNull();
  });
});
