/** Workflows that are large, or built to be: converted in time, or refused. */
import { expect, test } from 'vitest';
import { converted } from './basic.ts';
import { type MadeNode, type MadeSubgraph, workflowFile } from './workflow-file.ts';

/** Far more than it takes, far less than what grows without bound. Milliseconds. */
const BOUND = 10_000;

function timed(workflow: unknown) {
  const started = performance.now();
  const result = converted(workflow);
  expect(performance.now() - started).toBeLessThan(BOUND);
  return result;
}

test('subgraphs in each other, every one with many widgets', () => {
  const names = Array.from({ length: 30 }, (_, index) => `text${index}`);
  const inputs = (from: (index: number) => readonly [number, number] | null) =>
    Object.fromEntries(names.map((name, index) => [name, from(index)]));
  const innermost: MadeSubgraph = {
    id: 'level0',
    inputs: names.map((name) => [name, 'STRING']),
    nodes: names.map((_, index) => ({
      id: index + 1,
      type: 'CLIPTextEncode',
      inputs: { text: [-10, index] },
      widgets: ['text'],
    })),
    outputs: [],
  };
  const levels = [innermost];
  for (let level = 1; level < 12; level++)
    levels.push({
      id: `level${level}`,
      inputs: innermost.inputs,
      nodes: [{ id: 1, type: `level${level - 1}`, inputs: inputs((index) => [-10, index]), widgets: names }],
      outputs: [],
    });
  const host: MadeNode = { id: 1, type: 'level11', inputs: inputs(() => null), widgets: names, values: names };
  const { graph } = timed(workflowFile([host], levels));
  expect(Object.values(graph).map((node) => node.inputs.text)).toEqual(names);
});

test('subgraphs that double with every level are refused', () => {
  const levels: MadeSubgraph[] = [{ id: 'level0', inputs: [], nodes: [{ id: 1, type: 'PreviewImage' }], outputs: [] }];
  for (let level = 1; level < 40; level++)
    levels.push({
      id: `level${level}`,
      inputs: [],
      nodes: [1, 2].map((id) => ({ id, type: `level${level - 1}` })),
      outputs: [],
    });
  const { problems } = timed(workflowFile([{ id: 1, type: 'level39' }], levels));
  expect(problems[0].message).toContain("can't be opened");
});

test('thousands of nodes in a row, without wires', () => {
  const nodes: MadeNode[] = [{ id: 1, type: 'UNETLoader', outputs: ['MODEL'] }];
  for (let id = 2; id < 3000; id += 3)
    nodes.push(
      { id, type: 'LoraLoaderModelOnly', inputs: { model: [id - 1, 0] }, outputs: ['MODEL'] },
      { id: id + 1, type: 'SetNode', values: [`${id}`], inputs: { value: [id, 0] } },
      { id: id + 2, type: 'GetNode', values: [`${id}`], outputs: ['MODEL'] },
    );
  const { graph, problems } = timed(workflowFile(nodes, [], 1));
  expect(problems).toEqual([]);
  expect(graph[8].inputs.model).toEqual(['5', 0]);
  expect(Object.keys(graph)).toHaveLength(1001);
});

test('what is deeper than any stack', () => {
  const deep = 12_000;
  const reroutes: MadeNode[] = [{ id: 1, type: 'UNETLoader', outputs: ['MODEL'] }];
  for (let id = 2; id < deep; id++) reroutes.push({ id, type: 'Reroute', inputs: { '': [id - 1, 0] }, outputs: ['*'] });
  reroutes.push({ id: deep, type: 'LoraLoaderModelOnly', inputs: { model: [deep - 1, 0] } });
  expect(timed(workflowFile(reroutes)).problems).toMatchObject([{ node: `${deep}`, input: 'model' }]);

  const levels: MadeSubgraph[] = Array.from({ length: 1000 }, (_, level) => ({
    id: `level${level}`,
    inputs: [['text', 'STRING']],
    nodes: [{ id: 1, type: `level${level + 1}`, inputs: { text: [-10, 0] }, widgets: ['text'] }],
    outputs: [],
  }));
  expect(timed(workflowFile([{ id: 1, type: 'level0' }], levels)).problems).toHaveLength(1);

  const prompt: MadeNode = { id: 1, type: 'CLIPTextEncode', values: ['{'.repeat(deep)] };
  expect(timed(workflowFile([prompt])).problems).toEqual([]);
});
