import { describe, expect, test } from 'vitest';
import {
  applyOverrides,
  inputOf,
  linkOf,
  parseApiGraph,
  parseObjectInfo,
} from '../../../server/src/render/backends/comfyui/graph.ts';

describe('definitions of nodes', () => {
  const objectInfo = parseObjectInfo({
    Old: {
      input: { required: { b: [['x', 'y'], { default: 'y' }], a: ['INT', { min: 1 }] } },
      output: ['MODEL', ['p']],
    },
    New: {
      input: { required: { b: ['COMBO', { options: ['x', 1] }], a: ['MODEL'] }, optional: { c: ['STRING'] } },
      input_order: { required: ['a', 'b'], optional: ['c'] },
      output: null,
      output_node: true,
      api_node: true,
      display_name: 'New one',
    },
    Broken: 7,
    Odd: { input: { required: { a: 'MODEL', b: null } }, output_node: 'yes' },
  });

  test('of old servers are in the order of their objects', () => {
    expect(objectInfo.get('Old')).toEqual({
      name: 'Old',
      displayName: 'Old',
      inputs: [
        { name: 'b', type: 'COMBO', choices: ['x', 'y'], required: true, options: { default: 'y' } },
        { name: 'a', type: 'INT', choices: null, required: true, options: { min: 1 } },
      ],
      outputs: ['MODEL', 'COMBO'],
      isOutput: false,
      isCore: false,
      isPaid: false,
    });
  });
  test('of new servers are in the order they say', () => {
    const definition = objectInfo.get('New');
    expect(definition?.inputs.map(({ name, required }) => [name, required])).toEqual([
      ['a', true],
      ['b', true],
      ['c', false],
    ]);
    expect(inputOf(objectInfo, 'New', 'b')?.choices).toEqual(['x', 1]);
    expect(definition).toMatchObject({ displayName: 'New one', outputs: [], isOutput: true, isPaid: true });
  });
  test('that are none are left out, odd ones taken as far as they go', () => {
    expect(objectInfo.has('Broken')).toBe(false);
    expect(objectInfo.get('Odd')).toMatchObject({ isOutput: false, inputs: [{ type: 'MODEL' }, { type: 'null' }] });
    expect(() => parseObjectInfo('<html>')).toThrow(/another program/);
  });
});

describe('graphs', () => {
  test('links are lists of a node and an output', () => {
    expect(linkOf(['4', 0])).toEqual(['4', 0]);
    expect(linkOf([4, 0])).toEqual(['4', 0]);
    for (const literal of ['4', 4, null, ['4'], ['4', '0'], ['4', 0, 1], { 0: '4', 1: 0 }])
      expect(linkOf(literal)).toBeNull();
  });
  test('only nodes are kept', () => {
    const node = { class_type: 'KSampler', inputs: { steps: 8 }, _meta: { title: 'k' }, is_changed: ['x'] };
    expect(parseApiGraph({ 3: node, extra: { a: 1 }, version: 0.4 })).toEqual({ 3: node });
    expect([parseApiGraph({ extra: 1 }), parseApiGraph(null)]).toEqual([{}, {}]);
  });
  test.each(['constructor', 'prototype', '__proto__'])('a node may be called %s', (name) => {
    const written = `{"${name}":{"class_type":"KSampler","inputs":{"steps":30,"${name}":["${name}",0]}}}`;
    const graph = parseApiGraph(JSON.parse(written));
    expect(JSON.stringify(graph)).toBe(written);
    const { graph: changed } = applyOverrides(graph, [{ node: name, input: 'steps', value: 8, says: '' }]);
    expect(JSON.stringify(changed)).toBe(written.replace('30', '8'));
  });
  test('overrides change a copy', () => {
    const graph = parseApiGraph({ 3: { class_type: 'KSampler', inputs: { steps: 30, seed: 2n ** 63n + 1n } } });
    const override = { input: 'steps', value: 8, says: '' };
    const changed = applyOverrides(graph, [{ node: '3', ...override }]);
    expect(changed).toEqual({
      graph: { 3: { class_type: 'KSampler', inputs: { steps: 8, seed: 2n ** 63n + 1n } } },
      problems: [],
    });
    expect(graph[3].inputs.steps).toBe(30);
    expect(applyOverrides(graph, [{ node: 'toString', ...override }]).problems).toEqual([
      { node: 'toString', input: 'steps', message: expect.stringContaining('has no node toString') },
    ]);
  });
});
