import { describe, expect, test } from 'vitest';
import { type Generation, settingOf } from '../../../server/src/dialects/generation.ts';
import { analyse, steps } from '../../support/knowledge.ts';

/** A node in short: its widget values, and for each linked input the node and output it comes from. */
interface Draft {
  type: string;
  values?: unknown;
  from?: Record<string, [node: number | string, output?: number]>;
  /** Inputs that stand for widgets; linked ones are named in `from` too. */
  widgets?: string[];
  mode?: number;
  /** Types of the outputs. */
  outputs?: string[];
  properties?: object;
  /** `widgets_values_named`. */
  named?: object;
}
type Drafts = Record<string, Draft>;

/** Nodes and links as the editor writes them: links as lists (0.4), or as objects (1.0 and subgraphs). */
function graph(drafts: Drafts, links: 'lists' | 'objects' = 'lists', outputs: [number, number?][] = []) {
  const written: object[] = [];
  const link = (from: number | string, slot: number, to: number | string, input: number) => {
    const id = written.length + 1;
    written.push(
      links === 'lists'
        ? [id, from, slot, to, input, '*']
        : { id, origin_id: from, origin_slot: slot, target_id: to, target_slot: input, type: '*' },
    );
    return id;
  };
  const nodes = Object.entries(drafts).map(([id, { type, values, from = {}, widgets = [], mode = 0, ...rest }]) => ({
    id: Number(id),
    type,
    mode,
    inputs: [...new Set([...Object.keys(from), ...widgets])].map((name, index) => ({
      name,
      type: name.toUpperCase(),
      link: from[name] ? link(from[name][0], from[name][1] ?? 0, Number(id), index) : null,
      ...(widgets.includes(name) && { widget: { name } }),
    })),
    outputs: (rest.outputs ?? []).map((name) => ({ name, type: name })),
    properties: rest.properties ?? {},
    widgets_values: values ?? null,
    ...(rest.named && { widgets_values_named: rest.named }),
  }));
  const outputLinks = outputs.map(([node, slot = 0], index) => link(node, slot, -20, index));
  return { nodes, links: written, outputLinks };
}

function workflow(drafts: Drafts, more: object = {}, links?: 'lists' | 'objects'): string {
  const { nodes, links: written } = graph(drafts, links);
  return JSON.stringify({ last_node_id: 99, nodes, links: written, version: 0.4, ...more });
}

function read(text: string): readonly Generation[] {
  return analyse(text).reading.generations;
}
function values(generation: Generation): Record<string, unknown> {
  return Object.fromEntries(generation.settings.map(({ setting, value }) => [setting, value]));
}
/** Every count that has a value, as `pointer: value via`. */
function counts(text: string): string[] {
  return read(text).flatMap(({ settings }) =>
    settings
      .filter(({ setting, value }) => setting === 'inference_steps' && value !== null)
      .map(({ pointer, value, via }) => `${pointer}: ${value}${via ? ` ${via}` : ''}`),
  );
}

