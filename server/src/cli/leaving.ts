/** When a command that renders is to end early: however it is left, its job must not stay on the server. */
import { fstatSync, readFileSync } from 'node:fs';
import { isThere } from '../processes.ts';
import { readerLeft } from './output.ts';

/** Ctrl+C; what supervisors send; the terminal is closed. */
const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Milliseconds between looks at whoever started this. */
const LOOK = 1000;

/**
 * Aborts with the first of these signals (a second one ends the process at once), when nobody reads the output any more, and when
 * the program that started this one and writes to its standard input is gone.
 */
export function leaveSignal(): AbortSignal {
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  for (const signal of SIGNALS) if (!(signal === 'SIGHUP' && isNohup())) process.once(signal, leave);
  if (readerLeft.aborted) leave();
  readerLeft.addEventListener('abort', leave);
  if (isStartedByProgram()) watchParent(leave);
  return leaving.signal;
}

/** Whether the end of the terminal was to be ignored (`nohup`), as Linux tells: listening would undo that. */
function isNohup(): boolean {
  try {
    const ignored = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
    return (BigInt(`0x${ignored}`) & 1n) === 1n;
  } catch {
    return false;
  }
}

/** Standard input is a pipe or socket: its other end is held by a program, not by a person or a file. */
function isStartedByProgram(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isSocket();
  } catch {
    return false;
  }
}

function watchParent(leave: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent && isThere(parent)) return;
    clearInterval(watch);
    leave();
  }, LOOK);
  watch.unref();
}
