/** Nodes of a graph that only pass on what they are given: switches of many packs, conversions, the first of many. */
import { describe, expect, test } from 'vitest';
import { settingOf } from '../../../server/src/dialects/generation.ts';
import { analyse } from '../../support/knowledge.ts';

/** A graph from short-hand nodes: `[class, inputs]` by id. */
function graph(nodes: Record<string, [string, object]>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(nodes).map(([id, [class_type, inputs]]) => [id, { class_type, inputs }])),
  );
}

const loader: [string, object] = ['CheckpointLoaderSimple', { ckpt_name: 'sd_xl_base_1.0.safetensors' }];

describe('nodes that pass on one of their inputs', () => {
  const counted = (nodes: Record<string, [string, object]>) => {
    const [generation] = analyse(
      graph({
        1: ['KSampler', { steps: ['2', 0], cfg: 7, seed: 1, model: ['6', 0] }],
        3: ['PrimitiveInt', { value: 4 }],
        4: ['PrimitiveInt', { value: 20 }],
        6: loader,
        ...nodes,
      }),
    ).reading.generations;
    const count = settingOf(generation, 'inference_steps');
    return count?.value == null ? null : `${count.pointer}: ${count.value} ${count.via}`;
  };
  const either = { on_true: ['3', 0], on_false: ['4', 0] };

  test.each([
    ['true', { 2: ['ComfySwitchNode', { switch: true, ...either }] }, '/3/inputs/value: 4 link'],
    ['false', { 2: ['ComfySwitchNode', { switch: false, ...either }] }, '/4/inputs/value: 20 link'],
    [
      'a choice on another node',
      { 2: ['ComfySwitchNode', { switch: ['5', 0], ...either }], 5: ['PrimitiveBoolean', { value: true }] },
      '/3/inputs/value: 4 link',
    ],
    [
      'a value of its own',
      { 2: ['easy ifElse', { boolean: true, on_true: 8, on_false: ['4', 0] }] },
      '/2/inputs/on_true: 8 link',
    ],
    [
      'one switch behind another',
      {
        2: ['ComfySwitchNode', { switch: false, on_true: ['3', 0], on_false: ['5', 0] }],
        5: ['ComfySwitchNode', { switch: true, ...either }],
      },
      '/3/inputs/value: 4 link',
    ],
    [
      'by number',
      { 2: ['ImpactSwitch', { select: 2, input1: ['3', 0], input2: ['4', 0] }] },
      '/4/inputs/value: 20 link',
    ],
    [
      'the first that is there',
      { 2: ['Any Switch (rgthree)', { any_02: ['4', 0], any_03: ['3', 0] }] },
      '/4/inputs/value: 20 link',
    ],
    ['a conversion', { 2: ['ComfyNumberConvert', { value: ['4', 0] }] }, '/4/inputs/value: 20 link'],
    [
      'a choice that is worked out as it runs',
      { 2: ['ComfySwitchNode', { switch: ['5', 0], ...either }], 5: ['Compare', { a: ['3', 0], b: 4 }] },
      null,
    ],
    [
      'a ring of switches',
      {
        2: ['ComfySwitchNode', { switch: true, on_true: ['5', 0] }],
        5: ['ComfySwitchNode', { switch: true, on_true: ['2', 0] }],
      },
      null,
    ],
  ] as [string, Record<string, [string, object]>, string | null][])('%s', (_, nodes, expected) =>
    expect(counted(nodes)).toBe(expected),
  );

  test('the model and the LoRAs are those of the chosen way', () => {
    const read = (choice: boolean) =>
      analyse(
        graph({
          1: ['KSampler', { steps: 8, cfg: 1, seed: 1, model: ['2', 0] }],
          2: ['ComfySwitchNode', { switch: choice, on_true: ['3', 0], on_false: ['4', 0] }],
          3: ['LoraLoaderModelOnly', { lora_name: 'fast.safetensors', strength_model: 1, model: ['4', 0] }],
          4: loader,
        }),
      ).reading.generations[0];
    expect([read(true).model?.text, read(false).model?.text]).toEqual(Array(2).fill('sd_xl_base_1.0.safetensors'));
    expect([read(true), read(false)].map(({ loras }) => loras.map(({ text }) => text))).toEqual([
      ['fast.safetensors'],
      [],
    ]);
  });
});

test('the one number among words is no constant: it is worked out of them', () => {
  const source = graph({
    1: ['KSampler', { steps: 20, cfg: 7, seed: 1, model: ['4', 0], latent_image: ['2', 0] }],
    2: ['EmptyLatentImage', { width: ['3', 0], height: ['3', 1], batch_size: 1 }],
    3: ['SizeOf', { shape: '1:1', megapixels: 1 }],
    4: loader,
  });
  expect(settingOf(analyse(source).reading.generations[0], 'width')?.value).toBeUndefined();
});
