/** Nothing is left behind on the server: nodes that save files become nodes that show them. */
import { t } from '@vscode/l10n';
import { own, put } from '../../../knowledge/own.ts';
import type { ComfyFrontend } from '../../../knowledge/schema.ts';
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

type Previews = ComfyFrontend['previews'];
type Taker = Previews['pictures'];

export interface Moving extends Pick<MotionOfNode, 'fps'> {
  /** The node that packs these frames as a video: they are shown in its place, and can be looked through and measured. */
  readonly insteadOf?: string;
  /** The node that previews its sound; `null` where it has none, or none that is sure to be there. */
  readonly sound: string | null;
}

export interface PreviewedGraph {
  readonly graph: ApiGraph;
  /** Nodes whose pictures are one video, with how it moves. */
  readonly moving: ReadonlyMap<string, Moving>;
  /** What was changed, sentences for people. */
  readonly changes: readonly string[];
  /** What is saved nevertheless. */
  readonly warnings: readonly string[];
}

/**
 * The graph with a node that shows (`ComfyFrontend.previews`) in the place of every node that saves pictures or a video, under the same id. Nodes that save something
 * else (a latent, a model) are left out. What takes from either takes from before it, where the node passes on what it is given
 * (`passing`); a node of a pack that others take from stays.
 */
export function previewInsteadOfSaving(
  given: ApiGraph,
  objectInfo: ObjectInfo,
  { passing, previews }: ComfyFrontend,
): PreviewedGraph {
  const graph = aroundSaving(given, passing);
  const taken = new Set(Object.keys(graph).flatMap((id) => sourcesOf(graph, id)));
  const result: Record<string, ApiNode> = {};
  const shown: string[] = [];
  const dropped: string[] = [];
  const told: string[] = [];
  const kept: string[] = [];
  const silent: string[] = [];
  const moving = new Map<string, Moving>();
  for (const [id, node] of Object.entries(graph)) {
    const label = t`${node.class_type} (node ${id})`;
    const images = saves(objectInfo.get(node.class_type), previews)
      ? (picturesOf(graph, id, objectInfo, previews) ?? 'none')
      : null;
    if (images === null || images === 'unopened' || taken.has(id)) {
      const isTold = images !== null && own(node.inputs, previews.keeps) !== undefined;
      put(result, id, isTold ? { ...node, inputs: { ...node.inputs, [previews.keeps]: false } } : node);
      if (isTold) told.push(label);
      else if (images !== null) kept.push(label);
      const motion = motionOf(graph, id, previews);
      if (motion && images !== null && typeof images === 'object' && 'pictures' in images) {
        const frames = newId(graph, `${id}-frames`);
        put(result, frames, showing(previews.pictures, images.pictures));
        moving.set(frames, { fps: motion.fps, sound: null, insteadOf: id });
      }
    } else if (images === 'none') dropped.push(label);
    else {
      const frames = newId(graph, `${id}-frames`);
      if ('video' in images) put(result, frames, showing(previews.opens, images.video));
      const link: ApiLink = 'video' in images ? [frames, 0] : images.pictures;
      put(result, id, { ...showing(previews.pictures, link), ...(node._meta && { _meta: node._meta }) });
      shown.push(label);
      const motion = 'video' in images ? { fps: null, sound: null } : motionOf(graph, id, previews);
      if (!motion) continue;
      const sound = isHeard(graph, motion.sound, objectInfo, previews) ? motion.sound : null;
      const sounding = sound && newId(graph, `${id}-sound`);
      if (sound && sounding) put(result, sounding, showing(previews.sound, sound));
      else if (motion.sound) silent.push(label);
      moving.set(id, { fps: motion.fps, sound: sounding });
    }
  }
  return {
    graph: result,
    moving,
    changes: [
      ...say(
        shown,
        t`is a preview here: nothing is saved on the server`,
        t`are previews here: nothing is saved on the server`,
      ),
      ...say(
        silent,
        t`may have sound, too, which its preview has not`,
        t`may have sound, too, which their previews have not`,
      ),
      ...say(told, t`keeps nothing on the server here`, t`keep nothing on the server here`),
      ...say(dropped, t`is left out: it only saves files`, t`are left out: they only save files`),
    ],
    warnings: say(kept, t`may save files on the server`, t`may save files on the server`),
  };
}

