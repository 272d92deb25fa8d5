/** What is read of one node: its widgets, what comes through wires, and which of two is meant. */
import { describe, expect, test } from 'vitest';
import { settingOf } from '../../../server/src/dialects/generation.ts';
import { analyse } from '../../support/knowledge.ts';
import {
  counts,
  type Draft,
  type Drafts,
  graph,
  loader,
  read,
  SAMPLER,
  sampler,
  values,
  workflow,
} from './workflow-drafts.ts';

describe('a plain workflow', () => {
  const drafts: Drafts = {
    4: loader,
    5: { type: 'EmptyLatentImage', values: [1024, 768, 1] },
    6: { type: 'CLIPTextEncode', values: ['a cat'], from: { clip: [4, 1] } },
    7: { type: 'CLIPTextEncode', values: ['a dog'], from: { clip: [4, 1] } },
    11: { type: 'LoraLoader', values: ['style.safetensors', 0.7, 1], from: { model: [4], clip: [4, 1] } },
    12: { type: 'ModelSamplingDiscrete', values: ['lcm', false], from: { model: [11] } },
    13: sampler({ from: { model: [12], positive: [6], negative: [7], latent_image: [5] } }),
  };

  test.each(['lists', 'objects'] as const)('links as %s: one generation, all its settings', (links) => {
    const { dialect, generations } = analyse(workflow(drafts, {}, links)).reading;
    expect(dialect).toBe('comfyui-workflow');
    expect(generations).toHaveLength(1);
    const [generation] = generations;
    expect(generation).toMatchObject({
      id: '13',
      pointer: '/nodes/6',
      program: 'comfyui',
      dialect: 'comfyui-workflow',
    });
    expect(generation.model).toMatchObject({
      text: 'sd_xl_base_1.0.safetensors',
      pointer: '/nodes/0/widgets_values/0',
    });
    expect(generation.loras).toMatchObject([{ text: 'style.safetensors', weight: 0.7 }]);
    expect(values(generation)).toEqual({
      inference_steps: 20,
      guidance_scale: 6.5,
      seed: 7,
      sampler: 'euler',
      scheduler: 'normal',
      strength: 1,
      width: 1024,
      height: 768,
      batch_size: 1,
      prediction: 'lcm',
      prompt: 'a cat',
      negative_prompt: 'a dog',
    });
  });

  test('a value is where its widget is, under the name of the widget', () =>
    expect(settingOf(read(workflow(drafts))[0], 'inference_steps')).toMatchObject({
      pointer: '/nodes/6/widgets_values/2',
      key: 'steps',
      keyRange: null,
      via: null,
    }));
});

