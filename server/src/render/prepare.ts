/** From a generation to a request that a backend can be sent, or to what a person must be asked first. */

import { t } from '@vscode/l10n';
import type { Generation } from '../dialects/generation.ts';
import { openGraph, placeIn } from '../dialects/graphs/open.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import type { RenderMode } from '../protocol/render.ts';
import { type Asked, askedOf } from '../run/asked.ts';
import { type Run, runOf } from '../run/index.ts';
import type { Place } from '../syntax/document.ts';
import type { PictureSize, RenderRequest } from './backend.ts';
import type { RenderLimits } from './backend-kind.ts';
import { graphRequest, withChanges } from './graph-request.ts';
import { matchModel } from './models.ts';
import { boundsOf } from './plan/bounds.ts';
import { planRender } from './plan/index.ts';
import type { PlannedSetting } from './plan/planning.ts';
import { BackendError, type GraphPlace, type ProblemCode } from './problem.ts';
import type { Session } from './session.ts';

export interface RenderInput extends Asked {
  readonly generation: Generation;
  readonly mode: RenderMode;
  /** How much of a video (`PlanOptions`). */
  readonly video?: 'short' | 'whole';
  /** Answers of a person: the model in the file to the server's name for it; under `''` the one for files that name none. */
  readonly models: Readonly<Record<string, string>>;
  readonly paidNodesAllowed: boolean;
}

export interface Prepared {
  readonly run: Run;
  readonly request: RenderRequest;
  readonly settings: readonly PlannedSetting[];
  readonly seedIsDrawn: boolean;
  /** What the preview changes in the file's own graph, a short text each. */
  readonly changes: readonly string[];
  /** What differs from the file and why, a sentence each. */
  readonly warnings: readonly string[];
  /** Where a server's complaint about a node stands in the file; `null` where it can't be told. */
  placeOf(place: GraphPlace): Place | null;
  /** Class names of the nodes at some places. */
  classesOf(places: readonly GraphPlace[]): readonly string[];
}

/** `wanted`: as the file names it, `''` where it names none. */
export interface ModelQuestion {
  readonly question: 'model';
  readonly wanted: string;
  /** The server's names, closest first. */
  readonly models: readonly string[];
}

/** Prepares renders. Throws `PlanError` for what makes no sense and `BackendError` when the backend can't be asked. */
export type Prepare = (
  input: RenderInput,
  session: Session,
  limits: Pick<RenderLimits, 'maxSide'>,
  signal: AbortSignal,
) => Promise<Prepared | ModelQuestion>;

/** `randomSeed`: below 2^32, which every program takes. */
export function createPrepare(knowledge: Knowledge, randomSeed: () => bigint): Prepare {
  return async (input, session, limits, signal) => {
    const { backend } = session;
    const info = await session.info(signal);
    const generation = askedOf(input.generation, input);
    const graph = openGraph(generation, knowledge);
    const sent = graph && info.capabilities.graphs ? graphRequest(generation, graph) : null;
    const run = runOf(generation, knowledge);
    const plan = planRender(run, knowledge, {
      file: runOf(input.generation, knowledge),
      mode: input.mode,
      randomSeed,
      ...(input.video && { video: input.video }),
      bounds: boundsOf(info, limits),
      asGraph: sent !== null,
    });
    const warnings = [...plan.warnings];
    if (graph && !sent && backend.address)
      warnings.push(
        t`${info.name} runs no graphs: this picture is made from the graph's settings, without its other nodes.`,
      );

    const { width, height } = run.size.written;
    const isSized = !sent || width !== null || height !== null;
    const begins = isSized ? null : ((await backend.size?.(sent, signal).catch(() => null)) ?? null);
    const sized = isSized ? {} : (begins ?? { unsized: true });
    const graphAsPlanned = sent && withChanges(sent, generation, plan.changes);
    const planned = { ...plan.request, ...sized, graph: graphAsPlanned, paidNodesAllowed: input.paidNodesAllowed };
    const needsModel = info.capabilities.needsModel === true && !sent;
    const model =
      info.capabilities.models && (planned.model !== null || needsModel)
        ? await chooseModel(planned, input.models, session, knowledge, signal)
        : planned.model;
    if (typeof model === 'object' && model !== null) return model;
    // Of a graph, the change says it.
    if (model !== planned.model && planned.model !== null && !sent)
      warnings.push(t`${planned.model} is ${model ?? ''} on this server.`);

    const written = input.generation.model?.text ?? null;
    const renamed =
      model === null || model === written ? [] : [{ setting: 'model', label: t`model`, from: written, to: model }];
    const request = {
      ...planned,
      model,
      ...(model !== planned.model && { writtenModel: planned.model }),
      family: planned.family ?? (model === null ? null : (knowledge.model(model, 'model')?.id ?? null)),
      graph: graphAsPlanned && withChanges(graphAsPlanned, generation, renamed),
    };
    return {
      run,
      request,
      changes: request.graph
        ? [...request.graph.overrides.map(({ says }) => says), ...(await changesBy(session, request, signal))]
        : [],
      settings: [...modelSetting(generation, model, input), ...plan.settings, ...sizeSetting(begins)],
      seedIsDrawn: plan.seedIsDrawn,
      warnings,
      placeOf: ({ node, input }) => graph && placeIn(graph, node, input),
      classesOf: (places) => [...new Set(places.map(({ node }) => graph?.nodes.get(node)?.type ?? node))],
    };
  };
}

/** Faults of a graph, which its render tells with their places. */
const OF_THE_GRAPH: ReadonlySet<ProblemCode> = new Set(['invalid', 'missing-node', 'missing-model', 'missing-input']);

/** Rethrows all else. */
function noneIfOfTheGraph(error: unknown): [] {
  if (error instanceof BackendError && OF_THE_GRAPH.has(error.problem.code)) return [];
  throw error;
}

function sizeSetting(begins: PictureSize | null): PlannedSetting[] {
  return begins ? [{ label: t`Size`, value: `${begins.width} × ${begins.height}`, from: 'picture' }] : [];
}

/** What the backend itself changes in a graph. */
async function changesBy(
  { backend }: Session,
  request: RenderRequest,
  signal: AbortSignal,
): Promise<readonly string[]> {
  return (await backend.changes?.(request, signal).catch(noneIfOfTheGraph)) ?? [];
}

/** The model as it is told, by the server's name for it; nothing where the file names none. */
function modelSetting({ model }: Generation, drawnWith: string | null, input: RenderInput): PlannedSetting[] {
  if (!model) return [];
  return [{ label: t`Model`, value: drawnWith ?? model.text, from: input.model === undefined ? 'file' : 'override' }];
}

/** The server's name of a request's model; the question, where only a person can tell. */
async function chooseModel(
  request: RenderRequest,
  answers: RenderInput['models'],
  session: Session,
  knowledge: Knowledge,
  signal: AbortSignal,
): Promise<string | null | ModelQuestion> {
  const wanted = request.model ?? '';
  const answer = own(answers, wanted);
  let closest: readonly string[] = [];
  // The list at hand may be older than a file on the server's disk.
  for (const fresh of [false, true]) {
    const listed = session.models(request, fresh, signal);
    const models = await (request.graph ? listed.catch(noneIfOfTheGraph) : listed);
    // Nobody lists what this graph's own kind of loader can load: the render will say what is wrong, and where.
    if (request.graph && models.length === 0) return request.model;
    if (answer !== undefined && models.some(({ name }) => name === answer)) return answer;
    const match = matchModel(wanted, models, knowledge);
    if (match.found !== null) return match.found;
    closest = match.closest;
  }
  return { question: 'model', wanted, models: closest };
}
