/** Nothing is left behind on the server: nodes that save files become nodes that show them. */
import { own } from '../../../knowledge/own.ts';
import {
  type ApiGraph,
  type ApiLink,
  type ApiNode,
  inputOf,
  linkOf,
  type NodeDefinition,
  type ObjectInfo,
} from './graph.ts';
import { type MotionOfNode, motionOf } from './motion.ts';
import { aroundSaving } from './passing.ts';
import { sourcesOf } from './walk.ts';

/** Writes to the server's temp folder, which is emptied at its start and end (nodes.py). */
const PREVIEW = 'PreviewImage';

export interface PreviewedGraph {
  readonly graph: ApiGraph;
  /** Nodes whose pictures are one video, with how it moves. */
  readonly moving: ReadonlyMap<string, MotionOfNode>;
  /** What was changed, sentences for people. */
  readonly changes: readonly string[];
  /** What is saved nevertheless. */
  readonly warnings: readonly string[];
}

/**
 * The graph with PreviewImage in the place of every node that saves pictures, under the same id. Nodes that save something
 * else (a latent, a model) are left out. What takes from either takes from before it, where the node passes on what it is given
 * (`ComfyFrontend.passing`); a node of a pack that others take from stays.
 */
export function previewInsteadOfSaving(
  given: ApiGraph,
  objectInfo: ObjectInfo,
  passing: Readonly<Record<string, string>>,
): PreviewedGraph {
  const graph = aroundSaving(given, passing);
  const taken = new Set(Object.keys(graph).flatMap((id) => sourcesOf(graph, id)));
  const result: Record<string, ApiNode> = {};
  const shown: string[] = [];
  const dropped: string[] = [];
  const kept: string[] = [];
  const sounding: string[] = [];
  const moving = new Map<string, MotionOfNode>();
  for (const [id, node] of Object.entries(graph)) {
    const label = `${node.class_type} (node ${id})`;
    const images = saves(objectInfo.get(node.class_type)) ? (pictureInput(graph, id, objectInfo) ?? 'none') : null;
    if (images === null || taken.has(id)) {
      result[id] = node;
      if (images !== null) kept.push(label);
    } else if (images === 'none') dropped.push(label);
    else {
      result[id] = { class_type: PREVIEW, inputs: { images }, ...(node._meta && { _meta: node._meta }) };
      shown.push(label);
      const motion = motionOf(graph, id);
      if (motion) moving.set(id, motion);
      if (motion?.hasSound) sounding.push(label);
    }
  }
  return {
    graph: result,
    moving,
    changes: [
      ...say(
        shown,
        'is a preview here: nothing is saved on the server',
        'are previews here: nothing is saved on the server',
      ),
      ...say(sounding, 'makes sound, too, which a preview has not', 'make sound, too, which a preview has not'),
      ...say(dropped, 'is left out: it only saves files', 'are left out: they only save files'),
    ],
    warnings: say(kept, 'may save files on the server', 'may save files on the server'),
  };
}

function say(labels: readonly string[], one: string, many: string): string[] {
  return labels.length === 0 ? [] : [`${labels.join(', ')} ${labels.length === 1 ? one : many}.`];
}

/**
 * Whether nodes of a class write files: all of the core take a `filename_prefix` (nodes.py, comfy_extras), custom ones do
 * or say so in their name. SaveImageWebsocket writes none, but its pictures come in no list of outputs.
 */
function saves(definition: NodeDefinition | undefined): boolean {
  if (!definition?.isOutput) return false;
  return definition.inputs.some(({ name }) => name === 'filename_prefix') || /save/i.test(definition.name);
}

/** The link that brings a node its pictures, itself or through the node before it (SaveVideo takes a video of CreateVideo). */
function pictureInput(graph: ApiGraph, id: string, objectInfo: ObjectInfo): ApiLink | null {
  for (const candidate of [id, ...sourcesOf(graph, id)]) {
    const node = own(graph, candidate);
    for (const [name, value] of Object.entries(node?.inputs ?? {})) {
      const link = linkOf(value);
      if (link && node && inputOf(objectInfo, node.class_type, name)?.type === 'IMAGE') return link;
    }
  }
  return null;
}
