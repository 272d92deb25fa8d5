/** What each of the programs of /sdapi/v1 is sent, and which of its models is meant. */
import { describe, expect, test } from 'vitest';
import type { RenderRequest } from '../../../server/src/render/backend.ts';
import { base64 } from '../support.ts';
import type { Product, Script } from './server.ts';
import { never, render, stage } from './stage.ts';

describe('what is sent', () => {
  const full: Partial<RenderRequest> = {
    sampler: { id: 'dpmpp_2m', written: 'dpmpp_2m' },
    schedule: { id: 'karras', written: 'karras' },
    clipSkip: 2,
    prompt: 'a fox',
    loras: [{ name: 'add_detail.safetensors', weight: 0.7 }],
  };
  const nothingSaved = {
    save_images: false,
    do_not_save_samples: true,
    do_not_save_grid: true,
    batch_size: 1,
    n_iter: 1,
  };
  const overridden = {
    live_previews_enable: true,
    show_progress_every_n_steps: 1,
    sd_model_checkpoint: 'people/dreamshaper.safetensors',
    CLIP_stop_at_last_layers: 2,
  };

  test.each<Product>(['a1111', 'forge', 'reforge'])('to %s', async (product) => {
    const { body, warnings } = await render({ product }, { ...full, model: 'people/dreamshaper.safetensors' });
    expect(body).toEqual({
      ...nothingSaved,
      send_images: true,
      prompt: 'a fox <lora:add_detail:0.7>',
      negative_prompt: 'blurry',
      steps: 4,
      cfg_scale: 6,
      width: 64,
      height: 64,
      seed: 1234,
      sampler_name: 'DPM++ 2M',
      scheduler: 'Karras',
      override_settings: overridden,
      override_settings_restore_afterwards: true,
      force_task_id: expect.stringMatching(/^task\(sweetspot-[0-9a-f-]{36}\)$/),
    });
    expect(warnings).toEqual([]);
  });

  test('to SD.Next: a schedule by its own words, CLIP skip a field of its own', async () => {
    const { body, warnings } = await render({ product: 'sdnext' }, full);
    expect(body).toMatchObject({
      ...nothingSaved,
      keep_incomplete: false,
      sampler_name: 'DPM++ 2M',
      schedulers_sigma: 'karras',
      clip_skip: 2,
    });
    expect(body.override_settings).toEqual({ sd_model_checkpoint: 'sd_xl_base_1.0.safetensors' });
    expect(warnings).toEqual([]);
    const other = await render({ product: 'sdnext' }, { ...full, schedule: { id: 'gits', written: 'gits' } });
    expect(other.body).not.toHaveProperty('schedulers_sigma');
    expect(other.warnings).toEqual([expect.stringContaining('SD.Next has no GITS schedule')]);
  });

  test('to KoboldCpp: names of stable-diffusion.cpp, LoRAs by path', async () => {
    const { body, warnings } = await render(
      { product: 'koboldcpp' },
      { ...full, model: 'kobold-sd15.safetensors', prompt: 'a fox <lora:add_detail:0.3>', distilledGuidance: 3.5 },
    );
    expect(body).toEqual({
      batch_size: 1,
      prompt: 'a fox',
      negative_prompt: 'blurry',
      steps: 4,
      cfg_scale: 6,
      distilled_guidance: 3.5,
      width: 64,
      height: 64,
      seed: 1234,
      sampler_name: 'DPM++ 2M',
      scheduler: 'karras',
      clip_skip: 2,
      lora: [{ path: 'add_detail.safetensors', multiplier: 0.3 }],
    });
    expect(warnings).toEqual([]);
  });

  test('to Draw Things: its keys and no other', async () => {
    const { body, warnings } = await render(
      { product: 'drawthings' },
      {
        ...full,
        width: 500,
        height: 512,
        model: 'flux_1_schnell_q8p.ckpt',
        loras: [{ name: 'a_lora_f16.ckpt', weight: 0.6 }],
      },
    );
    expect(body).toEqual({
      batch_count: 1,
      batch_size: 1,
      hires_fix: false,
      prompt: 'a fox',
      negative_prompt: 'blurry',
      steps: 4,
      guidance_scale: 6,
      width: 512,
      height: 512,
      seed: 1234,
      sampler: 'DPM++ 2M Karras',
      model: 'flux_1_schnell_q8p.ckpt',
      clip_skip: 2,
      loras: [{ mode: 'all', file: 'a_lora_f16.ckpt', weight: 0.6 }],
    });
    expect(warnings).toEqual([expect.stringContaining('512 × 512 is drawn instead of 500 × 512')]);
  });

  test.each<[Product, string]>([
    ['forge', 'distilled_cfg_scale'],
    ['koboldcpp', 'distilled_guidance'],
    ['sdnext', 'cfg_scale'],
    ['drawthings', 'guidance_scale'],
  ])('the guidance of a distilled model to %s as %s', async (product, key) => {
    const { body } = await render({ product }, { distilledGuidance: 3.5, guidance: 1, width: 128, height: 128 });
    expect(body[key]).toBe(3.5);
  });

  test('a prompt that has its LoRA is left as it is', async () => {
    const { body } = await render({ product: 'forge' }, { ...full, prompt: 'a fox <lora:add_detail:0.7>' });
    expect(body.prompt).toBe('a fox <lora:add_detail:0.7>');
  });

  test('to a version before 1.9: the schedule behind the sampler, no chosen task', async () => {
    const { body, warnings } = await render({ product: 'a1111', old: true }, full);
    expect(body).toMatchObject({ sampler_name: 'DPM++ 2M Karras' });
    expect(body).not.toHaveProperty('scheduler');
    expect(warnings).toEqual([]);
  });

  test.each<[string, Script, Partial<RenderRequest>, RegExp]>([
    [
      'a LoRA it has not',
      { product: 'forge' },
      { loras: [{ name: 'moody', weight: 1 }] },
      /no LoRA moody: it is left out/,
    ],
    ['a LoRA in the prompt that it has not', { product: 'forge' }, { prompt: '<lora:moody:1>' }, /no LoRA moody/],
    ['distilled guidance', { product: 'a1111' }, { distilledGuidance: 3 }, /guidance of a distilled model/],
    ['a seed beyond 32 bits', { product: 'a1111' }, { seed: 2n ** 40n + 7n }, /takes seeds to 4294967295: 7 is drawn/],
    ['steps beyond 80', { product: 'koboldcpp' }, { steps: 100 }, /steps from 1 to 80: 80 is drawn/],
    ['guidance below 1', { product: 'koboldcpp' }, { guidance: 0 }, /guidance from 1 to 25: 1 is drawn/],
    ['steps beyond 150', { product: 'drawthings' }, { steps: 200 }, /steps from 1 to 150: 150/],
    ['plain Euler', { product: 'drawthings' }, {}, /no sampler Euler/],
    [
      'a model of another program',
      { product: 'drawthings' },
      { model: 'sdxl.safetensors' },
      /has \(sd_v1\.5_f16\.ckpt\), not with sdxl/,
    ],
    [
      'another model than the one loaded',
      { product: 'koboldcpp' },
      { model: 'flux1-dev.gguf' },
      /has \(kobold-sd15\), not with flux1-dev/,
    ],
    ['no model named', { product: 'koboldcpp' }, { model: null }, /names no model: this is kobold-sd15/],
    [
      'no model named',
      { product: 'forge' },
      { model: null },
      /names no model: this is sd_xl_base_1\.0, which Forge has loaded/,
    ],
  ])('%s is said', async (_, script, changes, expected) => {
    const { events, warnings } = await render(script, { width: 128, height: 128, ...changes });
    expect(events.at(-1)?.kind).toBe('done');
    expect(warnings.filter((text) => expected.test(text))).toHaveLength(1);
  });

  test('with user and password, which nothing else holds', async () => {
    const log: string[] = [];
    const seen: (string | undefined)[] = [];
    const { events } = await render(
      {
        product: 'forge',
        answer: ({ headers }) => {
          seen.push(headers.authorization);
          return false;
        },
      },
      {},
      { credentials: { kind: 'basic', user: 'me', password: 'tiger' }, log },
    );
    expect(new Set(seen)).toEqual(new Set([`Basic ${base64(Buffer.from('me:tiger'))}`]));
    expect(events.at(-1)?.kind).toBe('done');
    expect(log.join('\n')).not.toMatch(/tiger|bWU6/);
  });
});