const loader: Draft = {
  type: 'CheckpointLoaderSimple',
  values: ['sd_xl_base_1.0.safetensors'],
  outputs: ['MODEL', 'CLIP', 'VAE'],
};
const SAMPLER = [7, 'randomize', 20, 6.5, 'euler', 'normal', 1];
const sampler = (more: Partial<Draft> = {}): Draft => ({
  type: 'KSampler',
  values: SAMPLER,
  from: { model: [4] },
  outputs: ['LATENT'],
  ...more,
});

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

  test.each([
    ['a node that computes', { type: 'MathExpression', values: [3, 'a*4'] }],
    ['a node with several numbers', { type: 'Unlisted', values: [3, 4] }],
    ['a muted node', { type: 'PrimitiveInt', values: [12], mode: 2 }],
  ] as [string, Draft][])('%s: computed, and the leftover is not the value', (_, source) => {
    const text = linked(source);
    expect(counts(text)).toEqual([]);
    expect(settingOf(read(text)[0], 'inference_steps')).toMatchObject({ value: null, via: 'link' });
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

describe('nodes that do not run', () => {
  test.each([
    ['muted', 2],
    ['bypassed', 4],
  ])('a %s sampler is no generation', (_, mode) =>
    expect(read(workflow({ 3: sampler({ mode }), 4: loader }))).toEqual([]),
  );

  test('a bypassed LoRA is passed through and does not count', () => {
    const lora = (mode: number): Draft => ({
      type: 'LoraLoader',
      values: ['sdxl_lightning_4step_lora.safetensors', 1, 1],
      from: { model: [4], clip: [4, 1] },
      outputs: ['MODEL', 'CLIP'],
      mode,
    });
    const [on] = read(workflow({ 2: lora(0), 3: sampler({ from: { model: [2] } }), 4: loader }));
    const [off] = read(workflow({ 2: lora(4), 3: sampler({ from: { model: [2] } }), 4: loader }));
    expect([on, off].map(({ model }) => model?.text)).toEqual([
      'sd_xl_base_1.0.safetensors',
      'sd_xl_base_1.0.safetensors',
    ]);
    expect([on, off].map(({ loras }) => loras.length)).toEqual([1, 0]);
  });

  test('a bypassed node passes on the input of the same type', () => {
    const text = workflow({
      2: { type: 'Merge', mode: 4, from: { clip: [4, 1], model: [4] }, outputs: ['MODEL'] },
      3: sampler({ from: { model: [2] } }),
      4: loader,
    });
    expect(read(text)[0].model?.text).toBe('sd_xl_base_1.0.safetensors');
  });
});

describe('samplers in parts', () => {
  test('SamplerCustomAdvanced: the count is on the scheduler node, the rest around the sampler', () => {
    const [generation, ...others] = read(
      workflow({
        1: {
          type: 'SamplerCustomAdvanced',
          from: { noise: [2], guider: [3], sampler: [4], sigmas: [10], latent_image: [6] },
        },
        2: { type: 'RandomNoise', values: [99, 'fixed'] },
        3: { type: 'BasicGuider', from: { model: [7], conditioning: [8] } },
        4: { type: 'KSamplerSelect', values: ['heun'] },
        5: { type: 'BasicScheduler', values: ['simple', 28, 1], from: { model: [7] }, outputs: ['SIGMAS'] },
        6: { type: 'EmptySD3LatentImage', values: [512, 640, 1] },
        7: { type: 'UNETLoader', values: ['flux1-dev.safetensors', 'default'] },
        8: { type: 'FluxGuidance', values: [3.5], from: { conditioning: [9] } },
        9: { type: 'CLIPTextEncode', values: ['a lake'] },
        10: { type: 'SplitSigmas', values: [4], from: { sigmas: [5] }, outputs: ['SIGMAS', 'SIGMAS'] },
      }),
    );
    expect(others).toEqual([]);
    expect(generation.model?.text).toBe('flux1-dev.safetensors');
    expect(values(generation)).toMatchObject({
      inference_steps: 28,
      scheduler: 'simple',
      sampler: 'heun',
      seed: 99,
      distilled_guidance: 3.5,
      width: 512,
      height: 640,
      prompt: 'a lake',
    });
    expect(values(generation)).not.toHaveProperty('negative_prompt');
  });

  test('a chain that shares one schedule: each part with its bounds and its own model', () => {
    const part = (seed: number, start: number, end: number, from: NonNullable<Draft['from']>): Draft => ({
      type: 'KSamplerAdvanced',
      values: ['enable', seed, 'fixed', 20, 3.5, 'euler', 'simple', start, end, 'enable'],
      from,
    });
    const found = read(
      workflow({
        1: part(5, 0, 10, { model: [3], latent_image: [5] }),
        2: part(0, 10, 10000, { model: [4], latent_image: [1] }),
        3: { type: 'UNETLoader', values: ['wan2.2_t2v_high_noise_14B_fp8_scaled.safetensors', 'default'] },
        4: { type: 'UNETLoader', values: ['wan2.2_t2v_low_noise_14B_fp8_scaled.safetensors', 'default'] },
        5: { type: 'EmptyHunyuanLatentVideo', values: [832, 480, 81, 1] },
      }),
    );
    expect(found.map(values)).toMatchObject([
      { inference_steps: 20, start_step: 0, end_step: 10, frames: 81, width: 832 },
      { inference_steps: 20, start_step: 10, end_step: 10000, frames: 81, width: 832 },
    ]);
    expect(found.map(({ model }) => model?.text.includes('high'))).toEqual([true, false]);
  });

  test('pipes, and a prompt that is emptied', () => {
    const [generation] = read(
      workflow({
        1: {
          type: 'FaceDetailerPipe',
          values: [256, true, 768, 0, 'fixed', 20, 8, 'euler', 'normal', 0.5],
          from: { detailer_pipe: [2] },
        },
        2: { type: 'ToDetailerPipe', values: [''], from: { model: [4], positive: [5], negative: [6] } },
        4: loader,
        5: { type: 'CLIPTextEncode', values: ['a face'] },
        6: { type: 'ConditioningZeroOut', from: { conditioning: [5] } },
      }),
    );
    expect(generation.model?.text).toBe('sd_xl_base_1.0.safetensors');
    expect(values(generation)).toMatchObject({ prompt: 'a face', strength: 0.5 });
    expect(values(generation)).not.toHaveProperty('negative_prompt');
  });
});

describe('LoRAs', () => {
  const lorasOf = (stack: Draft) =>
    read(
      workflow({
        1: stack,
        2: {
          type: 'Efficient Loader',
          values: ['base.safetensors', 'Baked VAE', -1, 'None', 1, 1, 'p', 'n'],
          from: { lora_stack: [1] },
        },
        3: sampler({ from: { model: [2] } }),
      }),
    )[0].loras.map(({ text, weight }) => [text, weight]);

  test('of a stack: as many as it says', () =>
    expect(
      lorasOf({
        type: 'LoRA Stacker',
        values: ['simple', 1, 'a.safetensors', 0.5, 1, 1, 'b.safetensors', 0.5, 1, 1, 'None', 1, 1, 1],
      }),
    ).toEqual([['a.safetensors', 0.5]]));
  test('of a list: those that are on', () =>
    expect(
      lorasOf({
        type: 'Power Lora Loader (rgthree)',
        values: [
          {},
          { type: 'PowerLoraLoaderHeaderWidget' },
          { on: true, lora: 'a.safetensors', strength: 0.8, strengthTwo: null },
          { on: false, lora: 'b.safetensors', strength: 1 },
          { on: true, lora: 'c.safetensors', strength: 0 },
        ],
      }),
    ).toEqual([['a.safetensors', 0.8]]));
});

describe('subgraphs', () => {
  const inner: Drafts = {
    4: loader,
    15: sampler({ from: { model: [4], steps: [-10, 0] }, widgets: ['steps'] }),
  };
  const around = (host: Partial<Draft>, drafts: Drafts = inner, outer: Drafts = {}) => {
    const { nodes, links, outputLinks } = graph(drafts, 'objects', [[15]]);
    const definition = {
      id: 'abc-def',
      inputNode: { id: -10 },
      outputNode: { id: -20 },
      inputs: [{ name: 'steps', type: 'INT', linkIds: linkIdsFrom(links, -10) }],
      outputs: [{ name: 'LATENT', type: 'LATENT', linkIds: outputLinks }],
      nodes,
      links,
    };
    return workflow(
      { 1: { type: 'abc-def', outputs: ['LATENT'], ...host }, ...outer },
      { definitions: { subgraphs: [definition] } },
    );
  };
  const linkIdsFrom = (links: readonly object[], node: number) =>
    links.flatMap((link) => ('origin_id' in link && 'id' in link && link.origin_id === node ? [link.id] : []));
  const INNER = '/definitions/subgraphs/0/nodes/1/widgets_values/2';

  test('a node inside is a generation of its own place, under the id of the outer node', () => {
    const [generation] = read(around({}));
    expect(generation.id).toBe('1:15');
    expect(generation.model?.pointer).toBe('/definitions/subgraphs/0/nodes/0/widgets_values/0');
    expect(counts(around({}))).toEqual([`${INNER}: 20`]);
  });
  test('the outer node gives the value of a promoted input', () =>
    expect(
      counts(
        around({
          values: ['', 8],
          properties: {
            proxyWidgets: [
              ['-1', 'text'],
              ['-1', 'steps'],
            ],
          },
        }),
      ),
    ).toEqual(['/nodes/0/widgets_values/1: 8']));
  test('before widgets were promoted one by one, its values were those of its inputs', () =>
    expect(counts(around({ values: [8], widgets: ['steps'] }))).toEqual(['/nodes/0/widgets_values/0: 8']));
  test('with names beside its values, they are found by these', () =>
    expect(counts(around({ values: ['x', 8], widgets: ['steps'], named: { unused: 'x', steps: 8 } }))).toEqual([
      '/nodes/0/widgets_values/1: 8',
    ]));
  test('without, they are those of the inputs that are widgets inside: the node itself need list none', () => {
    const both: Drafts = { ...inner, 15: sampler({ from: { steps: [-10, 0], model: [4] }, widgets: ['steps'] }) };
    expect(counts(around({ values: [8] }, both))).toEqual(['/nodes/0/widgets_values/0: 8']);
  });
  test('a wire outside reaches inside', () =>
    expect(
      counts(
        around({ from: { steps: [2] }, widgets: ['steps'], values: [8] }, inner, {
          2: { type: 'PrimitiveInt', values: [6] },
        }),
      ),
    ).toEqual(['/nodes/1/widgets_values/0: 6 link']));

  const own: Drafts = { ...inner, 15: sampler() };
  test.each([
    ['shown empty outside: the inner value holds', [null], `${INNER}: 20`],
    ['shown with a value outside: that one wins', [9], '/nodes/0/widgets_values/0: 9'],
  ])('an inner widget %s', (_, shown, expected) =>
    expect(counts(around({ values: shown, properties: { proxyWidgets: [['15', 'steps']] } }, own))).toEqual([expected]),
  );

  test('its output leads inside', () => {
    const text = around({}, inner, {
      2: { type: 'KSampler', values: SAMPLER, from: { latent_image: [1], model: [3] } },
      3: loader,
    });
    expect(counts(text).sort()).toEqual([`${INNER}: 20`, '/nodes/1/widgets_values/2: 20']);
  });
  test.each([
    ['muted', { mode: 2 }],
    ['bypassed', { mode: 4 }],
    ['not in use', { type: 'another' }],
  ])('%s: nothing in it runs', (_, host) => expect(read(around(host))).toEqual([]));
  test('used twice: two generations', () =>
    expect(
      read(around({}, inner, { 2: { type: 'abc-def' } }))
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['1:15', '2:15']));
  test('one that holds itself ends', () =>
    expect(read(around({}, { ...inner, 16: { type: 'abc-def' } }))).toHaveLength(1));
});

describe('where a workflow lies', () => {
  const plain = { 3: sampler(), 4: loader };
  const ui = JSON.parse(workflow(plain));
  const api = {
    3: { class_type: 'KSampler', inputs: { steps: 20, model: ['4', 0] } },
    4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } },
  };

  test('SwarmUI: the workflow counts, the copy with places to fill in and the sliders do not', () => {
    const copy = { ...api, 3: { class_type: 'KSampler', inputs: { steps: '%%_${steps:20}_%%', model: ['4', 0] } } };
    const params = { steps: { name: 'steps', default: 20, min: 1, max: 50, step: 1 } };
    const text = JSON.stringify({ workflow: ui, prompt: copy, custom_params: params });
    expect(analyse(text).reading.dialect).toBe('swarmui-workflow');
    expect(steps(text)).toEqual(['/workflow/nodes/0/widgets_values/2: 20']);
  });
  test('a request that carries its workflow along: what the server runs counts', () =>
    expect(steps(JSON.stringify({ prompt: api, extra_data: { extra_pnginfo: { workflow: ui } } }))).toEqual([
      '/prompt/3/inputs/steps: 20',
    ]));
  test.each([
    ['a flow chart', { nodes: [{ id: '1', type: 'input', data: { steps: 20 } }], edges: [] }],
    ['no nodes', { nodes: [], links: [], widgets_values: 0 }],
  ])('%s is none', (_, text) => expect(analyse(JSON.stringify(text)).reading.dialect).toBeNull());
});

