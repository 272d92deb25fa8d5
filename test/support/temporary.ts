import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { undoAtExit } from '../../build/process.ts';

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** Makes an empty folder that is removed when it is no longer needed, and at the latest when the process ends. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'sweetspot-'));
  // Programs that have just been ended may still be writing their last files into it.
  const options = { recursive: true, force: true, maxRetries: 5 };
  const undone = undoAtExit(() => rmSync(path, options));
  return {
    path,
    async remove() {
      await rm(path, options);
      undone();
    },
  };
}
