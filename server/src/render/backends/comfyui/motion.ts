/** Videos: which nodes that save show their pictures one after the other, how fast, and with what sound. */
import { own } from '../../../knowledge/own.ts';
import type { ComfyFrontend } from '../../../knowledge/schema.ts';
import { type ApiGraph, type ApiLink, linkOf } from './graph.ts';
import { sourcesOf } from './walk.ts';

/** Links that are followed to a number. */
const MOST_LINKS = 16;

export interface MotionOfNode {
  /** `null`: the graph computes it. */
  readonly fps: number | null;
  /** Where its sound is from. */
  readonly sound: ApiLink | null;
}

/** How what a node saves would move; `null` for one that saves pictures by themselves. CreateVideo before SaveVideo says it for it. */
export function motionOf(
  graph: ApiGraph,
  id: string,
  { rates, with_sound }: ComfyFrontend['previews'],
): MotionOfNode | null {
  const nodes = [id, ...sourcesOf(graph, id)].flatMap((each) => own(graph, each) ?? []);
  const node = nodes.find(({ inputs }) => rates.some((name) => own(inputs, name) !== undefined));
  if (!node) return null;
  const rate = rates.map((name) => own(node.inputs, name)).find((value) => value !== undefined);
  const sounds = nodes.map(({ inputs }) => linkOf(own(inputs, with_sound)));
  return { fps: numberBehind(graph, rate), sound: sounds.find((link) => link !== null) ?? null };
}

/** The number that an input has, itself or through nodes that hold nothing but it. */
function numberBehind(graph: ApiGraph, value: unknown): number | null {
  let at = value;
  for (let links = 0; links < MOST_LINKS; links++) {
    const link = linkOf(at);
    if (!link) return Number(at) > 0 && Number.isFinite(Number(at)) ? Number(at) : null;
    const inputs = Object.values(own(graph, link[0])?.inputs ?? {});
    if (inputs.length !== 1) return null;
    [at] = inputs;
  }
  return null;
}