describe('models', () => {
  test('by their files, with the digests that the server knows', async () => {
    const { backend } = await stage({ product: 'forge' });
    const [digest] = ['e1441589a6f3c5a53f5f54d0975a18a7feb7cdf0b0dee276dfc3331ae376a053'];
    expect(await backend.models(never)).toEqual([
      { name: 'sd_xl_base_1.0.safetensors', hashes: [digest.slice(0, 10), digest] },
      { name: 'people/dreamshaper.safetensors', hashes: [] },
    ]);
  });

  test.each([
    ['the name', 'people/dreamshaper.safetensors', 'people/dreamshaper.safetensors'],
    ['a Windows path', 'C:\\people\\DreamShaper.safetensors', 'people/dreamshaper.safetensors'],
    ['a digest', 'e1441589a6', 'sd_xl_base_1.0.safetensors'],
  ])('are found by %s', async (_, model, expected) => {
    const { body } = await render({ product: 'forge' }, { model });
    expect(body.override_settings).toMatchObject({ sd_model_checkpoint: expected });
  });

  test('a file that came since is found by looking again', async () => {
    const { events, server } = await render({ product: 'a1111', newModels: ['new.safetensors'] }, { model: 'new' });
    expect(events.at(-1)?.kind).toBe('done');
    expect(server.bodies[0].override_settings).toMatchObject({ sd_model_checkpoint: 'new.safetensors' });
  });

  test('asked for again, are looked for again', async () => {
    const { backend } = await stage({ product: 'forge', newModels: ['new.safetensors'] });
    expect(await backend.models(never)).toHaveLength(2);
    expect((await backend.models(never)).at(-1)).toEqual({ name: 'new.safetensors', hashes: [] });
  });

  test('one that is not there is never replaced by another', async () => {
    const { problem, server } = await render({ product: 'forge' }, { model: 'flux1-dev.safetensors' });
    expect(problem).toMatchObject({ code: 'missing-model', message: expect.stringContaining('flux1-dev.safetensors') });
    expect(server.bodies).toEqual([]);
  });
});
