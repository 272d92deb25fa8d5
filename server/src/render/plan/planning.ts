/** What the parts of a plan are made from, and whom they tell. */
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Origin, RenderMode } from '../../protocol/render.ts';
import type { Run } from '../../run/index.ts';
import type { Bounds } from './bounds.ts';

export interface PlannedSetting {
  readonly label: string;
  readonly value: string;
  readonly from: Origin;
}

export interface PlanOptions {
  /** The run of the file alone, where another is planned: with values that were asked for. */
  readonly file?: Run;
  readonly mode: RenderMode;
  /** Used where the file gives no seed or asks for a random one. Below 2^32: every program takes such a seed. */
  readonly randomSeed: () => bigint;
  /** How much of a video: a draft's is short in any case. Left out: all of it. */
  readonly video?: 'short' | 'whole';
  readonly bounds: Bounds;
  /** The file's own graph is rendered: what the plan does not know the graph does. */
  readonly asGraph: boolean;
}

export interface Planning {
  readonly run: Run;
  readonly file: Run;
  readonly knowledge: Knowledge;
  readonly options: PlanOptions;
  /** A value that is rendered with. A guess is not shown of a graph, which has values of its own for what was not found in it. */
  use(label: string, value: string | number | bigint, from: PlannedSetting['from']): void;
  /** A value that is not the file's. */
  change(setting: string, label: string, to: string | number | bigint): void;
  warn(text: string): void;
}
