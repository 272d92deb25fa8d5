/** From a request to the graph that is sent, with all that is said about it beforehand. Pure. */
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { RenderRequest } from '../../backend.ts';
import { BackendError } from '../../problem.ts';
import { checkGraph, labelOf, withServerPaths } from './checks.ts';
import { convertWorkflow } from './convert/index.ts';
import { type ApiGraph, applyOverrides, type ObjectInfo, parseApiGraph } from './graph.ts';
import { previewInsteadOfSaving } from './previews.ts';
import { type Sampling, samplingOf } from './sampling.ts';
import { downstream } from './walk.ts';

export interface Prepared {
  readonly graph: ApiGraph;
  readonly warnings: readonly string[];
  readonly sampling: Sampling;
  /** The sampler that is rendered and every node that depends on it: pictures of others are by the way. */
  readonly ofSampler: ReadonlySet<string>;
}

interface MadeGraph {
  readonly graph: ApiGraph;
  readonly sampler: string;
  readonly warnings: readonly string[];
}

/** Throws `BackendError` for what the server would refuse: see `graphOf` and `checkGraph`. */
export function prepare(request: RenderRequest, objectInfo: ObjectInfo, knowledge: Knowledge): Prepared {
  const made = graphOf(request, objectInfo, knowledge);
  const { graph, changes } = previewInsteadOfSaving(withServerPaths(made.graph, objectInfo), objectInfo);
  checkGraph(graph, objectInfo, request.paidNodesAllowed);
  return {
    graph,
    warnings: [...made.warnings, ...changes],
    sampling: samplingOf(graph, objectInfo, made.sampler, knowledge),
    ofSampler: downstream(graph, made.sampler),
  };
}

/** The request's own graph with the preview's values, or one made for it. Throws `BackendError`: `invalid`, `missing-node`. */
export function graphOf(request: RenderRequest, objectInfo: ObjectInfo, knowledge: Knowledge): MadeGraph {
  if (!request.graph)
    throw new BackendError('invalid', 'ComfyUI renders graphs, and this file is none. Choose another backend for it.');
  const { format, json, sampler, overrides } = request.graph;
  if (format === 'api') return { graph: applyOverrides(parseApiGraph(json), overrides), sampler, warnings: [] };
  const { graph, warnings, problems } = convertWorkflow(json, objectInfo, overrides, knowledge);
  if (problems.length > 0) {
    const [{ node, message }] = problems;
    const more = problems.length > 1 ? ` (And ${problems.length - 1} more.)` : '';
    throw new BackendError('invalid', `${labelOf(graph, node)}: ${message}${more}`, { places: problems });
  }
  return { graph, sampler, warnings };
}
