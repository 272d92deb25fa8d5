/** The file's own graph for a backend that runs graphs, and what a preview changes in it. */

import { t } from '@vscode/l10n';
import type { Generation } from '../dialects/generation.ts';
import type { OpenGraph } from '../dialects/graphs/graph-reader.ts';
import { own } from '../knowledge/own.ts';
import type { GraphOverride, RequestGraph } from './backend.ts';
import { jsonOf } from './graph-json.ts';
import { PlanError } from './plan/error.ts';

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

/** The graph of a generation as it is sent, without any changes. Throws `PlanError` for one that is too large. */
export function graphRequest({ graph }: Generation, { format, map }: OpenGraph): RequestGraph {
  return { format, json: jsonOf(map), sampler: graph?.sampler ?? '', overrides: [] };
}

/** The graph with an override more for each change. Throws `PlanError` for a value that was asked for and that it has no input for. */
export function withChanges(sent: RequestGraph, { graph }: Generation, changes: readonly GraphChange[]): RequestGraph {
  const placeOf = ({ setting }: GraphChange) => own(graph?.inputs, setting);
  const impossible = changes.filter((change) => !placeOf(change)).map(({ label }) => label);
  if (impossible.length > 0)
    throw new PlanError(
      t`This graph has no input of its own for: ${impossible.join(', ')}. Leave that out, or set it in the file.`,
    );
  const overrides = changes.flatMap((change): GraphOverride[] => {
    const place = placeOf(change);
    return place ? [{ ...place, value: change.to, says: says(change) }] : [];
  });
  return { ...sent, overrides: [...sent.overrides, ...overrides] };
}

function says({ label, from, to }: GraphChange): string {
  return from === null ? t`${label} computed by the graph → ${String(to)}` : `${label} ${from} → ${String(to)}`;
}
