/** What a program that renders looks like to us. Each lives in a folder of backends/, or in builtin/. */
import type { BackendProblem, GraphPlace } from './problem.ts';

/** A sampler or schedule: the canonical id of data/samplers.yaml where the name is known, and the name as the file writes it. */
export interface Choice {
  readonly id: string | null;
  readonly written: string;
}

/** The file's own ComfyUI graph. Integers that a double can't hold are bigints, so that seeds survive. */
export interface RequestGraph {
  readonly format: 'api' | 'workflow';
  readonly json: unknown;
  /** Execution id of the sampler node that is rendered (`3`, in subgraphs `12:7`). */
  readonly sampler: string;
  /**
   * What the preview changes, by the node that holds the value and the input's name. In a workflow the names are those of
   * the node's definition.
   */
  readonly overrides: readonly GraphOverride[];
}

export interface GraphOverride {
  readonly node: string;
  readonly input: string;
  readonly value: string | number | bigint;
  /** For people: `steps 30 → 8`. */
  readonly says: string;
}

/** One picture to render. `null` leaves a value to the backend, whose choice is then shown as its default. */
export interface RenderRequest {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly steps: number;
  /** Classifier-free guidance; 1 means off. */
  readonly guidance: number;
  /** The guidance that a distilled model takes as an input (FLUX.1 dev). */
  readonly distilledGuidance: number | null;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Of a video; left out for pictures. */
  readonly frames?: number;
  /** The graph decides its size by what is not known here: `width` and `height` are a guess. */
  readonly unsized?: boolean;
  /** From 0, below 2^64. */
  readonly seed: bigint;
  readonly sampler: Choice | null;
  readonly schedule: Choice | null;
  /** Once matched, exactly as the backend lists it; else as the file names it. */
  readonly model: string | null;
  /** The model as the file names it, where that is another name. */
  readonly writtenModel?: string | null;
  /** Id of the model's entry in data/models. */
  readonly family: string | null;
  readonly loras: readonly { readonly name: string; readonly weight: number }[];
  /** Layers of the text encoder left out, counted from 1 (none). */
  readonly clipSkip: number | null;
  /** How far the schedule of a flow model is moved towards noise, where the file says. */
  readonly flowShift?: number;
  readonly graph: RequestGraph | null;
  /** True once the person has agreed to run nodes that cost credits. */
  readonly paidNodesAllowed: boolean;
}

export interface PictureSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export interface Picture {
  readonly bytes: Uint8Array;
  /** A video is one that the server has packed itself: it is shown and saved, and not looked into. */
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp' | 'video/mp4' | 'video/webm';
  /** Pixels, read from the bytes; of a video as they were asked for. */
  readonly width: number;
  readonly height: number;
  /** Of a moving one. */
  readonly motion?: Motion;
}

/** How a picture moves. */
export interface Motion {
  readonly frames: number;
  /** Frames a second. */
  readonly fps: number;
}

/**
 * Exactly one terminal event (`done`, `failed`, `cancelled`) ends every render; nothing follows it. Previews may be
 * dropped, pictures never.
 */
export type RenderEvent =
  /** Waiting behind others; `ahead` where the backend says how many. */
  | { readonly kind: 'queued'; readonly ahead: number | null }
  /** Something slow before the first step, for people (`loading sd_xl_base_1.0`). */
  | { readonly kind: 'loading'; readonly what: string }
  | { readonly kind: 'step'; readonly done: number; readonly total: number }
  /** For backends that tell a fraction only. 0 to 1. */
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'preview'; readonly picture: Picture }
  | { readonly kind: 'picture'; readonly picture: Picture; readonly seed: bigint }
  /** What the backend does otherwise than asked: said on the picture, once. */
  | { readonly kind: 'warning'; readonly text: string }
  | { readonly kind: 'failed'; readonly problem: BackendProblem }
  | { readonly kind: 'cancelled' }
  /** `modelEvaluations`: calls of the denoiser, where the backend knows. */
  | { readonly kind: 'done'; readonly milliseconds: number; readonly modelEvaluations: number | null };

export type TerminalEvent = Extract<RenderEvent, { kind: 'done' | 'failed' | 'cancelled' }>;

