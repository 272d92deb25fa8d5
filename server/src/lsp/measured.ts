/** What was measured, as the features see it: on the chosen backend, at the user's price, kept in the client's file. */

import { type MeasurementsOf, NO_MEASUREMENTS, type Price } from '../findings/local.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { createLookup } from '../measured/lookup.ts';
import { createMeasurements, type Measurements } from '../measured/measurements.ts';
import type { Backend } from '../render/backend.ts';
import type { MeasurementsFile } from './measurements-file.ts';

export interface Measured {
  readonly measurements: Measurements;
  /** What is known now of a generation. */
  readonly measurementsOf: MeasurementsOf;
  /** Whether anything may be known of any. */
  readonly isEmpty: boolean;
  /** Rises with every change of what is known. */
  readonly epoch: number;
  /** Renders go to this backend now: what was measured on another is not known here. */
  use(backend: Backend): void;
  setPrice(price: Price | null): void;
  /** Keeps what is measured in a file from now on, and learns what it holds. `path` is absolute. */
  keepIn(path: string): Promise<void>;
  /** Forgets all, here and in the file. Rejects when the file can't be written. */
  clear(): Promise<void>;
  /** Resolves when nothing waits to be written. Never rejects. */
  settled(): Promise<void>;
}

export interface MeasuredServices {
  readonly knowledge: Knowledge;
  /** What `measurementsOf` says may have changed. */
  readonly onChange: () => void;
  readonly log: (line: string) => void;
}

export function createMeasured({ knowledge, onChange, log }: MeasuredServices): Measured {
  const look = createLookup(knowledge);
  const measurements = createMeasurements({
    knowledge,
    onChange: (isLearned) => {
      update();
      if (!isLearned) void save().catch(unkept);
    },
  });
  let backend: Backend | null = null;
  let price: Price | null = null;
  let measurementsOf = NO_MEASUREMENTS;
  let epoch = 0;
  let file: MeasurementsFile | null = null;
  let saving: Promise<void> | null = null;
  let isSaved = true;

  return {
    measurements,
    measurementsOf: (run) => measurementsOf(run),
    get isEmpty() {
      return measurementsOf === NO_MEASUREMENTS;
    },
    get epoch() {
      return epoch;
    },
    use(chosen) {
      if (backend === chosen) return;
      backend = chosen;
      update();
    },
    setPrice(charged) {
      if (JSON.stringify(price) === JSON.stringify(charged)) return;
      price = charged;
      update();
    },
    async keepIn(path) {
      try {
        const { measurementsFile } = await import('./measurements-file.ts');
        file = measurementsFile(path, log);
        measurements.learn(await file.read());
        if (!isSaved) await save();
      } catch (error) {
        unkept(error);
      }
    },
    clear() {
      measurements.clear();
      return save();
    },
    settled: async () => saving?.catch(() => {}),
  };

  function update(): void {
    const before = measurementsOf;
    if (backend) measurementsOf = look(measurements.facts, backend, price);
    if (before === NO_MEASUREMENTS && measurementsOf === NO_MEASUREMENTS) return;
    epoch += 1;
    onChange();
  }

  /** Writes what is not written yet; one write at a time, however many ask for it. */
  function save(): Promise<void> {
    isSaved = false;
    saving ??= write().finally(() => {
      saving = null;
    });
    return saving;
  }

  async function write(): Promise<void> {
    while (file && !isSaved) {
      isSaved = true;
      try {
        measurements.learn(await file.add(measurements.facts));
      } catch (error) {
        isSaved = false; // The next change tries again.
        throw error;
      }
    }
  }

  function unkept(error: unknown): void {
    log(`Measurements could not be kept: ${error instanceof Error ? error.message : error}`);
  }
}