/** A node that shows what a link gives, or takes it apart. */
function showing({ node, input }: Taker, link: ApiLink): ApiNode {
  return { class_type: node, inputs: { [input]: link } };
}

function say(labels: readonly string[], one: string, many: string): string[] {
  return labels.length === 0 ? [] : [`${labels.join(', ')} ${labels.length === 1 ? one : many}.`];
}

/**
 * Whether nodes of a class write files: all of the core have an input that names one, custom ones do
 * or say so in their name, and what makes a video of pictures packs one. SaveImageWebsocket writes none, but its pictures come in no list of outputs.
 */
function saves(definition: NodeDefinition | undefined, { rates, names_file }: Previews): boolean {
  if (!definition?.isOutput) return false;
  const { inputs, name } = definition;
  const isVideo = inputs.some((input) => rates.includes(input.name)) && inputs.some(({ type }) => type === 'IMAGE');
  return isVideo || inputs.some((input) => input.name === names_file) || /save/i.test(name);
}

/** What a node that saves is given: pictures, or a video that must be taken apart for them. */
type Given = { readonly pictures: ApiLink } | { readonly video: ApiLink };

/**
 * What brings a node its pictures: itself, or the node before it that joins them, and no more. Any other video is made or changed where it
 * comes from, and what goes in there is not what comes out. `null` for a node that saves no pictures; `unopened` for a video that this
 * server can't take apart.
 */
function picturesOf(
  graph: ApiGraph,
  id: string,
  objectInfo: ObjectInfo,
  { joins, opens }: Previews,
): Given | 'unopened' | null {
  const pictures = linkOfType(graph, id, 'IMAGE', objectInfo);
  // VHS_VideoCombine decodes latents itself.
  if (pictures) return givenBy(graph, pictures, objectInfo) === 'LATENT' ? 'unopened' : { pictures };
  const video = linkOfType(graph, id, 'VIDEO', objectInfo);
  if (!video) return null;
  const joined = own(graph, video[0])?.class_type === joins ? linkOfType(graph, video[0], 'IMAGE', objectInfo) : null;
  if (joined) return { pictures: joined };
  return objectInfo.has(opens.node) ? { video } : 'unopened';
}

/** The type of what a link gives. */
function givenBy(graph: ApiGraph, [id, output]: ApiLink, objectInfo: ObjectInfo): string | undefined {
  return objectInfo.get(own(graph, id)?.class_type ?? '')?.outputs[output];
}

/** The first link of a node whose input is of a type. */
function linkOfType(graph: ApiGraph, id: string, type: string, objectInfo: ObjectInfo): ApiLink | null {
  const node = own(graph, id);
  for (const [name, value] of Object.entries(node?.inputs ?? {})) {
    const link = linkOf(value);
    if (link && node && inputOf(objectInfo, node.class_type, name)?.type === type) return link;
  }
  return null;
}

/**
 * Whether a preview of a video's sound can be made without any risk for the pictures: sound that is taken from another video may be
 * none, and its preview fails for it.
 */
function isHeard(graph: ApiGraph, sound: ApiLink | null, objectInfo: ObjectInfo, previews: Previews): sound is ApiLink {
  if (!sound || !objectInfo.has(previews.sound.node)) return false;
  const reached = new Set([sound[0]]);
  for (const id of reached) {
    const node = own(graph, id);
    const definition = node && objectInfo.get(node.class_type);
    if (!definition?.outputs.includes('AUDIO')) return false;
    for (const { name, type } of definition.inputs) {
      const link = linkOf(own(node?.inputs ?? {}, name));
      if (type === 'VIDEO' || /video/i.test(name)) return false;
      if (link && type === 'AUDIO') reached.add(link[0]);
    }
  }
  return true;
}

/** An id that no node of the graph has. */
function newId(graph: ApiGraph, wished: string): string {
  return Object.hasOwn(graph, wished) ? newId(graph, `${wished}-`) : wished;
}
