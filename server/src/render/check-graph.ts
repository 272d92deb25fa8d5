/** A generation's graph held against what a server has, before anybody renders it. */
import { t } from '@vscode/l10n';
import type { Generation } from '../dialects/generation.ts';
import { openGraph, placeIn } from '../dialects/graphs/open.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Place } from '../syntax/document.ts';
import { graphRequest } from './graph-request.ts';
import { PlanError } from './plan/error.ts';
import type { GraphPlace } from './problem.ts';
import type { Session } from './session.ts';

export interface Checked {
  /** What keeps the graph from running there. */
  readonly faults: readonly GraphPlace[];
  /** Where a fault stands in the file; `null` where it can't be told. */
  placeOf(place: GraphPlace): Place | null;
}

/** Asks the server. Throws `PlanError` for what is no graph or no server that runs any, `BackendError` when it can't be asked. */
export type CheckGraph = (generation: Generation, session: Session, signal: AbortSignal) => Promise<Checked>;

export function createCheckGraph(knowledge: Knowledge): CheckGraph {
  return async (generation, session, signal) => {
    const { backend } = session;
    if (!backend.check)
      throw new PlanError(
        t`${backend.name} runs no graphs, so there is nothing to check there. Choose a ComfyUI with "Sweetspot: Choose Backend".`,
      );
    const opened = openGraph(generation, knowledge);
    if (!opened) throw new PlanError(t`This is no graph of ComfyUI: what a render would send is made on the way.`);
    const faults = await backend.check(graphRequest(generation, opened), signal);
    return { faults, placeOf: ({ node, input }) => placeIn(opened, node, input) };
  };
}
