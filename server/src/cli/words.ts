/** What commands that render say in words: questions, failures, the backend. Lines for a person. */
import type { Analysis } from '../features/analysis.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { type Backend, goesOn } from '../render/backend.ts';
import type { ModelQuestion, Prepared } from '../render/prepare.ts';
import type { BackendProblem } from '../render/problem.ts';
import type { Session } from '../render/session.ts';

/** Closest names of models that a question shows. */
const SHOWN_MODELS = 8;

/** Where in the file something is wrong; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Which server renders, for programs; `null`: the built-in model. */
export function serverOf({ backend, known }: Session): object | null {
  return known && backend.address ? { name: known.name, version: known.version } : null;
}

/** Which server renders; nothing of the built-in model. */
export function backendLines({ backend, known }: Session): readonly string[] {
  return backend.address ? [`Backend: ${[known?.name, known?.version].filter((part) => part).join(' ')}`] : [];
}

/** One honest sentence about the pictures of a backend. */
export function noteOn(backend: Backend, { data }: Knowledge): string {
  const { kinds, connect } = data.backendKinds;
  const note = kinds.find(({ id }) => id === backend.kind)?.note ?? '';
  return backend.address ? note : `${note} ${connect.terminal}`;
}

/** What a cancel came to: servers that can't stop a render go on with it though nobody waits. */
export function cancelledLine(session: Session | null): string {
  const known = session?.known;
  return known && goesOn(known.capabilities)
    ? `Cancelled. What ${known.name} has begun it renders to its end.`
    : 'Cancelled.';
}

/** The question which model is meant, and how to answer it. */
export function questionLines({ wanted, models }: ModelQuestion): readonly string[] {
  return [
    wanted === '' ? 'The file names no model.' : `The server has no model "${wanted}".`,
    ...(models.length === 0 ? ['It lists no models at all.'] : []),
    ...models.slice(0, SHOWN_MODELS).map((name) => `  ${name}`),
    ...(models.length > SHOWN_MODELS ? [`  and ${models.length - SHOWN_MODELS} more`] : []),
    'Say which one to render with: --model NAME',
  ];
}

/** As an event for programs. */
export function failureOf({ code, message, detail }: BackendProblem, places: readonly Place[]): object {
  return { kind: 'failed', code, message, places, detail };
}

/** What went wrong, where, and what can be done. */
export function failureLines({ code, message }: BackendProblem, places: readonly Place[]): readonly string[] {
  return [
    message,
    ...places.map(({ file, line, column, message: said }) => `${file}:${line}:${column}: ${said}`),
    ...(code === 'paid-nodes' ? ['Add --allow-paid to run them.'] : []),
    ...(code === 'unauthorized'
      ? ['Credentials come from SWEETSPOT_TOKEN, or SWEETSPOT_USER and SWEETSPOT_PASSWORD.']
      : []),
  ];
}

/** Where in the file a server's complaints stand. */
export function placesOf(
  { places }: BackendProblem,
  prepared: Prepared | undefined,
  { lines }: Analysis,
  file: string,
): readonly Place[] {
  return places.flatMap((place) => {
    const range = prepared?.placeOf(place);
    if (!range) return [];
    const { line, character } = lines.position(range.start);
    return { file, line: line + 1, column: character + 1, message: place.message };
  });
}
