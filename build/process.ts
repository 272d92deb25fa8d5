/** Child processes for the build and the tests: always awaited, always ended, never left behind. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Finished {
  readonly code: number;
  /** Standard output and error in the order they came; empty when they went straight to the terminal. */
  readonly output: string;
}

/** Npm and the programs of node_modules/.bin are `.cmd` files on Windows, which only a shell can start; Node's own path it would cut. */
const needsShell = (command: string) => process.platform === 'win32' && command !== process.execPath;

/**
 * Runs a program to its end. `stdio: 'inherit'` shows its output as it comes; the default collects it.
 * Rejects only when the program can't be started.
 */
export async function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Finished> {
  const child = spawn(command, args, { shell: needsShell(command), stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : 1, output };
}

/** Like `run`, for steps that have to succeed: rejects with the end of the output when they don't. */
export async function mustRun(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<string> {
  const { code, output } = await run(command, args, options);
  if (code === 0) return output;
  const tail = output.trimEnd().split('\n').slice(-20).join('\n');
  throw new Error(`\`${[command, ...args].join(' ')}\` ended with code ${code}\n${tail}`);
}

/** Waits for a program to do its work. What goes wrong is said in a line, and the process ends with 1. */
export async function toItsEnd(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

const undoings = new Set<() => void>();

/**
 * Names something that must not outlive this process: `undo` is called when the process ends before it was undone,
 * however it ends (short of SIGKILL). Calling the answer says that it has been undone.
 */
export function undoAtExit(undo: () => void): () => void {
  undoings.add(undo);
  return () => undoings.delete(undo);
}

/** The last first: what a program has open is removed after the program. One that can't be undone keeps no other. */
function undoAll(): void {
  for (const undo of [...undoings].reverse()) {
    try {
      undo();
    } catch (error) {
      console.error(error);
    }
  }
  undoings.clear();
}
process.once('exit', undoAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    undoAll();
    process.kill(process.pid, signal);
  });
}

/** Starts a program that stays in the background, in a process group of its own so that `stop` reaches its children too. */
export function startInBackground(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(command, args, { detached: process.platform !== 'win32', ...options });
  const undone = undoAtExit(() => signalGroup(child, 'SIGKILL'));
  child.once('exit', undone);
  return child;
}

/** Ends a program started with `startInBackground` and all its children; resolves when it is gone. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  signalGroup(child, 'SIGKILL');
  await gone;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // Already gone: that is what was wanted.
  }
}
