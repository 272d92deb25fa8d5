/** How values find their widgets, and what becomes of texts. */
import { describe, expect, test } from 'vitest';
import { basicInputs, checkpoint, converted, decode, inputsOf, sampler, samplerWith, withNode } from './basic.ts';
import { type MadeNode, workflowFile } from './workflow-file.ts';

describe('4: widgets', () => {
  const plain = { seed: 7, steps: 25, cfg: 6.5, sampler_name: 'euler', scheduler: 'normal', denoise: 1 };

  test.each([
    ['a control behind the seed', [7, 'randomize', 25, 6.5, 'euler', 'normal', 1]],
    ['a control of old files', [7, true, 25, 6.5, 'euler', 'normal', 1]],
    ['an empty control', [7, null, 25, 6.5, 'euler', 'normal', 1]],
    ['no control', [7, 25, 6.5, 'euler', 'normal', 1]],
    ['values left over', [7, 'fixed', 25, 6.5, 'euler', 'normal', 1, 'extra', null]],
  ])('%s', (_, values) => {
    expect(samplerWith(values)).toEqual(plain);
  });

  test('names in an object', () => {
    expect(samplerWith({ ...plain, seed: 9 })).toEqual({ ...plain, seed: 9 });
  });

  test('too few values: the rest is as the definition says', () => {
    expect(samplerWith([7, 'fixed', 25])).toEqual({ ...plain, cfg: 8, sampler_name: 'euler', scheduler: 'simple' });
    expect(samplerWith(undefined)).toMatchObject({ seed: 0, steps: 20 });
  });

  test('null in a combo is its first choice', () => {
    expect(samplerWith([7, 'fixed', 25, 6.5, null, 'normal', 1])).toEqual(plain);
  });

  test('a model that the server lacks stays, for the server to answer', () => {
    expect(inputsOf(workflowFile([{ ...checkpoint, values: ['other.safetensors'] }]))[4].ckpt_name).toBe(
      'other.safetensors',
    );
  });

  test('KSamplerAdvanced', () => {
    const values = ['enable', 5, 'randomize', 20, 8, 'euler', 'normal', 0, 10000, 'disable'];
    expect(inputsOf(workflowFile([{ id: 1, type: 'KSamplerAdvanced', values }]))[1]).toEqual({
      add_noise: 'enable',
      noise_seed: 5,
      steps: 20,
      cfg: 8,
      sampler_name: 'euler',
      scheduler: 'normal',
      start_at_step: 0,
      end_at_step: 10000,
      return_with_leftover_noise: 'disable',
    });
  });

  test.each([
    ['with control and filter', ['oil', 'increment', '/o/', 0.7]],
    ['with neither', ['oil', 0.7]],
  ])('a combo %s', (_, values) => {
    expect(inputsOf(workflowFile([{ id: 1, type: 'Picks', values }]))[1]).toEqual({ style: 'oil', amount: 0.7 });
  });

  test('an upload button behind the picture', () => {
    expect(inputsOf(workflowFile([{ id: 1, type: 'LoadImage', values: ['mine.png', 'image'] }]))[1]).toEqual({
      image: 'mine.png',
    });
  });

  test('a widget made an input keeps its place, with and without a link', () => {
    const linked = withNode(3, { inputs: { ...sampler.inputs, cfg: [6, 0], steps: null }, widgets: ['cfg', 'steps'] });
    expect(inputsOf(workflowFile(linked))[3]).toEqual({ ...basicInputs[3], cfg: ['6', 0] });
  });

  test.each([
    ['with values for sockets', [1.5, 9, 'ignored', 'slow']],
    ['without', [9, 'slow']],
  ])('inputs that are sockets only: files %s', (_, values) => {
    expect(inputsOf(workflowFile([{ id: 1, type: 'Socketed', values }]))[1]).toEqual({ amount: 9, mode: 'slow' });
  });

  test('by name where places can not be right', () => {
    const named = {
      seed: 1,
      control_after_generate: 'fixed',
      steps: 2,
      cfg: 3,
      sampler_name: 'lcm',
      scheduler: 'beta',
      denoise: 0.5,
    };
    expect(samplerWith(['new widget', 1, 'fixed', 2, 3, 'lcm', 'beta', 0.5], { named })).toEqual({
      seed: 1,
      steps: 2,
      cfg: 3,
      sampler_name: 'lcm',
      scheduler: 'beta',
      denoise: 0.5,
    });
  });

  test('a value that no widget of this kind can hold is a problem, unless a link replaces it', () => {
    const values = [7, 'fixed', 'many', 6.5, 'euler', 'normal', 1];
    expect(converted(workflowFile([{ ...sampler, inputs: {}, values }])).problems).toMatchObject([
      { node: '3', input: 'steps' },
    ]);
    const linked = withNode(3, { values, inputs: { ...sampler.inputs, steps: [6, 0] }, widgets: ['steps'] });
    expect(converted(workflowFile(linked)).problems).toEqual([]);
  });

  test('lists are wrapped', () => {
    expect(
      inputsOf(
        workflowFile([
          {
            id: 1,
            type: 'Points',
            values: [
              [1, 2],
              [
                [0, 0],
                [1, 1],
              ],
            ],
          },
        ]),
      )[1],
    ).toEqual({
      points: { __value__: [1, 2] },
      curve: {
        __type__: 'CURVE',
        __value__: [
          [0, 0],
          [1, 1],
        ],
      },
    });
  });

  test('what a choice opens up follows it', () => {
    expect(inputsOf(workflowFile([{ id: 1, type: 'Tuned', values: ['custom', 0.8, 11, true, 6] }]))[1]).toEqual({
      sampling: 'custom',
      'sampling.strength': 0.8,
      'sampling.seed': 11,
      'sampling.fast': true,
      amount: 6,
    });
    expect(inputsOf(workflowFile([{ id: 1, type: 'Tuned', values: ['plain', 6] }]))[1]).toEqual({
      sampling: 'plain',
      amount: 6,
    });
  });

  test('inputs that grow are sent by their dotted names', () => {
    const nodes: MadeNode[] = [
      decode,
      {
        id: 1,
        type: 'Grown',
        values: [3],
        inputs: { 'images.image0': [8, 0], 'images.image1': [8, 0], 'images.image2': null },
      },
    ];
    expect(inputsOf(workflowFile(nodes))[1]).toEqual({
      scale: 3,
      'images.image0': ['8', 0],
      'images.image1': ['8', 0],
    });
  });

  test('LoRAs of a pack that no definition has', () => {
    const lora = (name: string) => ({ on: true, lora: name, strength: 0.7 });
    const saved = { ...lora('b'), strengthTwo: null };
    const values = [{}, { type: 'PowerLoraLoaderHeaderWidget' }, lora('a'), saved, {}, ''];
    expect(inputsOf(workflowFile([{ id: 1, type: 'Power Lora Loader (rgthree)', values }]))[1]).toEqual({
      lora_1: lora('a'),
      lora_2: lora('b'),
    });
  });

  test('values that no widget takes are said, unless they are what buttons and previews leave', () => {
    const said = (type: string, values: unknown[]) => converted(workflowFile([{ id: 1, type, values }])).warnings;
    expect(said('KSampler', [7, 'fixed', 25, 6.5, 'euler', 'normal', 1, 'flow'])).toEqual([
      expect.stringContaining('Node 1 (KSampler)'),
    ]);
    expect(said('KSampler', [7, 'fixed', 25, 6.5, 'euler', 'normal', 1, null, '', false])).toEqual([]);
    expect(said('LoadImage', ['a.png', 'upload'])).toEqual([]);
    expect(said('VAEDecode', ['512 × 512'])).toEqual([]);
  });

  test('what a pack adds to an object of values is sent, buttons and previews are not', () => {
    const values = {
      frame_rate: 12,
      format: 'video/h264',
      crf: 19,
      'choose video to upload': 'image',
      videopreview: { hidden: false },
    };
    expect(inputsOf(workflowFile([{ id: 1, type: 'VideoOut', values }]))[1]).toEqual({
      frame_rate: 12,
      format: 'video/h264',
      crf: 19,
    });
  });

  test('a choice of the workflow brings its index and its options', () => {
    const values = ['oil', 1, 'ink', 'oil', ''];
    const { graph, warnings } = converted(workflowFile([{ id: 1, type: 'CustomCombo', values }]));
    expect(graph[1].inputs).toEqual({ choice: 'oil', index: 1, option1: 'ink', option2: 'oil', option3: '' });
    expect(warnings).toEqual([]);
  });

  test('what only shows something is sent empty, whatever was shown when it was saved', () => {
    const compared = (values: unknown) => inputsOf(workflowFile([{ id: 1, type: 'ImageCompare', values }]))[1];
    const empty = { compare_view: { __value__: ['', ''] } };
    expect(compared([])).toEqual(empty);
    expect(compared([{ before: '/api/view?filename=a.png', after: '' }])).toEqual(empty);
  });

  test('a required input that is no socket is sent, whatever its type', () => {
    expect(inputsOf(workflowFile([{ id: 1, type: 'Dial' }]))[1]).toEqual({ angle: '', turned: 7 });
    expect(inputsOf(workflowFile([{ id: 1, type: 'Dial', values: [90, 5] }]))[1]).toEqual({ angle: 90, turned: 5 });
  });

  test('buttons keep a place among the values', () => {
    const values = ['toy.glb', 'upload3dmodel', 'uploadExtraResources', 'clear', '', 1024, 768];
    expect(inputsOf(workflowFile([{ id: 1, type: 'Load3D', values }]))[1]).toMatchObject({
      model_file: 'toy.glb',
      width: 1024,
      height: 768,
    });
  });
});

