/** What servers of OpenAI’s dialect are sent, and where their pictures are. */
import { describe, expect, test } from 'vitest';
import { base64, elsewhere, png, sendJson } from '../support.ts';
import { drawn } from './server.ts';
import { answering, never, problemIn, stage, stops, warningsIn } from './stage.ts';

describe('what each is sent', () => {
  test('LocalAI: step, seed, CLIP skip, and the negative prompt behind a bar', async () => {
    const { server, render } = await stage('localai');
    const events = await render({ clipSkip: 2 });
    expect(server.bodies).toEqual([
      {
        model: 'a-model',
        prompt: 'a fox in the snow|blurry',
        n: 1,
        size: '64x64',
        response_format: 'b64_json',
        step: 4,
        seed: 1234,
        clip_skip: 2,
      },
    ]);
    expect(warningsIn(events)).toEqual([
      "LocalAI can't be told the guidance, sampler and schedule: it chooses for itself. The model's YAML file on the server sets them (cfg_scale, diffusers.scheduler_type).",
    ]);
  });

  test('LocalAI: bars of the prompt would end it', async () => {
    const { server, render } = await stage('localai');
    const events = await render({ prompt: 'a [fox|wolf]', negativePrompt: 'red|blue' });
    expect(server.bodies[0].prompt).toBe('a [fox,wolf]|red,blue');
    expect(warningsIn(events)).toContain('LocalAI takes | for the end of the prompt: commas stand in its place.');
    await render({ prompt: 'a fox', negativePrompt: ' ' });
    expect(server.bodies[1].prompt).toBe('a fox');
  });

  test('LocalAI: a seed beyond 32 bits is brought into range, and said', async () => {
    const { server, render } = await stage('localai');
    const events = await render({ seed: 2n ** 31n + 7n });
    expect(server.bodies[0].seed).toBe(7);
    expect(events.find(({ kind }) => kind === 'picture')).toMatchObject({ seed: 7n });
    expect(warningsIn(events)[0]).toBe('LocalAI takes seeds to 2147483647: 7 is drawn instead of 2147483655.');
  });

  test('vLLM-Omni: fields as in diffusers', async () => {
    const { server, render } = await stage('vllm');
    const events = await render({ sampler: null, schedule: null });
    expect(server.bodies).toEqual([
      {
        model: 'a-model',
        prompt: 'a fox in the snow',
        n: 1,
        size: '64x64',
        response_format: 'b64_json',
        num_inference_steps: 4,
        seed: 1234,
        guidance_scale: 6,
        true_cfg_scale: 6,
        negative_prompt: 'blurry',
      },
    ]);
    expect(warningsIn(events)).toEqual([]);
  });

  test('vLLM-Omni: guidance that is an input of the model goes before real guidance', async () => {
    const { server, render } = await stage('vllm');
    await render({ distilledGuidance: 3.5, guidance: 1 });
    expect(server.bodies[0]).toMatchObject({ guidance_scale: 3.5, true_cfg_scale: 1 });
  });

  test('vLLM-Omni: a flow shift and one LoRA', async () => {
    const { server, render } = await stage('vllm');
    const loras = ['a.safetensors', 'b.safetensors'].map((name) => ({ name, weight: 0.8 }));
    const events = await render({ flowShift: 3, loras, sampler: null, schedule: null });
    const lora = { name: 'a.safetensors', path: 'a.safetensors', scale: 0.8 };
    expect(server.bodies[0]).toMatchObject({ flow_shift: 3, lora });
    expect(warningsIn(events)).toEqual(['vLLM-Omni takes one LoRA: a.safetensors. b.safetensors left out.']);
  });

  test('vLLM-Omni: more steps than it takes are said', async () => {
    const { server, render } = await stage('vllm');
    const events = await render({ steps: 250, sampler: null, schedule: null });
    expect(server.bodies[0].num_inference_steps).toBe(200);
    expect(warningsIn(events)).toEqual(['vLLM-Omni takes steps from 1 to 200: 200 is drawn.']);
  });

  test('SGLang: fields as in diffusers, and the picture in the answer', async () => {
    const { server, render } = await stage('sglang');
    const events = await render({ sampler: null, schedule: null });
    expect(server.bodies).toMatchObject([
      { response_format: 'b64_json', num_inference_steps: 4, seed: 1234, guidance_scale: 6, true_cfg_scale: 6 },
    ]);
    expect(warningsIn(events)).toEqual([]);
  });

  test('vLLM-Omni: every digit of a seed', async () => {
    let body = '';
    const { render } = await stage('vllm', {
      answer: (asked) => {
        if (asked.method === 'POST') body = asked.body;
        return false;
      },
    });
    await render({ seed: 2n ** 63n - 1n });
    expect(body).toContain('"seed":9223372036854775807');
  });

  test('any other: nothing beside the prompt and the size, and all else is said', async () => {
    const { server, render } = await stage('openai');
    const events = await render({
      model: null,
      loras: [{ name: 'detail', weight: 1 }],
      clipSkip: 2,
      distilledGuidance: 3,
    });
    expect(server.bodies).toEqual([{ prompt: 'a fox in the snow', n: 1, size: '64x64', response_format: 'b64_json' }]);
    expect(warningsIn(events)).toEqual([
      "OpenAI-style image server can't be told the steps, seed, guidance, distilled guidance, CLIP skip, sampler, schedule, LoRAs and negative prompt: it chooses for itself.",
      'No model is named: OpenAI-style image server chooses one.',
    ]);
  });

  test.each([
    ['localai', { cancel: 'queued', maxSeed: 2n ** 31n - 1n }],
    ['vllm', { cancel: 'job', maxSteps: 200 }],
    ['sglang', { cancel: 'none', maxSteps: null }],
    ['openai', { cancel: 'none' }],
  ] as const)('%s says what it can do', async (product, capabilities) => {
    const { backend } = await stage(product);
    expect((await backend.probe(never)).capabilities).toMatchObject(capabilities);
  });

  test('a path of the server, and a /v1 at its end, are understood', async () => {
    const { render } = await stage('vllm', {}, null, '/v1');
    expect((await render()).at(-1)).toMatchObject({ kind: 'done' });
  });

  test('a token goes along', async () => {
    const { render } = await stage('localai', { token: 'sesame' }, { kind: 'bearer', token: 'sesame' });
    expect((await render()).at(-1)).toMatchObject({ kind: 'done' });
  });
});

