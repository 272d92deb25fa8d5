/** The custom requests around renders: plan, start, cancel. */
import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Generation } from '../dialects/generation.ts';
import { type Analysis, generationAt } from '../features/analysis.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { RenderEvent } from '../render/backend.ts';
import type { RenderLimits } from '../render/backends/kind.ts';
import type { RenderMode } from '../render/plan.ts';
import { PlanError } from '../render/plan-error.ts';
import { stepCount } from '../render/plan-steps.ts';
import { createPrepare, type Prepared } from '../render/prepare.ts';
import { BackendError } from '../render/problem.ts';
import { renderWithin } from '../render/within-time.ts';
import { subjectOf } from '../rules/subject.ts';
import type { ChosenBackend, Use } from './chosen-backend.ts';
import { parseCancelParams, parseRenderParams } from './client.ts';
import type { Documents } from './documents.ts';
import {
  CANCEL_RENDER,
  type ProblemData,
  RENDER,
  RENDER_EVENT,
  type RenderAnswer,
  type RenderEventParams,
  type RenderParams,
  type RenderPlan,
} from './messages.ts';
import type { Deliver } from './picture-delivery.ts';
import { createRenders, type Renders, type Running } from './renders.ts';

export interface RenderServices {
  readonly knowledge: Knowledge;
  readonly chosen: ChosenBackend;
  readonly randomSeed: () => bigint;
  /** The user's bounds now. */
  readonly limits: () => Promise<RenderLimits>;
  /** How the client gets finished pictures. */
  readonly deliver: Deliver;
}

/** Serves renders of open documents; the answer ends those that run. */
export function serveRenders(connection: Connection, documents: Documents, services: RenderServices): Renders {
  const { knowledge, chosen } = services;
  const prepare = createPrepare(knowledge, services.randomSeed);
  const renders = createRenders((renderId, event) => {
    const params: RenderEventParams = { renderId, event };
    return connection.sendNotification(RENDER_EVENT, params);
  }, services.deliver);

  connection.onRequest<RenderAnswer, unknown>(RENDER, async (raw: unknown, token: CancellationToken) => {
    const params = parseRenderParams(raw);
    const running = renders.open(params.renderId);
    token.onCancellationRequested(running.abort);
    const use = await chosen.use();
    try {
      return await render(params, running, use);
    } catch (error) {
      if (error instanceof BackendError && !running.signal.aborted) use.heard(error.problem);
      running.close();
      use.close();
      if (running.signal.aborted) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The render was cancelled.');
      if (error instanceof PlanError) throw refusal(error.message);
      if (!(error instanceof BackendError)) throw error;
      throw refusal(error.problem.message, { code: error.problem.code });
    }
  });

  connection.onNotification(CANCEL_RENDER, (raw: unknown) => {
    const params = parseCancelParams(raw);
    if (params) renders.cancel(params.renderId);
  });
  return renders;

  async function render(params: RenderParams, running: Running, use: Use): Promise<RenderAnswer> {
    const { analysis, version, generation } = find(params);
    const limits = await services.limits();
    Object.assign(use.limits, limits);
    const wish = {
      generation,
      document: analysis.document,
      mode: params.mode,
      models: params.models ?? {},
      paidNodesAllowed: params.paidNodesAllowed ?? false,
    };
    const prepared = await prepare(wish, use.session, limits, running.signal);
    use.heard(null);
    running.signal.throwIfAborted();
    if ('question' in prepared) {
      running.close();
      use.close();
      return prepared;
    }
    const { backend } = use.session;
    const events = renderWithin(backend, prepared.request, limits.maxDuration, running.signal);
    // Whether a graph has nodes that cost credits is known only by the server's own definitions.
    const first = prepared.request.graph && !wish.paidNodesAllowed ? await events.next() : null;
    const event = first && !first.done ? first.value : null;
    if (event?.kind === 'failed' && event.problem.code === 'paid-nodes') {
      running.close();
      use.close();
      return { question: 'paid-nodes', nodes: prepared.classesOf(event.problem.places) };
    }
    use.begin();
    // Events follow the answer: the client learns of the render before its first step.
    setImmediate(() => void follow(params, version, analysis, prepared, running, use, events, event));
    return planOf(generation, analysis, params.mode, prepared, use);
  }

  async function follow(
    { textDocument: { uri } }: RenderParams,
    version: number,
    { lines }: Analysis,
    prepared: Prepared,
    running: Running,
    use: Use,
    events: AsyncIterator<RenderEvent>,
    first: RenderEvent | null,
  ): Promise<void> {
    const problem = await running.follow(events, first, (places) => {
      // Places of a text that has changed since would point at something else.
      if (documents.analysis(uri)?.version !== version) return [];
      return places.flatMap((place) => {
        const range = prepared.placeOf(place);
        if (!range) return [];
        const { message } = place;
        return { range: { start: lines.position(range.start), end: lines.position(range.end) }, message };
      });
    });
    use.heard(problem);
    use.close();
  }

  function find({ textDocument, position }: RenderParams): {
    analysis: Analysis;
    version: number;
    generation: Generation;
  } {
    const open = documents.analysis(textDocument.uri);
    if (!open) throw new PlanError('This file is not open in the editor, or it is too large to be sent to extensions.');
    const { analysis, version } = open;
    const generation = generationAt(analysis, analysis.lines.offset(position.line, position.character));
    if (!generation)
      throw new PlanError(
        'There is nothing to render in this file: no generation settings with a step count were found. A prompt, a model or a sampler beside the step count makes them recognisable.',
      );
    return { analysis, version, generation };
  }

  function planOf(
    generation: Generation,
    analysis: Analysis,
    mode: RenderMode,
    { subject, request, settings, seedIsDrawn, changes, warnings }: Prepared,
    { session, note }: Use,
  ): RenderPlan {
    const line = analysis.lines.position(generation.range.start).line + 1;
    const { kind, name, address } = session.backend;
    return {
      title: `${subject.name ?? 'Generation'}, line ${line}`,
      backend: { kind, name: session.known?.name ?? name, address: address?.href ?? null, note },
      mode,
      settings,
      changes,
      warnings,
      width: request.width,
      height: request.height,
      steps: request.steps,
      seed: request.seed.toString(),
      seedIsDrawn,
      counts: countsOf(generation),
    };
  }

  function countsOf(generation: Generation): RenderPlan['counts'] {
    const subject = subjectOf(generation, knowledge);
    const count = (mode: RenderMode) => {
      try {
        return { [mode]: stepCount(generation, subject, knowledge, mode).steps };
      } catch {
        return {}; // not plannable: the button says so when pressed
      }
    };
    return { ...count('draft'), ...count('configured') };
  }
}

function refusal(message: string, data?: ProblemData): ResponseError<ProblemData> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message, data);
}
