/** What is particular to SwarmUI: sessions, accounts, its queue, names matched to near ones, pictures behind paths. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Credentials } from '../../../server/src/render/address.ts';
import type { RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import { swarmui } from '../../../server/src/render/backends/swarmui/index.ts';
import { eventsOf } from '../contract.ts';
import { base64, elsewhere, png, renderRequest, sendHtml, sendJson, services } from '../support.ts';
import {
  healthyFrames,
  metadata,
  picture,
  progress,
  type ScriptedSwarm,
  type SwarmScript,
  startSwarm,
  status,
} from './server.ts';

const SDXL = 'OfficialStableDiffusion/sd_xl_base_1.0.safetensors';
const never = new AbortController().signal;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function stage(script: SwarmScript = {}, credentials: Credentials | null = null) {
  const server = await startSwarm(script);
  const backend = swarmui.create({ address: server.url, credentials }, services());
  stops.push(server.stop);
  const render = (changes: Partial<RenderRequest> = {}, signal = never): Promise<RenderEvent[]> =>
    eventsOf({ backend, request: renderRequest({ model: SDXL, ...changes }), stop: server.stop }, signal);
  return { server, backend, render, connection: { address: server.url, credentials } };
}

const warningsIn = (events: readonly RenderEvent[]) =>
  events.flatMap((event) => (event.kind === 'warning' ? [event.text] : []));
const problemIn = (events: readonly RenderEvent[]) => {
  const last = events.at(-1);
  return last?.kind === 'failed' ? last.problem : null;
};
const sent = ({ bodies }: ScriptedSwarm) =>
  bodies.filter(({ route }) => route === 'GenerateText2ImageWS').map(({ body }) => body);

describe('a run', () => {
  test('tells the queue, the loading of the model, a fraction that never falls, and a preview', async () => {
    const { render } = await stage();
    const events = await render();
    expect(events.map(({ kind }) => kind).filter((kind) => kind !== 'progress' && kind !== 'preview')).toEqual([
      'queued',
      'loading',
      'picture',
      'done',
    ]);
    expect(events.flatMap((event) => (event.kind === 'progress' ? [event.fraction] : []))).toEqual([
      0.25, 0.25, 0.5, 0.75, 1,
    ]);
    expect(events.find(({ kind }) => kind === 'loading')).toEqual({ kind: 'loading', what: `loading ${SDXL}` });
  });

  test('sends every value under the ids of SwarmUI and leaves nothing behind', async () => {
    const { server, render } = await stage();
    await render({
      sampler: { id: 'dpmpp_2m', written: 'DPM++ 2M Karras' },
      schedule: { id: 'karras', written: 'DPM++ 2M Karras' },
      distilledGuidance: 3.5,
      clipSkip: 2,
      loras: [
        { name: 'detail', weight: 0.8 },
        { name: 'light/warm', weight: -0.25 },
      ],
    });
    const [{ session_id, ...body }] = sent(server);
    expect(session_id).toMatch(/^session-/);
    expect(body).toEqual({
      images: 1,
      donotsave: true,
      prompt: 'a fox in the snow',
      negativeprompt: 'blurry',
      model: SDXL,
      width: 64,
      height: 64,
      steps: 4,
      cfgscale: 6,
      fluxguidancescale: 3.5,
      seed: 1234,
      sampler: 'dpmpp_2m',
      scheduler: 'karras',
      loras: ['detail', 'light/warm'],
      loraweights: [0.8, -0.25],
      clipstopatlayer: -2,
    });
  });

  test('keeps the digits of a large seed and never sends -1', async () => {
    const { server, render } = await stage({
      frames: (body) => [picture(body, { metadata: null }), { discard_indices: [] }],
    });
    const seed = 2n ** 62n + 1n;
    const events = await render({ seed });
    expect(events.find(({ kind }) => kind === 'picture')).toMatchObject({ seed });
    const beyond = await render({ seed: 2n ** 63n + 5n });
    expect(warningsIn(beyond)).toEqual([
      'SwarmUI takes seeds to 9223372036854775807: 5 is drawn instead of 9223372036854775813.',
    ]);
    expect(beyond.find(({ kind }) => kind === 'picture')).toMatchObject({ seed: 5n });
    expect(sent(server).map(({ seed }) => Number(seed) >= 0)).toEqual([true, true]);
  });

  test('takes LoRAs out of the prompt, the weight there before the one beside it', async () => {
    const { server, render } = await stage();
    await render({ prompt: 'a fox <lora:light/warm:0.5>', loras: [{ name: 'warm', weight: 1 }] });
    expect(sent(server)[0]).toMatchObject({ prompt: 'a fox', loras: ['light/warm'], loraweights: [0.5] });
  });

  test('that ends black is shown and is a failure', async () => {
    const image = `data:image/png;base64,${base64(png(64, 64, [0, 0, 0]))}`;
    const { render } = await stage({ frames: (body) => [picture(body, { image }), { discard_indices: [] }] });
    const events = await render();
    expect(events.map(({ kind }) => kind)).toEqual(['picture', 'failed']);
    expect(problemIn(events)?.code).toBe('black-picture');
  });

  test('takes the nested form of a picture that the documentation shows', async () => {
    const { render } = await stage({ frames: (body) => [{ image: picture(body) }, { discard_indices: [] }] });
    expect((await render()).map(({ kind }) => kind)).toEqual(['picture', 'done']);
  });

  test('passes over grids, pictures on the way, and frames that are nothing known', async () => {
    const { render } = await stage({
      frames: (body) => [
        'not an object',
        null,
        { gen_progress: 'soon' },
        { raw_backend_data: { type: 'x' } },
        progress(Number.NaN),
        progress(7),
        picture({ ...body, width: 32, height: 32 }, { batch_index: '-11' }),
        picture({ ...body, width: 48, height: 48 }, { batch_index: -1 }),
        picture(body),
        { discard_indices: [0] },
      ],
    });
    const events = await render();
    expect(events.map(({ kind }) => kind)).toEqual(['progress', 'progress', 'picture', 'done']);
    expect(events[1]).toEqual({ kind: 'progress', fraction: 1 });
    expect(events[2]).toMatchObject({ picture: { width: 64, height: 64 } });
  });

  test('does not wait for the socket to close', async () => {
    const { render } = await stage();
    const began = performance.now();
    expect((await render()).at(-1)).toMatchObject({ kind: 'done' });
    expect(performance.now() - began).toBeLessThan(1500);
  });
});

describe('what was drawn otherwise', () => {
  const echoing = (changes: Record<string, unknown>, unused: string[] = []): SwarmScript => ({
    frames: (body) => [picture(body, { metadata: metadata(body, changes, unused) }), { discard_indices: [] }],
  });

  test('a near name instead of the model, and a clamped step count', async () => {
    const { render } = await stage(echoing({ model: 'OfficialStableDiffusion/sd_xl_base_1.0_0.9vae', steps: 3 }));
    expect(warningsIn(await render())).toEqual([
      `SwarmUI drew with model OfficialStableDiffusion/sd_xl_base_1.0_0.9vae instead of ${SDXL}.`,
      'SwarmUI drew with steps 3 instead of 4.',
    ]);
  });

  test('a parameter without effect', async () => {
    const { render } = await stage(echoing({}, ['fluxguidancescale']));
    expect(warningsIn(await render({ distilledGuidance: 3.5 }))).toEqual([
      'This had no effect with this model in SwarmUI: distilled guidance.',
    ]);
  });

  test.each([[null], ['no JSON'], ['{}'], ['{"sui_image_params":{"steps":{"a":1}}}']])(
    'nothing from metadata %s',
    async (metadata) => {
      const { render } = await stage({ frames: (body) => [picture(body, { metadata }), { discard_indices: [] }] });
      expect(warningsIn(await render())).toEqual([]);
    },
  );

  test('a sampler that the server does not list', async () => {
    const { server, render } = await stage();
    expect(
      warningsIn(await render({ sampler: { id: null, written: 'Fancy 3' }, schedule: { id: null, written: 'mine' } })),
    ).toEqual([
      'SwarmUI has no sampler Fancy 3: it uses its own choice.',
      'SwarmUI has no mine schedule: it uses its own choice.',
    ]);
    expect(Object.keys(sent(server)[0])).not.toContain('sampler');
  });
});

describe('sessions', () => {
  test('one that the server has forgotten is renewed, and the render goes on', async () => {
    const { server, render } = await stage();
    await render();
    server.forget();
    const events = await render();
    expect(events.at(-1)).toMatchObject({ kind: 'done' });
    expect(sent(server)).toHaveLength(3);
  });

  test('a server that forgets at once is not asked for ever', async () => {
    const { server, render } = await stage({
      answer: ({ path }) => {
        if (path === '/API/ListModels' || path === '/API/ListT2IParams') server.forget();
        return false;
      },
    });
    expect(problemIn(await render())?.code).toBe('unauthorized');
  });

  test('an interrupt hits the render that is cancelled and no other of ours', async () => {
    const { server, render } = await stage({
      frames: (body) => (body.prompt === 'endless' ? [status({ live_gens: 1 })] : healthyFrames(body)),
    });
    const controller = new AbortController();
    const endless = render({ prompt: 'endless' }, controller.signal);
    await server.begun;
    expect((await render()).at(-1)).toMatchObject({ kind: 'done' });
    controller.abort();
    expect((await endless).at(-1)).toEqual({ kind: 'cancelled' });
    const interrupts = server.bodies.filter(({ route }) => route === 'InterruptAll').map(({ body }) => body);
    const own = sent(server).find(({ prompt }) => prompt === 'endless');
    expect(interrupts).toEqual([{ session_id: own?.session_id, other_sessions: false }]);
  });
});

describe('accounts', () => {
  const account = { username: 'fox', password: 'in the snow', token: '666f78.1.2' };

  test('a token goes as the cookie, to routes and to the socket', async () => {
    const { render } = await stage({ account }, { kind: 'bearer', token: account.token });
    expect((await render()).at(-1)).toMatchObject({ kind: 'done' });
  });

  test('a user and password are traded for a token', async () => {
    const { render } = await stage({ account }, { kind: 'basic', user: 'fox', password: 'in the snow' });
    expect((await render()).at(-1)).toMatchObject({ kind: 'done' });
  });

  test('a wrong password is said, without it', async () => {
    const { render } = await stage({ account }, { kind: 'basic', user: 'fox', password: 'in the grass' });
    const problem = problemIn(await render());
    expect(problem?.code).toBe('unauthorized');
    expect(JSON.stringify(problem)).not.toContain('grass');
  });
});

describe('pictures behind paths', () => {
  test('are fetched from the server, their names encoded', async () => {
    const paths: string[] = [];
    const { render } = await stage({
      frames: (body) => [picture(body, { image: 'View/local/raw/2026-01-02/a fox #1?.png' }), { discard_indices: [] }],
      answer: ({ path }, response) => {
        if (!path.startsWith('/View/')) return false;
        paths.push(path);
        response.writeHead(200, { 'content-type': 'image/png' }).end(png(64, 64));
        return true;
      },
    });
    expect((await render()).map(({ kind }) => kind)).toEqual(['picture', 'done']);
    expect(paths).toEqual(['/View/local/raw/2026-01-02/a%20fox%20%231%3F.png']);
  });

  test.each(['https:', ''])('on another server (%s) are refused', async (scheme) => {
    const other = await elsewhere();
    stops.push(other.stop);
    const { render } = await stage({
      frames: (body) => [picture(body, { image: `${scheme}//${other.url.host}/a.png` }), { discard_indices: [] }],
    });
    expect(problemIn(await render())?.code).toBe('redirected');
    expect(other.hits()).toBe(0);
  });

  test('a video is shown as it is', async () => {
    const { render } = await stage({
      frames: (body) => [picture(body, { image: 'data:video/mp4;base64,AAAAIGZ0eXA=' }), { discard_indices: [] }],
    });
    const shown = (await render()).flatMap((event) => (event.kind === 'picture' ? [event.picture.mime] : []));
    expect(shown).toEqual(['video/mp4']);
  });

  test('what is neither is no picture', async () => {
    const { render } = await stage({
      frames: (body) => [picture(body, { image: 'data:text/plain;base64,AAAAIGZvbw==' }), { discard_indices: [] }],
    });
    expect(problemIn(await render())?.code).toBe('no-picture');
  });
});

describe('refusals, told apart by their words', () => {
  test.each([
    [
      "Invalid value for parameter Model: Invalid model value for param Model - 'x' - are you sure that model name is correct?",
      'missing-model',
    ],
    [
      "Invalid value for parameter LoRAs: Invalid value for param LoRAs - 'x' - option does not exist. Has it been deleted?",
      'missing-model',
    ],
    [
      "No backends match the settings of the request given! Backends refused for the following reason(s):\n- Request requires model 'x' but the backend does not have that model",
      'missing-model',
    ],
    ['No backends match the settings of the request given!', 'invalid'],
    ['Invalid resolution: 8x8 (must be between 64x64 and 16384x16384)', 'invalid'],
    ['You do not have permission to use parameter Model.', 'unauthorized'],
    ['ComfyUI execution error: Allocation on device 0 would exceed allowed memory. (out of memory)', 'out-of-memory'],
    ['Timeout! All backends are occupied with other tasks.', 'busy'],
    ['No images were generated (all refused, or failed - check server logs for details).', 'no-picture'],
    ['Generation session interrupted.', 'server'],
    ['Something went wrong while generating images.', 'server'],
  ])('%s', async (error, code) => {
    const { render } = await stage({ frames: () => [status(), { error }, { discard_indices: [] }] });
    const problem = problemIn(await render());
    expect(problem?.code).toBe(code);
    expect(problem?.message).toContain(error.split('\n')[0]);
    expect(problem?.detail).toBe(error);
  });

  test('also with status 400', async () => {
    const { backend } = await stage({
      answer: ({ path }, response) => {
        if (path !== '/API/ListModels') return false;
        sendJson(response, { error_id: 'bad_permissions', error: 'You lack permissions for this route.' }, 400);
        return true;
      },
    });
    await expect(backend.models(never)).rejects.toMatchObject({ problem: { code: 'unauthorized' } });
  });
});

describe('models', () => {
  test("by their names alone: hashes of the weights without the head are nobody else's", async () => {
    const { backend } = await stage();
    expect(await backend.models(never)).toEqual([
      { name: SDXL, hashes: [] },
      { name: 'flux/flux1-schnell.safetensors', hashes: [] },
    ]);
  });

  test('the server looks again when the one that is wanted is not there', async () => {
    const { server, backend } = await stage();
    await backend.models(never, renderRequest({ model: SDXL }));
    await backend.models(never, renderRequest({ model: 'sd_xl_base_1.0' }));
    expect(server.bodies.map(({ route }) => route)).not.toContain('TriggerRefresh');
    await backend.models(never, renderRequest({ model: 'new.safetensors' }));
    expect(server.bodies.map(({ route }) => route).slice(-3)).toEqual(['ListModels', 'TriggerRefresh', 'ListModels']);
  });

  test('none named: the loaded one, and it is said', async () => {
    const { server, render } = await stage();
    expect(warningsIn(await render({ model: null }))).toEqual([`The file names no model: this is ${SDXL}.`]);
    expect(sent(server)[0].model).toBe(SDXL);
  });

  test('none named and none loaded: asked for', async () => {
    const { render } = await stage({
      answer: ({ path }, response) => {
        if (path !== '/API/ListModels') return false;
        sendJson(response, { folders: [], files: [{ name: 'a.safetensors', loaded: false }] });
        return true;
      },
    });
    expect(problemIn(await render({ model: null }))?.code).toBe('missing-model');
  });
});

describe('recognised', () => {
  test('by its session', async () => {
    const { connection } = await stage();
    expect(await swarmui.recognise(connection, never, services())).toMatchObject({
      name: 'SwarmUI',
      version: '0.9.7.2',
    });
  });

  test.each([
    ['HTML', (response: Parameters<typeof sendJson>[0]) => sendHtml(response)],
    ['some JSON', (response: Parameters<typeof sendJson>[0]) => sendJson(response, { ok: true })],
    [
      'a lock of something else',
      (response: Parameters<typeof sendJson>[0]) => sendJson(response, { detail: 'no' }, 401),
    ],
    ['nothing known', (response: Parameters<typeof sendJson>[0]) => sendJson(response, { error: 'Not Found' }, 404)],
  ])('not by %s', async (_, answer) => {
    const { connection } = await stage({
      answer: (_asked, response) => {
        answer(response);
        return true;
      },
    });
    expect(await swarmui.recognise(connection, never, services())).toBeNull();
  });

  test('locked, it says so', async () => {
    const { connection } = await stage({ account: { username: 'a', password: 'b', token: 'c' } });
    await expect(swarmui.recognise(connection, never, services())).rejects.toMatchObject({
      problem: { code: 'unauthorized' },
    });
  });

  test('nothing there', async () => {
    const { server, connection } = await stage();
    await server.stop();
    expect(await swarmui.recognise(connection, never, services())).toBeNull();
  });
});
