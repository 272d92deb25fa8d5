/** Sessions and accounts of SwarmUI, refusals, models, and how it is recognised. */
import { describe, expect, test } from 'vitest';
import { swarmui } from '../../../server/src/render/backends/swarmui/index.ts';
import { renderRequest, sendHtml, sendJson, services } from '../support.ts';
import { healthyFrames, status } from './server.ts';
import { never, problemIn, SDXL, sent, stage, warningsIn } from './stage.ts';

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
