/** What the requests around renders share: which generation is meant, what is said of it, and how a refusal is answered. */
import { t } from '@vscode/l10n';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Generation } from '../dialects/generation.ts';
import { type Analysis, generationAt } from '../features/analysis.ts';
import { titleOf as nodeTitleOf } from '../features/generations.ts';
import type { ProblemData } from '../protocol/backends.ts';
import type { RenderEventMessage, RenderParams, RenderPlan } from '../protocol/render.ts';
import { goesOn } from '../render/backend.ts';
import { PlanError } from '../render/plan/error.ts';
import type { Prepared } from '../render/prepare.ts';
import { BackendError, type GraphPlace } from '../render/problem.ts';
import type { Place } from '../syntax/document.ts';
import type { BackendLease, ChosenBackend } from './chosen-backend.ts';
import type { Documents } from './documents.ts';
import { onAbort, type Run } from './running.ts';

/** A generation of an open document. True until the next edit, which gives the document another version. */
export interface Target {
  readonly uri: string;
  readonly analysis: Analysis;
  readonly version: number;
  readonly generation: Generation;
}

export type Places = Extract<RenderEventMessage, { kind: 'failed' }>['places'];

/** Of a file without anything that could be rendered. */
class NothingRecognised extends PlanError {}

/** The generation at a position. Throws `PlanError` where there is none. */
export function targetOf(
  { textDocument: { uri }, position }: Pick<RenderParams, 'textDocument' | 'position'>,
  documents: Documents,
): Target {
  const open = documents.analysis(uri);
  if (!open) throw new PlanError(t`This file is not open in the editor, or it is too large to be sent to extensions.`);
  const { analysis, version } = open;
  const generation = generationAt(analysis, analysis.lines.offset(position.line, position.character));
  if (!generation)
    throw new NothingRecognised(
      t`There is nothing to render in this file: no generation settings with a step count were found. A prompt, a model or a sampler beside the step count makes them recognisable.`,
    );
  return { uri, analysis, version, generation };
}

/** For people: `Sampler 2 · SDXL` by the title of a node, `FLUX.1 schnell, line 4` where there is none. */
function titleOf({ generation, analysis }: Target, { run }: Prepared): string {
  const named = run.model.name ?? t`Generation`;
  const title = generation.graph ? nodeTitleOf(generation) : null;
  if (title !== null) return `${title} · ${named}`;
  const line = analysis.lines.position(generation.range.start).line + 1;
  return t`${named}, line ${line}`;
}

/** What every plan says. */
export function plannedOn(target: Target, prepared: Prepared, lease: BackendLease) {
  const { width, height, seed } = prepared.request;
  const [title, backend] = [titleOf(target, prepared), backendOf(lease)];
  return { title, backend, width, height, seed: seed.toString(), seedIsDrawn: prepared.seedIsDrawn };
}

/** The backend of a plan, as clients are told of it. */
export function backendOf({ session: { backend, known }, note }: BackendLease): RenderPlan['backend'] {
  const { kind, name, address } = backend;
  return {
    kind,
    name: known?.name ?? name,
    address: address?.href ?? null,
    note,
    goesOn: !!known && goesOn(known.capabilities),
  };
}

/** Where in the file a server's complaints stand. None once the text has changed: they would point at something else. */
export function placesIn(
  target: Target,
  documents: Documents,
  prepared: Pick<Prepared, 'placeOf'>,
  places: readonly GraphPlace[],
): Places {
  if (documents.analysis(target.uri)?.version !== target.version) return [];
  return places.flatMap((place) => {
    const range = prepared.placeOf(place);
    return range ? complaintAt(target, place, range) : [];
  });
}

function complaintAt({ analysis }: Target, { message, instead }: GraphPlace, place: Place): Places[number] {
  const { lines, document } = analysis;
  return {
    range: lines.range(place),
    message,
    ...(instead !== undefined && {
      fix: {
        title: t`Use ${instead}, the nearest that the server has`,
        newText: quotedAs(document.text.charAt(place.start), instead),
      },
    }),
  };
}

/** A text as it is written in the place of one that begins so. */
function quotedAs(first: string, text: string): string {
  if (first === "'") return `'${text.replaceAll("'", "''")}'`;
  return first === '"' ? JSON.stringify(text) : text;
}

/**
 * Does what a request asks for on the backend that is chosen, under an id that the client has made room for, and leaves it again where that
 * comes to a question or is refused.
 */
export async function onChosen<Answer extends object>(
  chosen: ChosenBackend,
  run: Pick<Run, 'signal' | 'abort' | 'close'>,
  asked: AbortSignal,
  what: string,
  work: (lease: BackendLease) => Promise<Answer>,
): Promise<Answer> {
  onAbort(asked, run.abort);
  const lease = await chosen.lease();
  const drop = (): void => {
    run.close();
    lease.close();
  };
  try {
    const answer = await work(lease);
    if ('question' in answer) drop();
    return answer;
  } catch (error) {
    if (error instanceof BackendError && !run.signal.aborted) lease.report(error.problem);
    drop();
    throw refusalOf(error, run.signal, what);
  }
}

/** The response error for whatever kept a request from being planned; bugs as they are. */
export function refusalOf(error: unknown, signal: AbortSignal, what: string): unknown {
  if (signal.aborted) return new ResponseError(LSPErrorCodes.RequestCancelled, t`The ${what} was cancelled.`);
  if (error instanceof NothingRecognised) return refusal(error.message, { code: 'nothing-recognised' });
  if (error instanceof PlanError) return refusal(error.message);
  if (!(error instanceof BackendError)) return error;
  return refusal(error.problem.message, { code: error.problem.code });
}

function refusal(message: string, data?: ProblemData): ResponseError<ProblemData> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message, data);
}
