/** The custom requests around renders: plan, start, cancel. */
import { inBackground } from '../background.ts';
import type { Generation } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Measurements } from '../measured/measurements.ts';
import {
  CANCEL_RENDER,
  RENDER,
  type RenderAnswer,
  type RenderMode,
  type RenderParams,
  type RenderPlan,
} from '../protocol/render.ts';
import type { RenderEvent, RenderRequest } from '../render/backend.ts';
import { stepCount } from '../render/plan/steps.ts';
import type { Prepare, Prepared } from '../render/prepare.ts';
import { renderWithin } from '../render/within-time.ts';
import { runOf } from '../run/index.ts';
import type { BackendLease, ChosenBackend } from './chosen-backend.ts';
import type { Documents } from './documents.ts';
import type { Inbox } from './inbox.ts';
import { besides, filesOf, uploadedNames, withNames } from './input-files.ts';
import { onChosen, placesIn, plannedOn, type Target, targetOf } from './render-target.ts';
import type { Renders, Running } from './renders.ts';

/** What is known of a document's settings, and prepares renders by it. */
export interface Known {
  readonly knowledge: Knowledge;
  readonly prepare: Prepare;
}

export interface RenderServices {
  readonly chosen: ChosenBackend;
  readonly renders: Renders;
  readonly measurements: Measurements;
  /** With what the document's project says besides. */
  readonly knownOf: (uri: string) => Promise<Known>;
}

/** Serves renders of open documents. */
export function serveRenders(inbox: Inbox, documents: Documents, services: RenderServices): void {
  const { chosen, renders, knownOf } = services;

  inbox.onRequest(RENDER, (params, asked) => {
    const running = renders.open(params.renderId);
    return onChosen(chosen, running, asked, 'render', (lease) => render(params, running, lease));
  });

  inbox.onNotification(CANCEL_RENDER, ({ renderId }) => renders.cancel(renderId));

  async function render(params: RenderParams, running: Running, lease: BackendLease): Promise<RenderAnswer> {
    const { knowledge, prepare } = await knownOf(params.textDocument.uri);
    const target = targetOf(params, documents);
    const { generation } = target;
    const input = {
      generation,
      mode: params.mode,
      models: params.models ?? {},
      paidNodesAllowed: params.paidNodesAllowed ?? false,
    };
    let prepared = await prepare(input, lease.session, lease.limits, running.signal);
    lease.report(null);
    running.signal.throwIfAborted();
    if ('question' in prepared) return prepared;
    let begun = await begin(prepared.request, running, lease);
    const missing = await missingInputs(target, begun.first, lease, knowledge);
    if (missing.length > 0 && params.uploadsAllowed) {
      const places = begun.first?.kind === 'failed' ? begun.first.problem.places : [];
      const names = await uploadedNames(target.uri, missing, lease.session.backend, knowledge.files, running.signal);
      // A picture that decides the size can be looked at only now.
      const again = prepared.request.unsized && (await prepare(input, lease.session, lease.limits, running.signal));
      if (again && !('question' in again)) prepared = again;
      begun = await begin(withNames(prepared.request, places, names), running, lease);
    }
    const { events, first } = begun;
    const problem = first?.kind === 'failed' ? first.problem : null;
    if (problem?.code === 'paid-nodes') return { question: 'paid-nodes', nodes: prepared.classesOf(problem.places) };
    if (missing.length > 0 && !params.uploadsAllowed) return { question: 'upload', files: [...missing] };
    lease.started();
    // Events follow the answer: the client learns of the render before its first step.
    setImmediate(() => inBackground(() => follow(target, prepared, running, lease, events, first)));
    const { request, settings, changes, warnings } = prepared;
    return {
      ...plannedOn(target, prepared, lease),
      ...{ mode: params.mode, settings, changes, warnings, steps: request.steps },
      counts: countsOf(generation, knowledge),
    };
  }

  /** Begins a render; its first event where a graph may raise a question, which only the server's own definitions tell. */
  async function begin(
    request: RenderRequest,
    running: Running,
    { session, limits }: BackendLease,
  ): Promise<{ readonly events: AsyncIterator<RenderEvent>; readonly first: RenderEvent | null }> {
    const events = renderWithin(session.backend, request, limits.maxDuration, running.signal);
    const first = request.graph ? await events.next() : null;
    return { events, first: first && !first.done ? first.value : null };
  }

  /** Files that the server lacks, where all of them lie beside the document and may be sent there. */
  async function missingInputs(
    { uri }: Target,
    first: RenderEvent | null,
    { session }: BackendLease,
    { files }: Knowledge,
  ) {
    if (first?.kind !== 'failed' || first.problem.code !== 'missing-input' || !session.backend.upload) return [];
    const names = filesOf(first.problem.places);
    const found = await besides(uri, names, files);
    return found.length === names.length ? names : [];
  }

  async function follow(
    target: Target,
    prepared: Prepared,
    running: Running,
    lease: BackendLease,
    events: AsyncIterator<RenderEvent>,
    first: RenderEvent | null,
  ): Promise<void> {
    const placesOf = placesIn.bind(null, target, documents, prepared);
    lease.report(await running.follow(events, first, placesOf));
    lease.close();
  }

  function countsOf(generation: Generation, knowledge: Knowledge): RenderPlan['counts'] {
    const run = runOf(generation, knowledge);
    const count = (mode: RenderMode) => {
      try {
        return { [mode]: stepCount(run, knowledge, mode).steps };
      } catch {
        return {}; // not plannable: the button says so when pressed
      }
    };
    return { ...count('draft'), ...count('configured') };
  }
}
