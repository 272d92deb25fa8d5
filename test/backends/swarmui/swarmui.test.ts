/** A run on SwarmUI: its queue, what was drawn otherwise, pictures behind paths. */
import { describe, expect, test } from 'vitest';
import { base64, elsewhere, png } from '../support.ts';
import { metadata, picture, progress, type SwarmScript } from './server.ts';
import { problemIn, SDXL, sent, stage, stops, warningsIn } from './stage.ts';

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

  test('asks for a video as frames that can be measured, and for as many as are planned', async () => {
    const { server, render } = await stage();
    await render({ family: 'wan21', frames: 17 });
    await render({ family: 'wan21' });
    await render({ family: 'sdxl' });
    expect(sent(server).map(({ videoformat, text2videoframes }) => [videoformat, text2videoframes])).toEqual([
      ['webp', 17],
      ['webp', undefined],
      [undefined, undefined],
    ]);
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
