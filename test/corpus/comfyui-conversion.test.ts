/** The workflows that other people wrote, converted with what a real server said of its nodes. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { convertWorkflow } from '../../server/src/render/backends/comfyui/convert/index.ts';
import {
  type ApiGraph,
  linkOf,
  type ObjectInfo,
  parseApiGraph,
  parseObjectInfo,
} from '../../server/src/render/backends/comfyui/graph.ts';
import { knowledge } from '../support/knowledge.ts';

const CORPUS = '../shared/corpus/dev';
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const recorded: Record<string, unknown> = json('../shared/recordings/comfyui/object_info.json').response.body_json;

/** Definitions as recorded; of nodes that the server lacked, what an API graph of theirs tells: names and kinds, in order. */
function definitionsWith(graph: ApiGraph): ObjectInfo {
  const made: Record<string, unknown> = {};
  for (const { class_type, inputs } of Object.values(graph)) {
    if (Object.hasOwn(recorded, class_type)) continue;
    const kinds: Record<string, string> = { number: 'FLOAT', string: 'STRING', boolean: 'BOOLEAN' };
    const required = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, [linkOf(value) ? '*' : kinds[typeof value], {}]]),
    );
    made[class_type] = { input: { required }, output: [] };
  }
  return parseObjectInfo({ ...recorded, ...made });
}

/** SwarmUI keeps a workflow's API graph with a placeholder for each value that it sets, which ends in the value it had. */
const PLACEHOLDER = /^(?:%%_COMFYFIXME_)?\$\{[^:}]*:([^}]*)\}(?:_ENDFIXME_%%)?$/;

test('the pair of one workflow in both forms: SwarmUI keeps them side by side', () => {
  const { workflow, prompt } = json(`${CORPUS}/swarmui-workflow__mcmonkeyprojects__SwarmUI__Basic_SDXL.json`);
  const expected = parseApiGraph(prompt);
  const { graph, problems } = convertWorkflow(workflow, definitionsWith(expected), [], knowledge);
  expect(problems).toEqual([]);
  expect(Object.keys(graph).sort()).toEqual(Object.keys(expected).sort());
  let compared = 0;
  for (const [id, { class_type, inputs }] of Object.entries(expected)) {
    // SwarmUI has its pictures sent to itself.
    expect(graph[id].class_type).toBe(class_type === 'SwarmSaveImageWS' ? 'PreviewImage' : class_type);
    expect(Object.keys(graph[id].inputs).sort()).toEqual(Object.keys(inputs).sort());
    for (const [name, value] of Object.entries(inputs)) {
      const initial = typeof value === 'string' ? PLACEHOLDER.exec(value)?.[1] : undefined;
      // A seed of -1 is SwarmUI's for a random one; prompts are not kept.
      if (initial === '-1' || initial === '') continue;
      expect(initial === undefined ? graph[id].inputs[name] : String(graph[id].inputs[name])).toEqual(initial ?? value);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(20);
});

const workflows = readdirSync(CORPUS).filter((name) => name.startsWith('comfyui-ui__'));

test.each(workflows)('%s: every node is sent, or named as a problem', (name) => {
  const workflow = json(`${CORPUS}/${name}`);
  const objectInfo = parseObjectInfo(recorded);
  const { graph, problems, warnings } = convertWorkflow(workflow, objectInfo, [], knowledge);
  for (const { inputs } of Object.values(graph))
    for (const value of Object.values(inputs)) {
      const link = linkOf(value);
      if (link) expect(Object.keys(graph)).toContain(link[0]);
    }
  const named = new Set([
    ...problems.map(({ node }) => node),
    ...warnings.map((text) => /^Node (\S+)/.exec(text)?.[1]),
  ]);
  const inside = new Set((workflow.definitions?.subgraphs ?? []).map(({ id }: { id: string }) => id));
  const { virtual, reroutes, wireless } = knowledge.data.comfyWorkflow;
  const quiet = new Set([...virtual, ...reroutes, ...wireless.get, ...wireless.set, 'PrimitiveNode']);
  for (const { id, type, mode } of workflow.nodes) {
    if (mode === 2 || mode === 4 || quiet.has(type) || inside.has(type)) continue;
    expect(Object.hasOwn(graph, id) || named.has(String(id)), `${id} ${type}`).toBe(true);
  }
});

test.each(workflows)('%s: all widgets that it names are sent with their values', (name) => {
  const workflow = json(`${CORPUS}/${name}`);
  const { graph } = convertWorkflow(workflow, parseObjectInfo(recorded), [], knowledge);
  for (const { id, type, widgets_values } of workflow.nodes) {
    if (type !== 'KSampler' || !Object.hasOwn(graph, id)) continue;
    const [seed, , steps, cfg, sampler_name, scheduler, denoise] = widgets_values;
    const literals = Object.entries(graph[id].inputs).filter(([, value]) => !linkOf(value));
    expect({ seed, steps, cfg, sampler_name, scheduler, denoise }).toMatchObject(Object.fromEntries(literals));
  }
});
