/** A run as plain data: what `inspect` prints of it. */
import { numberOf } from '../dialects/numbers.ts';
import type { Certainty } from './model.ts';
import type { Run } from './run.ts';

/** Part of the contract of `sweetspot inspect`, version 1. `null` stands for what can't be told. */
export interface RunReport {
  readonly program: string | null;
  /** How sure it is which model runs. */
  readonly model: Certainty;
  readonly steps: { readonly written: number | null; readonly executed: number | null; readonly calls: number | null };
  /** `off`: real guidance is off at this value and below. `embedded`: guidance that is an input of the model. */
  readonly guidance: { readonly on: boolean | null; readonly off: number; readonly embedded: number | null };
  readonly negative: { readonly read: boolean | null };
  /** Pixels. */
  readonly size: { readonly width: number | null; readonly height: number | null };
  readonly frames: number | null;
  readonly unread: readonly { readonly setting: string; readonly pointer: string; readonly because: string }[];
}

/** The part of a run that holds no places but pointers. */
export function runReport({ generation, program, model, steps, guidance, negative, size, unread }: Run): RunReport {
  const { written, executed, calls } = steps;
  return {
    program: program?.id ?? null,
    model: model.certainty,
    steps: { written, executed, calls },
    guidance: { on: guidance.on, off: guidance.off, embedded: guidance.input?.number ?? null },
    negative,
    size: { width: size.width, height: size.height },
    frames: numberOf(generation, 'frames')?.number ?? null,
    unread: unread.map(({ occurrence, because }) => ({
      setting: occurrence.setting,
      pointer: occurrence.pointer,
      because,
    })),
  };
}
