/** Which nodes of a workflow are sent: formats, primitives, what is left out, what the server lacks. */
import { describe, expect, test } from 'vitest';
import { basic, basicInputs, converted, inputsOf, override, sampler, samplerWith, withNode } from './basic.ts';
import { type Format, type MadeNode, type MadeSubgraph, workflowFile } from './workflow-file.ts';

describe('both formats', () => {
  test.each<Format>([0.4, 1])('%s: the whole graph, with titles', (format) => {
    const { graph, warnings, problems } = converted(workflowFile(withNode(3, { title: 'Draw' }), [], format));
    expect({ warnings, problems }).toEqual({ warnings: [], problems: [] });
    expect(Object.fromEntries(Object.entries(graph).map(([id, { inputs }]) => [id, inputs]))).toEqual(basicInputs);
    expect(graph[3]).toMatchObject({ class_type: 'KSampler', _meta: { title: 'Draw' } });
    expect(graph[4]._meta).toEqual({ title: 'CheckpointLoaderSimple' });
  });

  test.each(['constructor', '__proto__'])('a node may be called %s', (name) => {
    const text = JSON.stringify(workflowFile(basic, [], 1));
    const renamed = text.replace(/"(?:id(?=":4,"type":"Check)|(?:origin|target)_id)":4\b/g, (found) =>
      found.replace('4', `"${name}"`),
    );
    const { graph, problems } = converted(JSON.parse(renamed));
    expect(problems).toEqual([]);
    const sent = JSON.stringify(Object.fromEntries(Object.entries(graph).map(([id, { inputs }]) => [id, inputs])));
    expect(JSON.parse(sent.replaceAll(`"${name}"`, '"4"'))).toEqual(basicInputs);
  });

  test('seeds that a double can not hold are kept', () => {
    expect(samplerWith([18446744073709551615n, 'fixed', 20, 8, 'euler', 'normal', 1]).seed).toBe(18446744073709551615n);
  });

  test.each([null, 7, 'text', [], {}, { nodes: 3 }, { nodes: {} }])('%j is no workflow', (json) => {
    expect(converted(json)).toMatchObject({ graph: {}, problems: [{ message: 'This is no ComfyUI workflow.' }] });
  });

  test('what has the wrong type counts as absent', () => {
    const json = {
      nodes: [null, { id: 1 }, { id: 2, type: 'VAEDecode', inputs: 'x', outputs: 7, mode: '?', widgets_values: 3 }],
      links: 'none',
      definitions: 4,
      extra: [],
    };
    expect(inputsOf(json)).toEqual({ 2: {} });
  });
});

describe('1: primitives', () => {
  const primitive: MadeNode = { id: 20, type: 'PrimitiveNode', values: [40, 'fixed'], outputs: ['INT'] };
  const fed = { inputs: { ...sampler.inputs, steps: [20, 0] as const }, widgets: ['steps'] };

  test('give their value to every widget that they are linked to, and are not sent', () => {
    const second = { ...sampler, id: 13, ...fed };
    const inputs = inputsOf(workflowFile([...withNode(3, fed), second, primitive]));
    expect([inputs[3].steps, inputs[13].steps]).toEqual([40, 40]);
    expect(inputs).not.toHaveProperty('20');
  });

  test('give nothing through a node that passes on: the widget behind it keeps its own', () => {
    const reroute: MadeNode = { id: 21, type: 'Reroute', inputs: { '': [20, 0] }, outputs: ['*'] };
    const through = { inputs: { ...sampler.inputs, steps: [21, 0] as const }, widgets: ['steps'] };
    expect(inputsOf(workflowFile([...withNode(3, through), primitive, reroute]))[3].steps).toBe(25);
  });

  test('without a value leave the widget its own', () => {
    expect(inputsOf(workflowFile([...withNode(3, fed), { ...primitive, values: [] }]))[3].steps).toBe(25);
  });

  test('the preview sets them by their own name', () => {
    expect(inputsOf(workflowFile([...withNode(3, fed), primitive]), [override('20', 'value', 8)])[3].steps).toBe(8);
  });
});