describe('graphs that are broken or large', () => {
  test('rings of reroutes, of bypassed nodes and of models end', () => {
    const text = workflow({
      1: { type: 'Reroute', from: { '': [2] } },
      2: { type: 'Patch', mode: 4, from: { model: [1] }, outputs: ['MODEL'] },
      3: sampler({ from: { model: [1] } }),
      4: { type: 'Patch', from: { model: [5] } },
      5: { type: 'Patch', from: { model: [4] } },
      6: sampler({ from: { model: [5] } }),
    });
    expect(read(text).map(({ model }) => model)).toEqual([null, null]);
  });

  test('any part may be of a wrong type', () => {
    const good = JSON.parse(workflow({ 3: sampler(), 4: loader }));
    const wrong = [null, 1, 'x', [], {}, [[]], [null], { a: 1 }];
    for (const value of wrong) {
      for (const key of ['links', 'definitions', 'extra'])
        expect(() => read(JSON.stringify({ ...good, [key]: value }))).not.toThrow();
      for (const key of ['id', 'type', 'mode', 'inputs', 'outputs', 'widgets_values', 'properties']) {
        const nodes = [{ ...good.nodes[0], [key]: value }, good.nodes[1], value];
        expect(() => read(JSON.stringify({ ...good, nodes }))).not.toThrow();
      }
      const definitions = {
        subgraphs: [value, { id: 'KSampler', nodes: value, links: value, inputs: value, outputs: value }],
      };
      expect(() => read(JSON.stringify({ ...good, definitions }))).not.toThrow();
    }
  });

  test('ten thousand samplers in one chain take time by their number, not by its square', () => {
    const chain = (length: number) => {
      const drafts: Drafts = { 0: loader };
      for (let id = 1; id <= length; id++) drafts[id] = sampler({ from: { model: [0], latent_image: [id - 1] } });
      return workflow(drafts);
    };
    const seconds = (length: number) => {
      const text = chain(length);
      const start = performance.now();
      expect(read(text)).toHaveLength(length);
      return performance.now() - start;
    };
    seconds(1000);
    // Ten times the nodes: ten times the time, a hundred if anything looked at all nodes for each node.
    expect(seconds(10_000)).toBeLessThan(40 * Math.max(seconds(1000), 20));
  });
});
