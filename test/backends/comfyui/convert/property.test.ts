/** For any graph: every way to write it as a workflow is converted back to just that graph. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convertWorkflow } from '../../../../server/src/render/backends/comfyui/convert/index.ts';
import { type ApiGraph, type ApiNode, linkOf } from '../../../../server/src/render/backends/comfyui/graph.ts';
import { knowledge } from '../../../support/knowledge.ts';
import { objectInfo } from './definitions.ts';
import { type Choose, disguise } from './disguise.ts';

const CLASSES = [
  'CheckpointLoaderSimple',
  'UNETLoader',
  'CLIPTextEncode',
  'KSampler',
  'KSamplerAdvanced',
  'LoraLoader',
  'EmptyLatentImage',
  'RandomNoise',
  'PrimitiveInt',
  'VAEDecode',
  'FluxGuidance',
  'ConditioningCombine',
  'SaveImage',
];

/** Any graph without circles over the definitions, in which a link ends in an input of its type or in a widget. */
function anyGraph(choose: Choose, any: (type: string) => unknown, size: number): ApiGraph {
  const graph: Record<string, ApiNode> = {};
  const outputs: { link: [string, number]; type: string }[] = [];
  for (let id = 1; id <= size; id++) {
    const class_type = choose(CLASSES);
    const definition = objectInfo.get(class_type);
    if (!definition) throw new Error(class_type);
    const inputs: Record<string, unknown> = {};
    for (const { name, type, choices } of definition.inputs) {
      const fitting = outputs.filter((output) => output.type === type);
      if (fitting.length > 0 && choose([true, false])) inputs[name] = choose(fitting).link;
      else if (choices) inputs[name] = choose(choices);
      else if (['INT', 'FLOAT', 'STRING', 'BOOLEAN'].includes(type)) inputs[name] = any(type);
    }
    graph[id] = { class_type, inputs };
    for (const [slot, type] of definition.outputs.entries()) outputs.push({ link: [String(id), slot], type });
  }
  return graph;
}

test('a graph comes back from any workflow that it was written as', () => {
  fc.assert(
    fc.property(fc.gen(), fc.integer({ min: 1, max: 12 }), (gen, size) => {
      const choose: Choose = (options) => options[gen(fc.nat, { max: options.length - 1 })];
      const any = (type: string): unknown => {
        if (type === 'INT') return gen(fc.integer, { min: 2, max: 2 ** 53 - 1 });
        if (type === 'FLOAT') return gen(fc.integer, { min: 2, max: 100 }) / 2;
        return type === 'BOOLEAN' ? gen(fc.boolean) : gen(fc.stringMatching, /^[a-z ,.]{0,20}$/);
      };
      const graph = anyGraph(choose, any, size);
      const { workflow, ids } = disguise(graph, choose);
      const { graph: back, warnings, problems } = convertWorkflow(workflow, objectInfo, [], knowledge);
      expect({ warnings, problems }).toEqual({ warnings: [], problems: [] });
      const expected = Object.fromEntries(
        Object.entries(graph).map(([id, { class_type, inputs }]) => [
          ids.get(id),
          {
            class_type,
            inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, moved(value)])),
          },
        ]),
      );
      expect(Object.fromEntries(Object.entries(back).map(([id, { _meta, ...node }]) => [id, node]))).toEqual(expected);

      function moved(value: unknown): unknown {
        const link = linkOf(value);
        return link ? [ids.get(link[0]), link[1]] : value;
      }
    }),
    { numRuns: 200 },
  );
});

test('nothing that JSON can hold makes it throw', () => {
  const word = fc.constantFrom(
    'nodes',
    'links',
    'id',
    'type',
    'inputs',
    'outputs',
    'widgets_values',
    'mode',
    'link',
    'widget',
    'name',
    'definitions',
    'subgraphs',
    'linkIds',
    'extra',
    'ue_links',
    'properties',
    'proxyWidgets',
    'origin_id',
    'origin_slot',
    'target_id',
  );
  const leaf = fc.oneof(
    fc.constantFrom('KSampler', 'Reroute', 'PrimitiveNode', 'GetNode', 'SetNode', 'aaaa', '-10', -10, 1, 2, 4),
    fc.integer({ min: -20, max: 5 }),
    fc.boolean(),
    fc.constant(null),
    fc.string(),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'medium' },
      leaf,
      fc.array(tie('tree'), { maxLength: 6 }),
      fc.dictionary(word, tie('tree'), { maxKeys: 8 }),
    ),
  }));
  fc.assert(
    fc.property(
      fc.record({ nodes: fc.array(tree, { maxLength: 8 }), links: tree, definitions: tree, extra: tree }),
      (json) => {
        const { graph } = convertWorkflow(json, objectInfo, [], knowledge);
        expect(Object.values(graph).every(({ class_type }) => objectInfo.has(class_type))).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});
