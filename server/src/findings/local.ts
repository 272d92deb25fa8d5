/** What is known of a generation on this machine, beside what its file says: rules are told, they do not ask. */
import type { Run } from '../run/index.ts';

export interface LocalMeasurements {
  /**
   * The built-in model renders in place of the file's own: what it costs and where it stops improving is shown, but says
   * nothing about the model of the file.
   */
  readonly standIn: boolean;
  /** `null` where nothing was rendered under these conditions. */
  readonly cost: LocalCost | null;
  readonly sweetSpot: LocalSweetSpot | null;
  readonly price: Price | null;
}

export interface LocalCost {
  /** Seconds of a picture of so many steps, the model being loaded. */
  seconds(steps: number): number;
  /** How many renders it rests on. */
  readonly renders: number;
  /** When it was measured last, ISO 8601. */
  readonly at: string;
}

export interface LocalSweetSpot {
  /** More of them change nothing worth their time. */
  readonly steps: number;
  /** Where it may also lie. */
  readonly between: readonly [number, number];
  /** Otherwise it says where detail stops growing, no more. */
  readonly converges: boolean;
  /** ISO 8601. */
  readonly at: string;
}

/** What renders are charged for; 0 for nothing. */
export interface Price {
  readonly perStep: number;
  readonly perSecond: number;
  /** `$`, `credits`, … */
  readonly unit: string;
}

/** What is known of a run. Pure: the same object for as long as nothing in it has changed. */
export type MeasurementsOf = (run: Run) => LocalMeasurements | null;

/** Nothing was measured, and nothing costs. */
export const NO_MEASUREMENTS: MeasurementsOf = () => null;
