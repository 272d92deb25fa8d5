/** Requests that no template draws: what is said, and what can be done. */
import { describe, expect, test } from 'vitest';
import { refused, without, withoutFile } from './building.ts';

describe('refused, with what to do', () => {
  test('no model', () => expect(refused({ model: null })).toMatchObject({ code: 'missing-model' }));

  test('a model that the server lacks: near names are told', () => {
    const { code, message } = refused({ model: 'sd15-pruned.safetensors' });
    expect(code).toBe('missing-model');
    expect(message).toContain('sd15.safetensors');
  });

  test('a LoRA that the server lacks', () => {
    const { code, message } = refused({ loras: [{ name: 'details', weight: 1 }] });
    expect(code).toBe('missing-model');
    expect(message).toMatch(/no LoRA details\. Nearest to it: detail\.safetensors/);
  });

  test('an encoder that the server lacks', () => {
    const { code, message } = refused(
      { model: 'flux1-dev.safetensors', family: 'flux1-dev' },
      withoutFile('t5xxl_fp16.safetensors'),
    );
    expect(code).toBe('missing-model');
    expect(message).toContain('T5-XXL');
  });

  test.each([
    ['a family without a template', { family: 'kolors' }],
    ['parts of a family that nobody knows', { model: 'flux1-dev.safetensors', family: null }],
    ['parts of a family that is whole', { model: 'flux1-dev.safetensors', family: 'sdxl' }],
  ])('%s', (_, change) => expect(refused(change)).toMatchObject({ code: 'invalid' }));

  test('a node that the server lacks', () => {
    const z = { model: 'z_image_turbo_bf16.safetensors', family: 'z-image-turbo' };
    const { code, message } = refused(z, without('ModelSamplingAuraFlow'));
    expect(code).toBe('missing-node');
    expect(message).toContain('ModelSamplingAuraFlow');
  });

  test('a server too old for a kind of encoder', () => {
    const z = { model: 'z_image_turbo_bf16.safetensors', family: 'z-image-turbo' };
    expect(refused(z, withoutFile('lumina2'))).toMatchObject({ code: 'missing-node' });
  });
});
