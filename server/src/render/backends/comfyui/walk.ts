/** Ways through a graph, along its links. */
import { grouped } from '../../../common/grouped.ts';
import { own } from '../../../knowledge/own.ts';
import { type ApiGraph, linkOf } from './graph.ts';

/** Ids of the nodes that a node takes something from, by its links; missing ones too. */
export function sourcesOf(graph: ApiGraph, id: string): string[] {
  const node = own(graph, id);
  return Object.values(node?.inputs ?? {}).flatMap((value) => linkOf(value)?.[0] ?? []);
}

/** A node and all it depends on, nearest first. */
export function upstream(graph: ApiGraph, id: string): Set<string> {
  const reached = new Set([id]);
  for (const next of reached) for (const source of sourcesOf(graph, next)) reached.add(source);
  return reached;
}

/** A node and all that depends on it, nearest first. */
export function downstream(graph: ApiGraph, id: string): Set<string> {
  const wires = Object.keys(graph).flatMap((taker) => sourcesOf(graph, taker).map((source) => ({ source, taker })));
  const bySource = grouped(wires, ({ source }) => source);
  const reached = new Set([id]);
  for (const next of reached) for (const { taker } of bySource.get(next) ?? []) reached.add(taker);
  return reached;
}

/**
 * The nodes of a circle, each taking from the next; `null` when there is none. ComfyUI refuses a circle without a word about
 * where it is.
 */
export function circleIn(graph: ApiGraph): string[] | null {
  const cleared = new Set<string>();
  for (const start of Object.keys(graph)) {
    /** From `start` to the node at hand, each taking from the next. */
    const path: string[] = [];
    const onPath = new Set<string>();
    const pending = [{ id: start, depth: 0 }];
    for (let turn = pending.pop(); turn; turn = pending.pop()) {
      for (const left of path.splice(turn.depth)) {
        onPath.delete(left);
        cleared.add(left);
      }
      if (onPath.has(turn.id)) return path.slice(path.indexOf(turn.id));
      if (cleared.has(turn.id)) continue;
      path.push(turn.id);
      onPath.add(turn.id);
      for (const id of sourcesOf(graph, turn.id)) pending.push({ id, depth: turn.depth + 1 });
    }
    for (const left of path) cleared.add(left);
  }
  return null;
}
