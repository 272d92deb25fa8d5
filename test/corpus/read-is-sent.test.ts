/** What is read in the workflows of other people is what is sent for them: hover never judges another model than is rendered. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openGraph } from '../../server/src/dialects/graphs/open.ts';
import { convertWorkflow } from '../../server/src/render/backends/comfyui/convert/index.ts';
import { type ObjectInfo, parseObjectInfo } from '../../server/src/render/backends/comfyui/graph.ts';
import { analyse, knowledge } from '../support/knowledge.ts';
import { read, readSent } from '../support/read-and-sent.ts';

const CORPUS = '../shared/corpus/dev';
const workflows = readdirSync(CORPUS).filter((name) => name.startsWith('comfyui-ui__'));
const recorded: Record<string, unknown> = JSON.parse(
  readFileSync('../shared/recordings/comfyui/object_info.json', 'utf8'),
).response.body_json;

type Spec = [type: string, options: object];
type Inputs = Record<string, Spec>;

/** A widget that holds whatever the file says, or nothing. */
const ANY: Spec = ['PAINTER', {}];

/** The widgets of a node's layout in data/. */
function inputsByLayout(type: string): Inputs | null {
  const layout = knowledge.data.comfyWorkflow.layouts.find(({ nodes }) => nodes.includes(type));
  if (!layout) return null;
  const inputs: [string, Spec][] = [];
  for (const [index, name] of layout.widgets.entries()) {
    const before = inputs.at(-1);
    if (name !== 'control_after_generate') inputs.push([name === '_' ? `_${index}` : name, ANY]);
    else if (before && before[0] !== 'value') before[1] = ['INT', { control_after_generate: true }];
  }
  return Object.fromEntries(inputs);
}

/** Definitions as recorded; of nodes that the server lacked, what is known of their values. */
function definitionsFor(text: string): ObjectInfo {
  const made: Record<string, { input: { required: Inputs }; output: [] }> = {};
  const { reading } = analyse(text);
  for (const generation of reading.generations) {
    for (const { type, inputs } of openGraph(generation, knowledge)?.nodes.values() ?? []) {
      if (Object.hasOwn(recorded, type)) continue;
      const seen = [...inputs.values()].map(({ name, literal }): [string, Spec] => [name, literal ? ANY : ['*', {}]]);
      const layout = inputsByLayout(type) ?? made[type]?.input.required;
      made[type] = { input: { required: { ...layout, ...Object.fromEntries(seen), ...layout } }, output: [] };
    }
  }
  return parseObjectInfo({ ...recorded, ...made });
}

const withSamplers = workflows.filter((name) => read(readFileSync(`${CORPUS}/${name}`, 'utf8')).length > 0);

test('there are workflows to look at', () => expect(withSamplers.length).toBeGreaterThanOrEqual(13));

test.each(withSamplers)('%s', (name) => {
  const text = readFileSync(`${CORPUS}/${name}`, 'utf8');
  const { graph, problems } = convertWorkflow(JSON.parse(text), definitionsFor(text), [], knowledge);
  expect(problems).toEqual([]);
  expect(read(text)).toEqual(readSent(graph));
});
