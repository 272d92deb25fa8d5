/** Where an input gets its value from: reroutes, bypassed and muted nodes, nodes without wires, circles. */
import { describe, expect, test } from 'vitest';
import { basic, basicInputs, checkpoint, converted, decode, inputsOf, sampler, withNode } from './basic.ts';
import { type MadeNode, type MadeSubgraph, workflowFile } from './workflow-file.ts';

describe('6: links', () => {
  test('reroutes in a row', () => {
    const reroutes: MadeNode[] = [
      { id: 21, type: 'Reroute', inputs: { '': [4, 0] }, outputs: ['MODEL'] },
      { id: 22, type: 'Reroute (rgthree)', inputs: { '': [21, 0] }, outputs: ['MODEL'] },
    ];
    const file = workflowFile([...withNode(3, { inputs: { ...sampler.inputs, model: [22, 0] } }), ...reroutes]);
    expect(inputsOf(file)).toEqual(basicInputs);
  });

  test('a reroute from nowhere drops the input', () => {
    const file = workflowFile([
      ...withNode(3, { inputs: { ...sampler.inputs, model: [21, 0] } }),
      { id: 21, type: 'Reroute', inputs: { '': null }, outputs: ['*'] },
    ]);
    expect(inputsOf(file)[3]).not.toHaveProperty('model');
  });

  test('native reroutes are drawing only', () => {
    const file = workflowFile(basic, [], 1);
    Object.assign(file, { reroutes: [{ id: 1, pos: [0, 0], linkIds: [1] }] });
    Object.assign(file.links[0], { parentId: 1 });
    expect(inputsOf(file)).toEqual(basicInputs);
  });

  const bypass = (node: MadeNode, model: readonly [number, number]) =>
    inputsOf(
      workflowFile([
        ...withNode(3, { inputs: { ...sampler.inputs, model }, types: { model: 'MODEL' } }),
        { ...node, mode: 4 },
      ]),
    )[3];

  test('a bypassed node passes on the input opposite, of the same type', () => {
    const lora: MadeNode = {
      id: 10,
      type: 'LoraLoader',
      values: ['detail.safetensors', 1, 1],
      inputs: { model: [4, 0], clip: [4, 1] },
      types: { model: 'MODEL', clip: 'CLIP' },
      outputs: ['MODEL', 'CLIP'],
    };
    expect(bypass(lora, [10, 0]).model).toEqual(['4', 0]);
  });

  test('or the first of the type, whatever the order in the file', () => {
    const decoder = { ...decode, id: 10, types: { samples: 'LATENT', vae: 'VAE' } };
    const file = workflowFile([
      ...basic,
      { ...decoder, mode: 4 },
      { id: 11, type: 'VAEEncode', inputs: { pixels: [10, 0], vae: [10, 0] }, types: { pixels: 'IMAGE', vae: 'VAE' } },
    ]);
    // It has no picture to pass on, and one VAE.
    expect(inputsOf(file)[11]).toEqual({ vae: ['4', 2] });
    const combine: MadeNode = {
      id: 12,
      type: 'ConditioningCombine',
      mode: 4,
      inputs: { conditioning_2: [7, 0], conditioning_1: [6, 0] },
      types: { conditioning_1: 'CONDITIONING', conditioning_2: 'CONDITIONING' },
      outputs: ['CONDITIONING'],
    };
    const combined = workflowFile([
      ...withNode(3, { inputs: { ...sampler.inputs, positive: [12, 0] }, types: { positive: 'CONDITIONING' } }),
      combine,
    ]);
    expect(inputsOf(combined)[3].positive).toEqual(['6', 0]);
  });

  test('a bypassed subgraph passes on as one node', () => {
    const subgraph: MadeSubgraph = {
      id: 'gggg',
      inputs: [
        ['clip', 'CLIP'],
        ['model', 'MODEL'],
      ],
      nodes: [],
      outputs: [{ name: 'm', type: 'MODEL', from: [-10, 1] }],
    };
    const host: MadeNode = {
      id: 10,
      type: 'gggg',
      mode: 4,
      inputs: { model: [4, 0], clip: [4, 1] },
      types: { model: 'MODEL', clip: 'CLIP' },
      outputs: ['MODEL'],
    };
    const file = workflowFile(
      [...withNode(3, { inputs: { ...sampler.inputs, model: [10, 0] }, types: { model: 'MODEL' } }), host],
      [subgraph],
    );
    expect(inputsOf(file)[3].model).toEqual(['4', 0]);
  });

  test('a link to a muted node drops the input; a widget keeps its value', () => {
    const file = workflowFile([
      ...withNode(3, { inputs: { ...sampler.inputs, steps: [20, 0] }, widgets: ['steps'] }, withNode(5, { mode: 2 })),
      { id: 20, type: 'PrimitiveInt', values: [3], mode: 2, outputs: ['INT'] },
    ]);
    expect(inputsOf(file)[3]).toEqual({ ...basicInputs[3], latent_image: undefined });
  });

  test('nodes without wires, also from inside a subgraph', () => {
    const set: MadeNode = { id: 31, type: 'SetNode', values: ['model'], inputs: { MODEL: [4, 0] }, outputs: ['*'] };
    const get: MadeNode = { id: 32, type: 'GetNode', values: ['model'], outputs: ['MODEL'] };
    expect(
      inputsOf(workflowFile([...withNode(3, { inputs: { ...sampler.inputs, model: [32, 0] } }), set, get])),
    ).toEqual(basicInputs);
    const inner: MadeSubgraph = {
      id: 'hhhh',
      inputs: [],
      nodes: [get, { ...sampler, inputs: { model: [32, 0] } }],
      outputs: [{ name: 'LATENT', type: 'LATENT', from: [3, 0] }],
    };
    const host: MadeNode = { id: 3, type: 'hhhh', outputs: ['LATENT'] };
    expect(inputsOf(workflowFile([checkpoint, set, host, decode], [inner]))['3:3'].model).toEqual(['4', 0]);
  });

  test('links that the Use Everywhere pack draws', () => {
    const file = workflowFile(withNode(8, { inputs: { samples: [3, 0], vae: null } }));
    file.extra = { ue_links: [{ downstream: 8, downstream_slot: 1, upstream: '4', upstream_slot: 2, type: 'VAE' }] };
    expect(inputsOf(file)).toEqual(basicInputs);
  });

  test('and inside a subgraph', () => {
    const inner: MadeSubgraph = {
      id: 'jjjj',
      inputs: [['latent', 'LATENT']],
      nodes: [
        { ...decode, id: 1, inputs: { samples: [-10, 0], vae: null } },
        { ...checkpoint, id: 2 },
      ],
      outputs: [{ name: 'IMAGE', type: 'IMAGE', from: [1, 0] }],
    };
    const file = workflowFile([...basic, { id: 70, type: 'jjjj', inputs: { latent: [3, 0] } }], [inner]);
    Object.assign(file.definitions.subgraphs[0], {
      extra: { ue_links: [{ downstream: 1, downstream_slot: 1, upstream: 2, upstream_slot: 2, type: 'VAE' }] },
    });
    expect(inputsOf(file)['70:1']).toEqual({ samples: ['3', 0], vae: ['70:2', 2] });
  });

  test('reroutes in a circle are a problem, not a hang', () => {
    const ring: MadeNode[] = [
      { id: 21, type: 'Reroute', inputs: { '': [22, 0] }, outputs: ['*'] },
      { id: 22, type: 'Reroute', inputs: { '': [21, 0] }, outputs: ['*'] },
    ];
    const { problems } = converted(
      workflowFile([...withNode(3, { inputs: { ...sampler.inputs, model: [21, 0] } }), ...ring]),
    );
    expect(problems).toMatchObject([{ node: '3', input: 'model' }]);
  });

  test('nodes in a circle are a problem', () => {
    const ring: MadeNode[] = [
      { id: 50, type: 'ConditioningZeroOut', inputs: { conditioning: [51, 0] } },
      { id: 51, type: 'ConditioningZeroOut', inputs: { conditioning: [50, 0] } },
    ];
    expect(converted(workflowFile([...basic, ...ring])).problems).toMatchObject([
      { node: '50', message: expect.stringContaining('50 → 51 → 50') },
    ]);
  });
});

describe('7 and 8: what is written', () => {
  test('links are an id and a number; those to nodes that are not sent are taken out', () => {
    const file = workflowFile([...basic.filter(({ id }) => id !== 4), { ...checkpoint, type: 'MissingLoader' }]);
    const { graph } = converted(file);
    expect(graph[3].inputs).not.toHaveProperty('model');
    expect(graph[8].inputs).toEqual({ samples: ['3', 0] });
  });

  test('a link that the file does not hold is none', () => {
    const file = workflowFile(basic);
    file.links = file.links.filter((link) => (link as unknown[])[0] !== 1) as typeof file.links;
    expect(inputsOf(file)[3]).not.toHaveProperty('model');
  });
});