describe('the names of widget values', () => {
  const count = (draft: Draft) => counts(workflow({ 1: draft, 4: loader }));
  test.each([
    ['with the control behind the seed', 'KSampler', SAMPLER, 2],
    ['without it', 'KSampler', [7, 20, 6.5, 'euler', 'normal', 1], 1],
    ['with true or false in its place', 'KSampler', [7, true, 20, 6.5, 'euler', 'normal', 1], 2],
    ['with nothing in its place', 'KSampler (Efficient)', [7, null, 20, 6.5, 'euler', 'normal', 1, 'auto'], 2],
    ['two layouts of one type, the old', 'RegionalSampler', [7, 'fixed', 20, 1, 5], 2],
    ['and the new', 'RegionalSampler', [7, 'fixed', 0, 'ignore', 20, 2, 1, 10, true, 'AUTO', 'AUTO', 0.3], 4],
    [
      'a pack nobody listed, by its shape',
      'SomePackSampler',
      [64, true, 9, 'fixed', 20, 7, 'dpmpp_2m', 'karras', 1],
      4,
    ],
    ['a detailer', 'FaceDetailer', [256, true, 768, 0, 'fixed', 20, 8, 'euler', 'normal', 0.5, 5], 5],
  ])('%s', (_, type, widgetValues, index) =>
    expect(count({ type, values: widgetValues, from: { model: [4] } })).toEqual([
      `/nodes/0/widgets_values/${index}: 20`,
    ]),
  );

  test('a node that lists its own widgets needs no other source', () =>
    expect(
      count({
        type: 'Unlisted',
        values: ['a', 3, 'fixed', 20, 2.5],
        widgets: ['mode', 'seed', 'steps', 'cfg'],
        from: { model: [4] },
      }),
    ).toEqual(['/nodes/0/widgets_values/3: 20']));

  test('values with names of their own', () =>
    expect(count({ type: 'Unlisted', values: { steps: 20, seed: 3 }, from: { model: [4] } })).toEqual([
      '/nodes/0/widgets_values/steps: 20',
    ]));

  test('a maker of schedules that nobody listed counts its steps first', () =>
    expect(
      counts(
        workflow({
          1: { type: 'NewCurve', values: ['fast', 20, 0.5], outputs: ['SIGMAS'] },
          2: {
            type: 'SamplerCustom',
            values: [true, 7, 'fixed', 3],
            from: { model: [4], sigmas: [1], latent_image: [5] },
          },
          4: loader,
          5: { type: 'EmptyLatentImage', values: [512, 512, 1] },
        }),
      ),
    ).toEqual(['/nodes/0/widgets_values/1: 20']));

  test.each([
    ['values of other kinds than the layout says', { type: 'KSampler', values: ['x', 'fixed', 'y', 8, 'z', 1, 2] }],
    ['a multiplier', { type: 'ExtendIntermediateSigmas', values: [2, -1, 12, 'linear'], outputs: ['SIGMAS'] }],
    ['a position', { type: 'SplitSigmas', values: [10], from: { sigmas: [4] }, outputs: ['SIGMAS', 'SIGMAS'] }],
    ['training', { type: 'TrainLoraNode', values: { steps: 100 }, from: { model: [4] } }],
    ['a paid service', { type: 'FluxProFillNode', values: { steps: 50, seed: 1 } }],
    ['a node of no picture', { type: 'StepCounter', values: { steps: 100 } }],
  ] as [string, Draft][])('%s: no count', (_, draft) => expect(count(draft)).toEqual([]));
});

describe('values that come through wires', () => {
  const linked = (source: Draft, more: Drafts = {}) =>
    workflow({ 1: source, 3: sampler({ from: { model: [4], steps: [1] }, widgets: ['steps'] }), 4: loader, ...more });

  test.each([
    ['a primitive', { type: 'PrimitiveNode', values: [12, 'fixed'] }, '/nodes/0/widgets_values/0: 12 link'],
    ['a number node of some pack', { type: 'easy int', values: [12] }, '/nodes/0/widgets_values/0: 12 link'],
    [
      'a parameter with bounds',
      { type: 'SwarmInputInteger', values: ['Steps', 12, 1, 50] },
      '/nodes/0/widgets_values/1: 12 link',
    ],
  ] as [string, Draft, string][])('%s: its value, not the leftover', (_, source, expected) =>
    expect(counts(linked(source))).toEqual([expected]),
  );

  test('a primitive behind a reroute: the leftover, which is what runs', () => {
    const text = linked(
      { type: 'Reroute', from: { '': [2] } },
      { 2: { type: 'PrimitiveNode', values: [12, 'fixed'] } },
    );
    expect(counts(text)).toEqual(['/nodes/2/widgets_values/2: 20']);
  });

  test.each([
    ['a node that computes', { type: 'MathExpression', values: [3, 'a*4'] }],
    ['a node with several numbers', { type: 'Unlisted', values: [3, 4] }],
    ['a muted node', { type: 'PrimitiveInt', values: [12], mode: 2 }],
  ] as [string, Draft][])('%s: computed, and the leftover is not the value', (_, source) => {
    const text = linked(source);
    expect(counts(text)).toEqual([]);
    expect(settingOf(read(text)[0], 'inference_steps')).toMatchObject({ value: null, via: 'link' });
  });

  test.each(['fixed', 'control_after_generate'])('the control of a number, named %s, is no input of it', (control) => {
    const passing = (named: object, from: Required<Draft>['from']): Draft => ({
      ...{ type: 'PrimitiveInt', values: [20, 'fixed'], named, from, widgets: ['value'] },
    });
    const text = linked(passing({ value: 20, [control]: 'fixed' }, { value: [2] }), {
      2: { type: 'PrimitiveInt', values: [12, 'fixed'] },
    });
    expect(counts(text)).toEqual(['/nodes/1/widgets_values/0: 12 link']);
  });

  test('a link to nowhere gives no value', () =>
    expect(
      counts(workflow({ 3: sampler({ from: { model: [4], steps: [77] }, widgets: ['steps'] }), 4: loader })),
    ).toEqual([]));

  test('reroutes and nodes linked by name pass on what they get', () => {
    const text = workflow({
      1: { type: 'Reroute', from: { '': [4] } },
      2: { type: 'SetNode', values: ['the model'], from: { MODEL: [1] } },
      3: { type: 'GetNode', values: ['the model'], outputs: ['MODEL'] },
      4: loader,
      5: sampler({ from: { model: [3] } }),
    });
    expect(read(text)[0].model?.text).toBe('sd_xl_base_1.0.safetensors');
  });
});