describe('where the picture is', () => {
  test.each([
    ['base64', (body: Record<string, unknown>) => ({ b64_json: base64(drawn(body)) })],
    ['a data URL', (body: Record<string, unknown>) => ({ url: `data:image/png;base64,${base64(drawn(body))}` })],
    ['a path', () => ({ url: '/generated-images/b64123.png' })],
    ['a relative address', () => ({ url: 'generated-images/b64123.png', b64_json: null })],
  ])('%s', async (_, item) => {
    const { render } = await stage('localai', {
      answer: ({ method, path, json }, response) => {
        if (path === '/generated-images/b64123.png') response.writeHead(200).end(png(64, 64));
        else if (method === 'POST') sendJson(response, { data: [item(json as Record<string, unknown>)] });
        else return false;
        return true;
      },
    });
    expect((await render()).map(({ kind }) => kind)).toEqual(['warning', 'picture', 'done']);
  });

  test('an address of this server in full', async () => {
    const { server, render } = await stage('localai', {
      answer: ({ method, path }, response) => {
        if (path === '/generated-images/a.png') response.writeHead(200).end(png(64, 64));
        else if (method === 'POST')
          sendJson(response, { data: [{ url: `${server.url.origin}/generated-images/a.png` }] });
        else return false;
        return true;
      },
    });
    expect((await render()).at(-1)).toMatchObject({ kind: 'done' });
  });

  test('another server is not asked', async () => {
    const other = await elsewhere();
    stops.push(other.stop);
    const { render } = await stage('localai', answering({ data: [{ url: `${other.url.href}a.png` }] }));
    expect(problemIn(await render())?.code).toBe('redirected');
    expect(other.hits()).toBe(0);
  });

  test.each([
    ['no data', {}],
    ['an empty list', { data: [] }],
    ['empty text', { data: [{ b64_json: '' }] }],
    ['text that is no picture', { data: [{ b64_json: base64(Buffer.from('hello')) }] }],
    ['items of another type', { data: ['a', 7, null] }],
    ['data of another type', { data: 'a' }],
  ])('nowhere: %s', async (_, json) => {
    const { render } = await stage('openai', answering(json));
    expect(problemIn(await render())?.code).toBe('no-picture');
  });

  test('a black picture is shown and is a failure', async () => {
    const { render } = await stage('vllm', answering({ data: [{ b64_json: base64(png(64, 64, [0, 0, 0])) }] }));
    const events = await render({ sampler: null, schedule: null });
    expect(events.map(({ kind }) => kind)).toEqual(['picture', 'failed']);
    expect(problemIn(events)?.code).toBe('black-picture');
  });

  test('a picture of another size is said', async () => {
    const { render } = await stage('vllm', answering({ data: [{ b64_json: base64(png(48, 80)) }] }));
    expect(warningsIn(await render({ sampler: null, schedule: null }))).toEqual([
      'vLLM-Omni drew 48 × 80 instead of 64 × 64.',
    ]);
  });
});
