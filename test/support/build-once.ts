/** Vitest's global set-up: builds dist/ once, as a user gets it, for the tests that start the server or the command line. */
import { mustRun } from '../../build/process.ts';

/** Rejects, which ends the run, when the build fails. */
export async function setup(): Promise<void> {
  await mustRun('npm', ['run', '--silent', 'build']);
}