/** What a backend can do. Constant for a kind of backend, except where `probe` finds an older version. */
export interface Capabilities {
  /** What a cancel reaches: this job alone, all jobs of the server, only a job that has not begun, nothing. */
  readonly cancel: 'job' | 'everything' | 'queued' | 'none';
  /** It takes many jobs at once and spreads them itself. */
  readonly schedulesItself: boolean;
  /** It renders ComfyUI graphs. */
  readonly graphs: boolean;
  /** It has a list of models to choose from; otherwise it renders with the one it has. */
  readonly models: boolean;
  /** Without a model's name it can't render: it keeps none loaded that could serve. Graphs name their own. */
  readonly needsModel?: boolean;
  /** Longest side it draws, pixels; `null`: no limit of its own. */
  readonly maxSide: number | null;
  readonly maxSteps: number | null;
  /** Largest seed it keeps. */
  readonly maxSeed: bigint;
}

/** Whether a server renders to its end what it has begun, though nobody waits. */
export function goesOn({ cancel }: Capabilities): boolean {
  return cancel === 'none' || cancel === 'queued';
}

/** What most servers do: each says what it does otherwise. */
export const USUAL_CAPABILITIES = {
  cancel: 'job',
  schedulesItself: false,
  graphs: false,
  models: true,
  maxSide: null,
  maxSteps: null,
} as const satisfies Partial<Capabilities>;

/** A backend that answered. Everything in it comes from a server and is text to show, never a path or markup. */
export interface ServerInfo {
  /** Product, for people (`ComfyUI`, `Forge`). */
  readonly name: string;
  readonly version: string | null;
  readonly capabilities: Capabilities;
}

/** What a backend has to choose from, by the names that it takes; `null` where it does not say, none where there is no choice. */
export interface Offers {
  readonly samplers: readonly string[] | null;
  readonly schedules: readonly string[] | null;
}

/** One model that a server offers. */
export interface ServerModel {
  /** Sent to the server to choose it. */
  readonly name: string;
  /** Hex digests that the server gives, any kind, lower case. */
  readonly hashes: readonly string[];
}

/** A picture or video that a graph begins with. */
export interface InputFile {
  /** Without a path. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Names that a backend has said it has. */
export interface ListedNames extends Offers {
  readonly models: readonly string[];
  readonly loras: readonly string[];
  readonly vaes: readonly string[];
}

export interface Backend {
  /** Kind: `builtin`, `comfyui`, `a1111`, … */
  readonly kind: string;
  /** Name shown to people. */
  readonly name: string;
  /** Where it is; `null` for the built-in one. */
  readonly address: URL | null;
  /** Asks the server what it is. Throws `BackendError`: `unreachable`, `unauthorized`, `protocol` (some other product), … */
  probe(signal: AbortSignal): Promise<ServerInfo>;
  /** Models the server has, in its order; of ComfyUI, of the loader that the request would use. Throws `BackendError`. */
  models(signal: AbortSignal, request?: RenderRequest): Promise<readonly ServerModel[]>;
  /** Names that it has said it has, without asking it. Left out where it remembers none. */
  listed?(): Partial<ListedNames>;
  /** Samplers and schedules that it has. Throws `BackendError`. Left out where it has lists of neither. */
  offers?(signal: AbortSignal): Promise<Offers>;
  /**
   * What it changes in the request's own graph besides the overrides (nodes that save become previews), sentences for people.
   * Throws `BackendError`. Left out where nothing ever is.
   */
  changes?(request: RenderRequest, signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Everything that keeps the request's own graph from running there, by what the server has now. Renders nothing. Throws
   * `BackendError`. Left out where no graphs are run.
   */
  check?(graph: RequestGraph, signal: AbortSignal): Promise<readonly GraphPlace[]>;
  /**
   * The size at which a graph renders because of the picture that it begins with; `null` where that can't be told. Renders nothing.
   * Throws `BackendError`. Left out where no graphs are run.
   */
  size?(graph: RequestGraph, signal: AbortSignal): Promise<PictureSize | null>;
  /**
   * Puts a file into the server's input folder, where it stays; answers the name by which graphs take it. Only after a person said
   * so. Throws `BackendError`. Left out where there is no such folder.
   */
  upload?(file: InputFile, signal: AbortSignal): Promise<string>;
  /**
   * Renders one picture. Never throws; an abort ends the stream with `cancelled` within a grace time even if the backend
   * is dead, and cancels by the narrowest scope there is: never somebody else's job.
   */
  render(request: RenderRequest, signal: AbortSignal): AsyncIterable<RenderEvent>;
  /** What the server has given it to be let in with, and nobody may be told. Left out where there is nothing. */
  secrets?(): readonly string[];
  /** Frees what the backend holds (worker threads, connections). */
  dispose(): void;
}
