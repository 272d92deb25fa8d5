/** What becomes of subgraphs: ids, links through them, and the values that the nodes around them show. */
import { describe, expect, test } from 'vitest';
import { basic, checkpoint, converted, decode, inputsOf, override, sampler, withNode } from './basic.ts';
import { type Format, type MadeNode, type MadeSubgraph, workflowFile } from './workflow-file.ts';

describe('2: subgraphs', () => {
  /** A text encoder in a subgraph: inputs clip and text, output the conditioning. */
  const encoder: MadeSubgraph = {
    id: 'aaaa',
    inputs: [
      ['clip', 'CLIP'],
      ['text', 'STRING'],
    ],
    nodes: [
      {
        id: 1,
        type: 'CLIPTextEncode',
        values: ['inner'],
        inputs: { clip: [-10, 0], text: [-10, 1] },
        widgets: ['text'],
        outputs: ['CONDITIONING'],
      },
    ],
    outputs: [{ name: 'out', type: 'CONDITIONING', from: [1, 0] }],
  };
  const instance = (id: number, more: Partial<MadeNode> = {}): MadeNode => ({
    id,
    type: 'aaaa',
    inputs: { clip: [4, 1], text: null },
    widgets: ['text'],
    types: { clip: 'CLIP', text: 'STRING' },
    outputs: ['CONDITIONING'],
    ...more,
  });
  const whole = (
    six: Partial<MadeNode>,
    seven: Partial<MadeNode> = {},
    more: readonly MadeNode[] = [],
    subgraphs = [encoder],
  ) =>
    workflowFile(
      [...basic.filter(({ id }) => id !== 6 && id !== 7), instance(6, six), instance(7, seven), ...more],
      subgraphs,
    );

  test.each<Format>([0.4, 1])('a definition used twice gives two prefixes (%s)', (format) => {
    const file = workflowFile(
      [...basic.filter(({ id }) => id !== 6 && id !== 7), instance(6), instance(7)],
      [encoder],
      format,
    );
    const inputs = inputsOf(file);
    expect(inputs['6:1']).toEqual({ text: 'inner', clip: ['4', 1] });
    expect(inputs['7:1']).toEqual({ text: 'inner', clip: ['4', 1] });
    expect(inputs[3]).toMatchObject({ positive: ['6:1', 0], negative: ['7:1', 0] });
    expect(inputs).not.toHaveProperty('6');
  });

  test('values of the node around win: in the order of its widgets', () => {
    const inputs = inputsOf(whole({ values: ['a cat'] }, { values: ['blurry'] }));
    expect([inputs['6:1'].text, inputs['7:1'].text]).toEqual(['a cat', 'blurry']);
  });

  test('values are found by `widgets_values_named`, also where an input of the subgraph has none', () => {
    const both: MadeSubgraph = { ...encoder, inputs: [...encoder.inputs, ['unused', 'INT']] };
    const inputs = inputsOf(
      whole({ values: [3, 'a cat'], named: { unused: 3, text: 'a cat' } }, { values: ['blurry'] }, [], [both]),
    );
    expect(inputs['6:1'].text).toBe('a cat');
  });

  test('only a text of its own has alternatives: what the node around shows is sent as it stands', () => {
    const json = '{"scene": "a castle", "style": {"ink"|"oil"}} // no comment';
    const sentAs = (host: Partial<MadeNode>) => inputsOf(whole({ values: [json], ...host }))['6:1'].text;
    expect(sentAs({})).toBe(json);
    expect(sentAs({ properties: { proxyWidgets: [['1', 'text']] } })).toBe(json);
  });

  test.each([
    ['of its own inputs', [['-1', 'text']]],
    ['of nodes inside', [['1', 'text']]],
    ['as JSON in a string', JSON.stringify([['1', 'text']])],
    ['with numbers for ids', [[1, 'text']]],
  ])('named by proxyWidgets: %s', (_, proxyWidgets) => {
    expect(inputsOf(whole({ values: ['a cat'], properties: { proxyWidgets } }))['6:1'].text).toBe('a cat');
  });

  test('proxyWidgets reach widgets that no input leads to, in any order', () => {
    const drawing: MadeSubgraph = {
      id: 'bbbb',
      inputs: [['model', 'MODEL']],
      nodes: [{ ...sampler, id: 1, inputs: { model: [-10, 0] } }],
      outputs: [{ name: 'LATENT', type: 'LATENT', from: [1, 0] }],
    };
    const host: MadeNode = {
      id: 3,
      type: 'bbbb',
      inputs: { model: [4, 0] },
      values: ['karras', 9, null],
      properties: {
        proxyWidgets: [
          ['1', 'scheduler'],
          ['1', 'steps'],
          ['1', 'cfg'],
        ],
      },
      outputs: ['LATENT'],
    };
    expect(inputsOf(workflowFile([checkpoint, host, decode], [drawing]))['3:1']).toMatchObject({
      scheduler: 'karras',
      steps: 9,
      cfg: 6.5,
      seed: 7,
      model: ['4', 0],
    });
  });

  test('a link to the node around wins over both values', () => {
    const primitive: MadeNode = { id: 20, type: 'PrimitiveInt', values: [3, 'fixed'], outputs: ['INT'] };
    expect(
      inputsOf(whole({ values: ['a cat'], inputs: { clip: [4, 1], text: [20, 0] } }, {}, [primitive]))['6:1'].text,
    ).toEqual(['20', 0]);
  });

  test('one input shown by several widgets inside gives all of them its value', () => {
    const two: MadeSubgraph = {
      ...encoder,
      nodes: [...encoder.nodes, { ...encoder.nodes[0], id: 2, values: ['other'] }],
      outputs: [...encoder.outputs, { name: 'out2', type: 'CONDITIONING', from: [2, 0] }],
    };
    const inputs = inputsOf(whole({}, { values: ['b'] }, [], [two]));
    expect([inputs['6:1'].text, inputs['6:2'].text, inputs['7:2'].text]).toEqual(['inner', 'inner', 'b']);
  });

  test('in each other: ids, links and values go all the way', () => {
    const outer: MadeSubgraph = {
      id: 'cccc',
      inputs: [
        ['clip', 'CLIP'],
        ['prompt', 'STRING'],
      ],
      nodes: [instance(2, { inputs: { clip: [-10, 0], text: [-10, 1] }, values: ['middle'] })],
      outputs: [{ name: 'out', type: 'CONDITIONING', from: [2, 0] }],
    };
    const host = (id: number, values?: unknown): MadeNode => ({
      id,
      type: 'cccc',
      inputs: { clip: [4, 1], prompt: null },
      widgets: ['prompt'],
      ...(values ? { values } : {}),
      outputs: ['CONDITIONING'],
    });
    const file = workflowFile(
      [...basic.filter(({ id }) => id !== 6 && id !== 7), host(6, ['outermost']), host(7)],
      [outer, encoder],
    );
    const inputs = inputsOf(file);
    expect(inputs['6:2:1']).toEqual({ text: 'outermost', clip: ['4', 1] });
    expect(inputs['7:2:1'].text).toBe('middle');
    expect(inputs[3].positive).toEqual(['6:2:1', 0]);
  });

  test('definitions inside definitions are found', () => {
    const file = workflowFile([...basic.filter(({ id }) => id !== 6), instance(6)], []);
    const holder = {
      id: 'dddd',
      name: 'd',
      nodes: [],
      links: [],
      inputs: [],
      outputs: [],
      definitions: workflowFile([], [encoder]).definitions,
    };
    file.definitions.subgraphs = [holder as never];
    expect(inputsOf(file)).toHaveProperty(['6:1']);
  });

  test('an output that is an input passes what comes in', () => {
    const pass: MadeSubgraph = {
      id: 'eeee',
      inputs: [['x', 'MODEL']],
      nodes: [],
      outputs: [{ name: 'x', type: 'MODEL', from: [-10, 0] }],
    };
    const host: MadeNode = { id: 30, type: 'eeee', inputs: { x: [4, 0] }, outputs: ['MODEL'] };
    const file = workflowFile([...withNode(3, { inputs: { ...sampler.inputs, model: [30, 0] } }), host], [pass]);
    expect(inputsOf(file)[3].model).toEqual(['4', 0]);
  });

  test('one that holds itself is a problem', () => {
    const loop: MadeSubgraph = {
      ...encoder,
      id: 'ffff',
      nodes: [...encoder.nodes, { id: 5, type: 'ffff', outputs: ['CONDITIONING'] }],
    };
    const { problems } = converted(workflowFile([checkpoint, { ...instance(6), type: 'ffff' }], [loop]));
    expect(problems).toMatchObject([{ node: '6:5' }]);
  });

  test('of a muted or bypassed one nothing is sent', () => {
    for (const mode of [2, 4]) expect(Object.keys(inputsOf(whole({ mode })))).not.toContain('6:1');
  });

  test('the preview sets a widget inside, or on the node around', () => {
    expect(inputsOf(whole({ values: ['a'] }), [override('6:1', 'text', 'b')])['6:1'].text).toBe('b');
    const inputs = inputsOf(whole({ values: ['a'] }, { values: ['x'] }), [override('6', 'text', 'b')]);
    expect([inputs['6:1'].text, inputs['7:1'].text]).toEqual(['b', 'x']);
  });
});
