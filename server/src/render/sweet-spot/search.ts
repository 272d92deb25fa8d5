/** What a search for the sweet spot is given. */
import type { SweetSpotFacts } from '../../knowledge/schema.ts';
import type { QualityCurve } from '../../protocol/curve.ts';
import type { Rendered } from './renders.ts';

/** Frames of the videos that were rendered, and of the file's. */
export interface Shortened {
  readonly made: number;
  readonly whole: number;
}

export interface Search {
  /** Step counts that may be rendered, ascending: see `ladderFor`. */
  readonly ladder: readonly number[];
  /** At least one. The first finds the place, the others tell how far it may be trusted. */
  readonly seeds: readonly bigint[];
  /** What data/samplers.yaml says of the sampler; `null` where it is not known. */
  readonly sampler: { readonly converges: boolean } | null;
  readonly facts: SweetSpotFacts;
  /** Of videos that are shorter than the file's. */
  readonly shortened?: Shortened | null;
  /** Renders one picture; `null`: this one was left out. What it throws ends the search and is passed on. */
  readonly render: (steps: number, seed: bigint) => Promise<Rendered | null>;
  /** Several renders may be asked for at once; left out: one after the other. */
  readonly parallel?: boolean;
  readonly signal: AbortSignal;
  /** What is known so far, after every picture that tells more. */
  readonly onCurve?: (curve: QualityCurve) => void;
}
