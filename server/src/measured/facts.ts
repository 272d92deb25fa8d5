/** What was measured on this machine, as it is kept. */

/** What the cost of a step and the place of the sweet spot depend on. */
export interface Conditions {
  /** `builtin`, or kind and address (`comfyui http://127.0.0.1:8188`). */
  readonly backend: string;
  /** As the backend lists it; empty where it renders with the one it has. */
  readonly model: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Canonical id where the name is known, else as written; empty where the backend chooses. */
  readonly sampler: string;
}

/** How long a picture takes: `overhead + evaluations * perEvaluation`, in seconds. */
export interface Speed extends Conditions {
  /** Seconds of one call of the denoiser. */
  readonly perEvaluation: number;
  /** Seconds beside sampling: text encoder, decoder, transfer. Loading a model is not in it. */
  readonly overhead: number;
  /** How many renders it rests on. */
  readonly renders: number;
  /** When it was measured last, ISO 8601. */
  readonly at: string;
}

/** Where more steps were found to change nothing worth their time. */
export interface SweetSpot extends Conditions {
  readonly schedule: string;
  readonly guidance: number;
  readonly steps: number;
  /** Where it may also lie. */
  readonly between: readonly [number, number];
  readonly seeds: number;
  /** Without convergence it says where detail stops growing, no more. */
  readonly converges: boolean;
  readonly at: string;
}
