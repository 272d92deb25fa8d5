/** What the answers of the programs of /sdapi/v1 mean: pictures, warnings, failures. */
import { describe, expect, test } from 'vitest';
import { base64, png, renderRequest, sendHtml, sendJson } from '../support.ts';
import type { Script } from './server.ts';
import { answering, drawing, eventsOf, problemIn, render, stage } from './stage.ts';

describe('what comes', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['the first sampler of the list', { sampler_name: 'DPM++ 2M' }, 'sampler DPM++ 2M instead of Euler'],
    ['another checkpoint', { sd_model_name: 'other' }, 'model other instead of sd_xl_base_1.0.safetensors'],
    ['fewer steps', { steps: 3 }, 'steps 3 instead of 4'],
    ['other guidance', { cfg_scale: 1 }, 'guidance 1 instead of 6'],
    ['another schedule', { infotexts: ['x\nSteps: 4, Schedule type: Karras'] }, 'schedule Karras instead of Normal'],
    ['another seed', { seed: 9 }, 'seed 9 instead of 1234'],
  ])('%s is said', async (_, info, expected) => {
    const { warnings, events } = await render({ product: 'forge', info });
    expect(warnings).toEqual([`Forge drew with ${expected}.`]);
    expect(events.at(-1)?.kind).toBe('done');
  });

  test('a picture of another size is said, and measured by its bytes', async () => {
    const { warnings, events } = await render(
      { product: 'koboldcpp', picture: png(128, 96) },
      { model: 'kobold-sd15' },
    );
    expect(warnings).toEqual(['KoboldCpp drew 128 × 96 instead of 64 × 64.']);
    expect(events.find(({ kind }) => kind === 'picture')).toMatchObject({ picture: { width: 128, height: 96 } });
  });

  const answered = (images: unknown, info: unknown = null) => drawing(200, { images, parameters: {}, info });
  const one = base64(png(64, 64));

  test('the picture behind a grid', async () => {
    const grid = base64(png(256, 256));
    const { events, warnings } = await render(answered([grid, one], JSON.stringify({ index_of_first_image: 1 })));
    expect(events.find(({ kind }) => kind === 'picture')).toMatchObject({ picture: { width: 64 } });
    expect(warnings).toEqual([]);
  });

  test.each<[string, Script, string]>([
    ['no list of pictures', drawing(200, { info: '{}' }), 'no-picture'],
    ['an empty list', answered([]), 'no-picture'],
    ['an empty string', answered(['']), 'no-picture'],
    ['something of another type', answered([{ url: 'x' }, 5]), 'no-picture'],
    ['text that is no picture', answered([base64(Buffer.from('hello'))]), 'no-picture'],
    ['a list', drawing(200, [one]), 'no-picture'],
    ['a page of HTML', answering('a1111', '/sdapi/v1/txt2img', (response) => sendHtml(response)), 'protocol'],
  ])('%s is no success', async (_, script, code) => {
    expect((await render(script)).problem?.code).toBe(code);
  });

  test.each<[string, unknown]>([
    ['is no JSON', 'hello'],
    ['is an object', { seed: 5 }],
    ['has wrong types', JSON.stringify({ seed: 'five', steps: [4], infotexts: 'x', index_of_first_image: -1 })],
    ['has NaN', '{"seed": NaN, "steps": 4}'],
  ])('info that %s hurts nobody', async (_, info) => {
    expect((await render(answered([one], info))).events.at(-1)?.kind).toBe('done');
  });

  test('a black picture is shown and fails', async () => {
    const { events, problem } = await render(answered([base64(png(64, 64, [0, 0, 0]))]));
    expect(events.some(({ kind }) => kind === 'picture')).toBe(true);
    expect(problem).toMatchObject({ code: 'black-picture', message: expect.stringContaining('NaN') });
  });
});

describe('failures', () => {
  test.each<[string, Script, string, RegExp]>([
    [
      'memory',
      drawing(500, {
        error: 'OutOfMemoryError',
        detail: '',
        body: '',
        errors: 'CUDA out of memory. Tried to allocate 2 GiB',
      }),
      'out-of-memory',
      /smaller/,
    ],
    [
      'NaN',
      drawing(500, { error: 'NansException', errors: 'A tensor with NaNs was produced in VAE.' }),
      'black-picture',
      /--no-half-vae/,
    ],
    [
      'a model that vanished',
      drawing(500, { error: 'RuntimeError', errors: "model 'x' not found" }),
      'missing-model',
      /Choose another/,
    ],
    [
      'parts that Forge lacks',
      drawing(500, { error: 'AssertionError', errors: 'You do not have CLIP state dict!' }, 'forge'),
      'server',
      /VAE \/ Text Encoder/,
    ],
    ['a sampler it refuses', drawing(404, { detail: 'Sampler not found' }, 'sdnext'), 'invalid', /no such sampler/],
    [
      'fields of the wrong type',
      drawing(422, {
        detail: [
          { loc: ['body', 'steps'], msg: 'value is not a valid integer' },
          { loc: ['body', 'width'], msg: 'too small' },
        ],
      }),
      'invalid',
      /steps: value is not a valid integer; width: too small\./,
    ],
    [
      'keys that Draw Things does not know',
      drawing(
        422,
        { error: 'HTTPException', detail: 'Unrecognized keys: ["scheduler"]', body: '', errors: '' },
        'drawthings',
      ),
      'invalid',
      /Draw Things refuses the request: Unrecognized keys: \["scheduler"\]\./,
    ],
    [
      'too many requests',
      drawing(429, { error: 'rate', code: 429, detail: 'Too many requests' }, 'sdnext'),
      'busy',
      /Wait a minute/,
    ],
    [
      'a busy KoboldCpp',
      drawing(
        503,
        { detail: { msg: 'Server is busy; please try again later.', type: 'service_unavailable' } },
        'koboldcpp',
      ),
      'busy',
      /busy/,
    ],
    [
      'an exception',
      drawing(500, { error: 'ValueError', detail: '', errors: 'bad thing happened.' }),
      'server',
      /failed: bad thing happened\.$/,
    ],
    ['an API that was switched off meanwhile', drawing(404, { detail: 'Not Found' }), 'api-disabled', /--api/],
    ['a refusal without words', drawing(400, ''), 'invalid', /AUTOMATIC1111 refuses the request\./],
  ])('%s', async (_, script, code, message) => {
    const { problem } = await render(script, { width: 128, height: 128 });
    expect(problem?.code).toBe(code);
    expect(problem?.message).toMatch(message);
  });

  test('after one, the server is asked anew what it is', async () => {
    let off = false;
    const { backend } = await stage({
      product: 'forge',
      answer: ({ path }, response) => {
        if (!off || !path.startsWith('/sdapi/')) return false;
        sendJson(response, { detail: 'Not Found' }, 404);
        return true;
      },
    });
    const codes: (string | undefined)[] = [];
    for (const [next, steps] of [
      [false, 1],
      [true, 1],
      [true, 1],
      [false, 1],
    ] as const) {
      off = next;
      codes.push(problemIn(await eventsOf(backend, renderRequest({ steps })))?.code);
    }
    expect(codes).toEqual([undefined, 'api-disabled', 'api-disabled', undefined]);
  });

  test('questions about progress that fail do not fail the render', async () => {
    const { events } = await render(
      answering('forge', '/internal/progress', (response) => void response.writeHead(500).end('oh')),
    );
    expect(events.at(-1)?.kind).toBe('done');
  });
});
