/** What a program that renders looks like to us. Shape after field/backends.md section 8.2; backends live in backends/ and builtin/. */

/** One picture to render. Names of samplers and schedules are the canonical ids of data/samplers.yaml. */
export interface RenderRequest {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly steps: number;
  /** Classifier-free guidance; 1 means off. */
  readonly guidance: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly seed: bigint;
  readonly sampler: string;
  readonly schedule: string;
  /** The model as the file names it; a backend with one model of its own ignores it. */
  readonly model: string | null;
}

export interface Picture {
  readonly bytes: Uint8Array;
  readonly mime: 'image/png';
  readonly width: number;
  readonly height: number;
}

/** Exactly one terminal event (`done`, `failed`, `cancelled`) ends every render; nothing follows it. Previews may be dropped, pictures never. */
export type RenderEvent =
  | { readonly kind: 'step'; readonly done: number; readonly total: number }
  | { readonly kind: 'preview'; readonly picture: Picture }
  | { readonly kind: 'picture'; readonly picture: Picture; readonly seed: bigint }
  | { readonly kind: 'warning'; readonly text: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'done'; readonly milliseconds: number; readonly modelEvaluations: number };

export interface Backend {
  readonly id: string;
  /** Name shown to people. */
  readonly name: string;
  /** Renders one picture. Never throws; an abort ends the stream with `cancelled` within a grace time even if the backend is dead. */
  render(request: RenderRequest, signal: AbortSignal): AsyncIterable<RenderEvent>;
  /** Frees what the backend holds (worker threads, connections). */
  dispose(): void;
}
