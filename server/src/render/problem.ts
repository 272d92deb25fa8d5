/** What goes wrong with backends, as data: a stable code, a sentence for people, and where in a graph. */

import { t } from '@vscode/l10n';
export type ProblemCode =
  | 'unreachable'
  | 'unauthorized'
  | 'forbidden-origin'
  | 'redirected'
  | 'api-disabled'
  | 'busy'
  | 'invalid'
  | 'missing-model'
  | 'missing-node'
  /** A picture or video that the graph begins with is not in the server's input folder. */
  | 'missing-input'
  | 'paid-nodes'
  | 'out-of-memory'
  | 'black-picture'
  | 'no-picture'
  | 'timeout'
  /** Stopped by ourselves: it took longer than the user allows. */
  | 'too-long'
  | 'lost'
  | 'protocol'
  | 'server';

/** A place in a graph: a node by its execution id, one of its inputs where that is known. */
export interface GraphPlace {
  readonly node: string;
  readonly input: string | null;
  /** What is wrong there, for people. */
  readonly message: string;
  /** What the server has that is nearest to what stands there; left out where nothing is near. */
  readonly instead?: string;
  /** Name of the file that the server's input folder lacks, where this is what is wrong. */
  readonly file?: string;
}

export interface BackendProblem {
  readonly code: ProblemCode;
  /** One or two sentences: what happened and what to do. Holds no credentials. */
  readonly message: string;
  /** Where in the file's graph, when the server says. */
  readonly places: readonly GraphPlace[];
  /** The server's own words for the log, shortened; `null` when there are none. */
  readonly detail: string | null;
}

/** A server's words are in it, which may be millions of letters, and of places. */
const MOST_LETTERS = 4000;
const MOST_PLACES = 100;

/** Words for people, of no more letters than anybody reads. */
export function briefly(text: string): string {
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)} …` : text;
}

/** A problem on its way up. Backends throw it inside; `render` turns it into a `failed` event. */
export class BackendError extends Error {
  readonly problem: BackendProblem;

  constructor(code: ProblemCode, message: string, more: Partial<Pick<BackendProblem, 'places' | 'detail'>> = {}) {
    const says = briefly(message);
    super(says);
    const places = (more.places ?? [])
      .slice(0, MOST_PLACES)
      .map((place) => ({ ...place, message: briefly(place.message) }));
    this.problem = { code, message: says, places, detail: more.detail ?? null };
  }
}

/** The problem in whatever was thrown: a bug of ours is a `protocol` problem, never an unhandled rejection. */
export function problemOf(error: unknown): BackendProblem {
  if (error instanceof BackendError) return error.problem;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: 'protocol',
    message: t`The render stopped on something unforeseen: ${error instanceof Error ? error.message : String(error)}. The log has more.`,
    places: [],
    detail,
  };
}
