/** From a request to the graph that is sent, with all that is said about it beforehand. Pure. */
import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { RenderRequest, RequestGraph } from '../../backend.ts';
import { BackendError, type GraphPlace } from '../../problem.ts';
import { checkGraph, labelOf, lackingIn, unlistedIn, withServerPaths } from './checks.ts';
import { convertWorkflow } from './convert/index.ts';
import { type ApiGraph, applyOverrides, type ConvertedWorkflow, type ObjectInfo, parseApiGraph } from './graph.ts';
import { type Moving, previewInsteadOfSaving } from './previews.ts';
import { type Sampling, samplingOf } from './sampling.ts';
import { buildGraph } from './templates/index.ts';
import { downstream } from './walk.ts';

export interface Prepared {
  readonly graph: ApiGraph;
  readonly warnings: readonly string[];
  readonly sampling: Sampling;
  /** The sampler that is rendered and every node that depends on it: pictures of others are by the way. */
  readonly ofSampler: ReadonlySet<string>;
  /** Nodes whose pictures are one video, with how it moves. */
  readonly moving: ReadonlyMap<string, Moving>;
}

/** Throws `BackendError` for what the server would refuse: see `checkGraph`, and `buildGraph` for requests without a graph. */
export function prepare(request: RenderRequest, objectInfo: ObjectInfo, knowledge: Knowledge): Prepared {
  const { data, files } = knowledge;
  const {
    graph: own,
    sampler,
    warnings,
    problems,
  } = request.graph
    ? graphOf(request.graph, objectInfo, knowledge)
    : { ...buildGraph(request, objectInfo, knowledge), problems: [] };
  if (problems.length > 0)
    throw unfitProblem(own, [
      ...problems,
      ...lackingIn(withServerPaths(own, objectInfo, files), objectInfo, knowledge),
    ]);
  const {
    graph,
    moving,
    warnings: ofSaving,
  } = previewInsteadOfSaving(withServerPaths(own, objectInfo, files), objectInfo, data.comfyFrontend);
  checkGraph(graph, objectInfo, request.paidNodesAllowed, knowledge);
  return {
    graph,
    warnings: [...warnings, ...ofSaving],
    sampling: samplingOf(graph, objectInfo, sampler, knowledge),
    ofSampler: downstream(graph, sampler),
    moving,
  };
}

/** What is changed in the request's own graph besides its overrides, sentences for people. Throws `BackendError` as `prepare` does. */
export function changesOf(graph: RequestGraph, objectInfo: ObjectInfo, knowledge: Knowledge): readonly string[] {
  const { graph: own } = graphOf(graph, objectInfo, knowledge);
  return previewInsteadOfSaving(own, objectInfo, knowledge.data.comfyFrontend).changes;
}

/** Everything that keeps the request's own graph from running on a server, as far as its definitions tell. */
export function faultsOf(graph: RequestGraph, objectInfo: ObjectInfo, knowledge: Knowledge): readonly GraphPlace[] {
  const { graph: own, problems } = graphOf(graph, objectInfo, knowledge);
  const sent = withServerPaths(own, objectInfo, knowledge.files);
  return [...problems, ...lackingIn(sent, objectInfo, knowledge), ...unlistedIn(sent, objectInfo, knowledge)];
}

/** The request's own graph with the preview's values, and what keeps it from running. */
export function graphOf(
  { format, json, sampler, overrides }: RequestGraph,
  objectInfo: ObjectInfo,
  knowledge: Knowledge,
): ConvertedWorkflow & { readonly sampler: string } {
  if (format === 'workflow') return { ...convertWorkflow(json, objectInfo, overrides, knowledge), sampler };
  return { ...applyOverrides(parseApiGraph(json), overrides), warnings: [], sampler };
}

/** A node that could not be converted at all is one that the server lacks. */
function unfitProblem(graph: ApiGraph, problems: readonly GraphPlace[]): BackendError {
  const [{ node, message }] = problems;
  const isMissing = ({ node, input }: GraphPlace) => node !== '' && input === null && !Object.hasOwn(graph, node);
  const more = problems.length > 1 ? t` (And ${problems.length - 1} more.)` : '';
  return new BackendError(
    problems.some(isMissing) ? 'missing-node' : 'invalid',
    `${node === '' ? '' : `${labelOf(graph, node)}: `}${message}${more}`,
    { places: problems.filter((place) => place.node !== '') },
  );
}
