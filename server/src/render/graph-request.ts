/** The file's own graph for a backend that runs graphs, and what a preview changes in it. */

import { t } from '@vscode/l10n';
import type { Generation } from '../dialects/generation.ts';
import type { OpenGraph } from '../dialects/graphs/graph-reader.ts';
import { own } from '../knowledge/own.ts';
import type { GraphOverride, RequestGraph } from './backend.ts';
import { jsonOf } from './graph-json.ts';

/** One value of a plan that may have to be changed in the graph. */
export interface GraphChange {
  /** `inference_steps`, `width`, `model`, … */
  readonly setting: string;
  /** For people: `steps`. */
  readonly label: string;
  /** As the file has it; `null` where the graph computes it. */
  readonly from: string | null;
  readonly to: string | number | bigint;
}

/**
 * The graph as it is sent, with one override for each change. Changes that the graph has no input for are answered apart.
 * Throws `PlanError` for a graph that is too large to be sent.
 */
export function graphRequest(
  { graph }: Generation,
  open: OpenGraph,
  changes: readonly GraphChange[],
): { readonly graph: RequestGraph; readonly impossible: readonly GraphChange[] } {
  const overrides: GraphOverride[] = [];
  const impossible: GraphChange[] = [];
  for (const change of changes) {
    const place = own(graph?.inputs, change.setting);
    if (!place) impossible.push(change);
    else overrides.push({ ...place, value: change.to, says: says(change) });
  }
  return {
    graph: { format: open.format, json: jsonOf(open.map), sampler: graph?.sampler ?? '', overrides },
    impossible,
  };
}

function says({ label, from, to }: GraphChange): string {
  return from === null ? t`${label} computed by the graph → ${String(to)}` : `${label} ${from} → ${String(to)}`;
}