describe('3: nodes that are not sent', () => {
  test('notes, reroutes and decorations', () => {
    const notes = ['Note', 'MarkdownNote', 'Label (rgthree)', 'Fast Groups Muter (rgthree)'].map((type, index) => ({
      id: 40 + index,
      type,
      values: ['text'],
    }));
    expect(inputsOf(workflowFile([...basic, ...notes]))).toEqual(basicInputs);
  });

  test.each([
    ['muted', 2],
    ['bypassed', 4],
  ])('%s ones', (_, mode) => {
    expect(inputsOf(workflowFile(withNode(9, { mode })))).not.toHaveProperty('9');
  });

  test.each([1, 3])('mode %i still runs', (mode) => {
    expect(inputsOf(workflowFile(withNode(9, { mode })))).toHaveProperty('9');
  });
});

describe('9: nodes that the server lacks', () => {
  const lacking = (more: Partial<MadeNode>) =>
    converted(
      workflowFile([
        ...basic,
        { id: 60, type: 'FancyUpscale', inputs: { image: [8, 0] }, outputs: ['IMAGE'], ...more },
      ]),
    ).problems;

  test.each([
    [
      'its pack',
      { properties: { cnr_id: 'comfyui-fancy' } },
      'The server has no node FancyUpscale. Install the pack comfyui-fancy in ComfyUI, then render again.',
    ],
    ['its repository', { properties: { aux_id: 'someone/fancy' } }, 'someone/fancy'],
    ['nothing', {}, 'Install the pack it is from'],
    ['that it is newer', { properties: { cnr_id: 'comfy-core' } }, 'update it'],
    ['that group nodes are gone', { type: 'workflow>Fancy' }, 'Fancy is a group node'],
    ['so in old files too', { type: 'workflow/Fancy' }, 'Fancy is a group node'],
  ])('the problem names the node and says %s', (_, more, says) => {
    expect(lacking(more)).toEqual([{ node: '60', input: null, message: expect.stringContaining(says) }]);
  });

  test('inside a subgraph the id is the whole one', () => {
    const inner: MadeSubgraph = {
      id: 'iiii',
      inputs: [['image', 'IMAGE']],
      nodes: [{ id: 2, type: 'FancyUpscale', inputs: { image: [-10, 0] } }],
      outputs: [],
    };
    expect(
      converted(workflowFile([...basic, { id: 61, type: 'iiii', inputs: { image: [8, 0] } }], [inner])).problems,
    ).toMatchObject([{ node: '61:2' }]);
  });

  test('one that nothing is linked to is left out and said; a muted one is not missed', () => {
    const { graph, warnings, problems } = converted(
      workflowFile([
        ...basic,
        { id: 60, type: 'FancyLabel' },
        { id: 61, type: 'FancyUpscale', mode: 2, inputs: { image: [8, 0] } },
      ]),
    );
    expect(problems).toEqual([]);
    expect(Object.keys(graph)).toEqual(['3', '4', '5', '6', '7', '8', '9']);
    expect(warnings).toEqual([expect.stringContaining('FancyLabel')]);
  });
});

describe("the preview's values", () => {
  test('replace widgets and links', () => {
    const inputs = inputsOf(workflowFile(basic), [
      override('3', 'steps', 8),
      override('3', 'seed', 2n ** 63n),
      override('3', 'model', 'x'),
    ]);
    expect(inputs[3]).toMatchObject({ steps: 8, seed: 2n ** 63n, model: 'x' });
  });

  test.each([
    ['no such node', '99', 'steps'],
    ['no such input', '3', '#2'],
    ['no such widget around', '70', 'text'],
  ])('%s is a problem', (_, node, input) => {
    expect(converted(workflowFile(basic), [override(node, input, 1)]).problems).toMatchObject([{ node, input }]);
  });
});
