/** Renders on the command line are measured, and what they took is kept, where somebody names a file for it. */
import { resolve } from 'node:path';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { measurementsFile } from '../../lsp/measurements-file.ts';
import { createMeasurements } from '../../measured/measurements.ts';
import type { Backend } from '../../render/backend.ts';
import { unwritten } from '../files.ts';
import { complain } from '../output.ts';

export interface Keeping {
  /** The same backend, its renders timed. */
  watch(backend: Backend): Backend;
  /** Adds what was measured to the file. Throws `UsageError` where it can't be written. */
  keep(): Promise<void>;
}

/** Measures renders and keeps what they took in a file, which editors and other runs may share. */
export function keepingIn(path: string, knowledge: Knowledge): Keeping {
  const measurements = createMeasurements({ knowledge, onChange: () => {} });
  return {
    watch: (backend) => measurements.watch(backend),
    async keep() {
      if (measurements.facts.speeds.length === 0) return;
      const say = (line: string): void => complain(`sweetspot: ${line}`);
      await measurementsFile(resolve(path), say).add(measurements.facts).catch(unwritten(path));
    },
  };
}
