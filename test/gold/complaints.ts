/** What a running ComfyUI finds wrong with a graph, without rendering it. */
import * as v from 'valibot';
import type { ConvertedWorkflow, ObjectInfo } from '../../server/src/render/backends/comfyui/graph.ts';
import { stringifyJson } from '../../server/src/render/backends/shared/json.ts';

const Fault = v.object({ type: v.string(), details: v.optional(v.string(), '') });
const NodeFault = v.object({ ...Fault.entries, extra_info: v.object({ input_name: v.optional(v.string(), '') }) });
/** ComfyUI's answer of 400 (server.py, `post_prompt`; execution.py, `validate_prompt`). */
const Refusal = v.object({
  error: v.object({ ...Fault.entries, extra_info: v.object({ class_type: v.nullish(v.string()) }) }),
  node_errors: v.record(v.string(), v.object({ class_type: v.string(), errors: v.array(NodeFault) })),
});

/** As it is sent: the frontend leaves out the class of a node that the server lacks. */
export type SentGraph = Readonly<
  Record<string, { readonly class_type?: string | undefined; readonly inputs?: unknown }>
>;

/**
 * Asks for every output of a graph by itself, since ComfyUI tells nothing of one that it refuses beside one that it takes. It looks
 * at the graph first and then at `extra_data`: a list, where it writes into a mapping, so it ends there (500) before it queues what
 * it would take. (A 500 of another cause can't be told from that.) Nodes are named by their class: the frontend and we may number them differently.
 */
export async function complaintsOf(address: string, graph: SentGraph, objectInfo: ObjectInfo): Promise<string[]> {
  const outputs = Object.keys(graph).filter((id) => objectInfo.get(graph[id].class_type ?? '')?.isOutput);
  const complaints = new Map<string, string>();
  for (const output of outputs) {
    const prompt = { prompt: graph, partial_execution_targets: [output], extra_data: [] };
    const response = await fetch(`${address}/prompt`, { method: 'POST', body: stringifyJson(prompt) });
    if (response.status === 500) continue;
    const answer: unknown = await response.json();
    if (response.status !== 400) throw await takenBack(address, answer);
    const { error, node_errors } = v.parse(Refusal, answer);
    for (const [id, { class_type, errors }] of Object.entries(node_errors))
      for (const { type, details, extra_info } of errors)
        complaints.set(`${id} ${type} ${details}`, `${class_type}.${extra_info.input_name}: ${type}`);
    if (Object.keys(node_errors).length === 0)
      complaints.set(error.details, `${error.extra_info.class_type ?? 'a class'}: ${error.type}`);
  }
  return [...complaints.values()].sort();
}

/** What the server finds wrong with our graph and not with the frontend's, or why we make none; nothing where it lacks a node. */
export async function oursAlone(
  address: string,
  { graph, problems }: Pick<ConvertedWorkflow, 'graph' | 'problems'>,
  sent: SentGraph,
  objectInfo: ObjectInfo,
): Promise<string[]> {
  const theirs = await complaintsOf(address, sent, objectInfo);
  if (theirs.some((complaint) => complaint.endsWith(': missing_node_type'))) return [];
  if (problems.length > 0) return problems.map(({ message }) => message);
  const left = [...theirs];
  return (await complaintsOf(address, graph, objectInfo)).filter((complaint) => {
    const at = left.indexOf(complaint);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** Throws where the server renders what it is to check only: asked with a graph that is all right and costs nothing. */
export async function expectToCheckOnly(address: string, objectInfo: ObjectInfo): Promise<void> {
  const harmless = {
    1: { class_type: 'EmptyImage', inputs: { width: 8, height: 8, batch_size: 1, color: 0 } },
    2: { class_type: 'PreviewImage', inputs: { images: ['1', 0] } },
  };
  const complaints = await complaintsOf(address, harmless, objectInfo);
  if (complaints.length > 0) throw new Error(`${address} refuses an empty picture: ${complaints.join(', ')}.`);
}

async function takenBack(address: string, answer: unknown): Promise<Error> {
  const { prompt_id } = v.parse(v.object({ prompt_id: v.string() }), answer);
  await fetch(`${address}/queue`, { method: 'POST', body: JSON.stringify({ delete: [prompt_id] }) });
  return new Error(`This version of ComfyUI can't be asked without rendering: nothing more was sent to ${address}.`);
}
