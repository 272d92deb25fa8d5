/** Subgraphs, workflows inside of other files, broken and large ones. */
import { describe, expect, test } from 'vitest';
import { analyse, steps } from '../../support/knowledge.ts';
import { counts, type Draft, type Drafts, graph, loader, read, SAMPLER, sampler, workflow } from './workflow-drafts.ts';

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
