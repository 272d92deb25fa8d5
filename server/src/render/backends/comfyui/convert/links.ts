/** Links of a finished API graph: those to nowhere, and those in a circle, which the server refuses without saying where. */
import { type ApiGraph, type ApiNode, linkOf } from '../graph.ts';

/** Takes out inputs that are linked to nodes which are not sent. */
export function dropDangling(graph: Record<string, ApiNode>): void {
  for (const [id, node] of Object.entries(graph)) {
    const kept = Object.entries(node.inputs).filter(([, value]) => {
      const link = linkOf(value);
      return !link || Object.hasOwn(graph, link[0]);
    });
    graph[id] = { ...node, inputs: Object.fromEntries(kept) };
  }
}

/** Circles of nodes, each begun and ended by the same id. None when there is none; not every one when they share nodes. */
export function findCircles(graph: ApiGraph): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  for (const start of Object.keys(graph)) {
    if (done.has(start)) continue;
    const path = new Set([start]);
    const pending = [{ id: start, next: originsOf(graph, start) }];
    while (pending.length > 0) {
      const { id, next } = pending[pending.length - 1];
      const origin = next.pop();
      if (origin === undefined) {
        done.add(id);
        pending.pop();
        path.delete(id);
      } else if (path.has(origin)) {
        const ids = [...path];
        circles.push([...ids.slice(ids.indexOf(origin)), origin]);
      } else if (!done.has(origin)) {
        path.add(origin);
        pending.push({ id: origin, next: originsOf(graph, origin) });
      }
    }
  }
  return circles;
}

function originsOf(graph: ApiGraph, id: string): string[] {
  return Object.values(graph[id].inputs).flatMap((value) => {
    const link = linkOf(value);
    return link && Object.hasOwn(graph, link[0]) ? [link[0]] : [];
  });
}