describe('where two could be meant, the one that is sent', () => {
  const other: Draft = { ...loader, values: ['sd15.safetensors'] };
  const modelOf = (text: string) => read(text)[0].model?.text;

  test('of two nodes that set one name, the first that runs', () => {
    const setters = (mode: number) =>
      workflow({
        1: { type: 'SetNode', values: ['m'], from: { MODEL: [4] }, mode },
        2: { type: 'SetNode', values: ['m'], from: { MODEL: [6] } },
        3: { type: 'GetNode', values: ['m'], outputs: ['MODEL'] },
        4: loader,
        5: sampler({ from: { model: [3] } }),
        6: other,
      });
    expect([modelOf(setters(0)), modelOf(setters(2))]).toEqual(['sd_xl_base_1.0.safetensors', 'sd15.safetensors']);
  });

  test('of two links to an output of a subgraph, the first', () => {
    const inside = graph({ 4: loader, 6: other }, 'objects', [[4], [6]]);
    const definition = {
      id: 'abc-def',
      inputs: [],
      outputs: [{ name: 'MODEL', type: 'MODEL', linkIds: inside.outputLinks }],
      nodes: inside.nodes,
      links: inside.links,
    };
    const text = workflow(
      { 1: { type: 'abc-def', outputs: ['MODEL'] }, 5: sampler({ from: { model: [1] } }) },
      { definitions: { subgraphs: [definition] } },
    );
    expect(modelOf(text)).toBe('sd_xl_base_1.0.safetensors');
  });

  test('a link that Use Everywhere draws, at an input that has none of its own', () => {
    const drawn = { downstream: 5, downstream_slot: 0, upstream: '6', upstream_slot: 0, type: 'MODEL' };
    const text = (from: NonNullable<Draft['from']>) => {
      const file = JSON.parse(workflow({ 4: loader, 5: sampler({ from, widgets: ['model'] }), 6: other }));
      for (const slot of file.nodes[1].inputs) delete slot.widget;
      return JSON.stringify({ ...file, extra: { ue_links: [drawn] } });
    };
    expect([modelOf(text({})), modelOf(text({ model: [4] }))]).toEqual([
      'sd15.safetensors',
      'sd_xl_base_1.0.safetensors',
    ]);
  });

  test('a bypassed node gives the type that is asked for, in any case and out of several', () => {
    const text = workflow({
      2: { type: 'Merge', mode: 4, from: { clip: [4, 1], 'model,other': [4] }, outputs: ['Model'] },
      3: sampler({ from: { model: [2] } }),
      4: loader,
    });
    expect(modelOf(text)).toBe('sd_xl_base_1.0.safetensors');
  });
});