describe('5: texts', () => {
  test('one alternative is taken, always the same, and said', () => {
    const file = workflowFile(withNode(6, { values: ['a {red|green|blue} cat // for later'] }));
    const [first, second] = [converted(file), converted(file)];
    expect(first.graph[6].inputs.text).toMatch(/^a (red|green|blue) cat $/);
    expect(second).toEqual(first);
    expect(first.warnings).toEqual([expect.stringContaining(String(first.graph[6].inputs.text))]);
  });

  test('a prompt without alternatives is not remarked on', () => {
    const { graph, warnings } = converted(workflowFile(withNode(6, { values: ['a \\{plain\\} cat /* note */'] })));
    expect(graph[6].inputs.text).toBe('a {plain} cat ');
    expect(warnings).toEqual([]);
  });

  test('file names: dates, and widgets of other nodes by name or title', () => {
    const nodes = withNode(9, { values: ['%date:yyyy-MM-dd_hhmmss%/%KSampler.seed%_%Draw.cfg%_%width%_%Nobody.x%'] });
    const named = withNode(3, { title: 'Draw', properties: { 'Node name for S&R': 'KSampler' } }, nodes);
    const other = { ...sampler, id: 13, title: 'Draw', values: [1, 'fixed', 2, 3, 'euler', 'normal', 1] };
    expect(inputsOf(workflowFile([...named, other]))[9].filename_prefix).toBe(
      '2026-01-02_030405/7_6.5_%width%_%Nobody.x%',
    );
  });
});
