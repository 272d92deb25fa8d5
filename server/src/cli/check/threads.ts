/** Judges many files in threads, within a bound of memory, and tells of them in the order in which they were named. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Task } from './judge.ts';
import type { Outcome } from './report.ts';
import { statOf } from './select.ts';

/** Files of a batch, and their bytes at most: one message each way, and no thread has long to do when the others are done. */
const A_BATCH = { files: 32, bytes: 1e6 };

/** Bytes from which a file is large: of these one is judged at a time, since it may take many times its size in memory. */
const LARGE = 4e6;

/** MB of JavaScript objects in a thread. The largest file that is read takes 3.7 GB. */
const MEMORY = 4096;

/** Files from which threads are started: before that many small ones are judged, none would be ready. */
const WORTH_THREADS = 48;

interface Batch {
  readonly first: number;
  readonly files: readonly string[];
  readonly isLarge: boolean;
}

/** What threads have in common. */
interface Queue {
  readonly take: () => Batch | undefined;
  readonly giveBack: (batches: readonly Batch[]) => void;
  readonly finish: (batch: Batch, outcomes: readonly Outcome[]) => void;
}

export interface Judging {
  readonly files: readonly string[];
  readonly task: Task;
  /** The folder with the bundles. */
  readonly folder: string;
  /** Ends all of it: what was not told by then never is. */
  readonly signal: AbortSignal;
  readonly tell: (outcome: Outcome) => void;
  /** How many are judged, told or not. */
  readonly progress: (done: number) => void;
}

/** Whether threads are worth it, and safe: one that waits for a pipe can't be ended. */
export function areForThreads(files: readonly string[]): boolean {
  return files.length >= WORTH_THREADS && files.every((file) => statOf(file)?.isFile() !== false);
}

/** Resolves when all is told, or the signal has ended it. */
export async function judgeInThreads(judging: Judging): Promise<void> {
  const { files, signal, tell, progress } = judging;
  const batches = batchesOf(files);
  const outcomes: (Outcome | undefined)[] = [];
  let [told, done, isLargeBusy] = [0, 0, false];
  const take = (): Batch | undefined => {
    const index = batches.findIndex(({ isLarge }) => !isLarge || !isLargeBusy);
    const [batch] = index < 0 ? [] : batches.splice(index, 1);
    if (batch?.isLarge) isLargeBusy = true;
    return batch;
  };
  const giveBack = (again: readonly Batch[]): void => void batches.unshift(...again);
  const finish = (batch: Batch, found: readonly Outcome[]): void => {
    if (batch.isLarge) isLargeBusy = false;
    for (const [index, outcome] of found.entries()) outcomes[batch.first + index] = outcome;
    done += found.length;
    progress(done);
    for (let next = outcomes[told]; next && !signal.aborted; next = outcomes[told]) {
      tell(next);
      outcomes[told] = undefined;
      told += 1;
    }
  };
  const count = Math.max(1, Math.min(availableParallelism(), batches.length));
  await Promise.all(Array.from({ length: count }, () => work(judging, { take, giveBack, finish })));
}

/** One thread after the other, until nothing is left to take: one that dies takes only its batch with it. */
async function work({ task, folder, signal }: Judging, { take, giveBack, finish }: Queue): Promise<void> {
  let worker: Worker | null = null;
  try {
    for (let batch = take(); batch && !signal.aborted; batch = take()) {
      worker ??= new Worker(join(folder, 'check-worker.cjs'), {
        workerData: task,
        resourceLimits: { maxOldGenerationSizeMb: MEMORY },
      });
      const answer = await answerOf(worker, batch, signal);
      if (answer.kind === 'ended') return;
      if (answer.kind === 'died') {
        worker = null;
        // One of them was too much: the others are judged without it.
        if (batch.files.length > 1) {
          giveBack(batch.files.map((file, index) => ({ first: batch.first + index, files: [file], isLarge: true })));
          continue;
        }
      }
      finish(batch, answer.outcomes);
    }
  } finally {
    await worker?.terminate();
  }
}

type Answer = { readonly kind: 'judged' | 'died'; readonly outcomes: readonly Outcome[] } | { readonly kind: 'ended' };

function answerOf(worker: Worker, { files }: Batch, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve) => {
    const settle = (answer: Answer): void => {
      for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
      // A thread that dies says so twice: by an error and by its end.
      worker.on('error', () => {});
      signal.removeEventListener('abort', end);
      resolve(answer);
    };
    const end = (): void => settle({ kind: 'ended' });
    const died = (why: string): void =>
      settle({ kind: 'died', outcomes: files.map((file) => ({ file, message: `can't judge ${file}: ${why}` })) });
    worker.on('message', (outcomes: readonly Outcome[]) => settle({ kind: 'judged', outcomes }));
    worker.on('error', (error) =>
      died(
        (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? 'it takes too much memory'
          : String(error),
      ),
    );
    worker.on('exit', () => died('its thread has ended'));
    signal.addEventListener('abort', end);
    worker.postMessage(files);
  });
}

/** Neighbours together, large ones alone. */
function batchesOf(files: readonly string[]): Batch[] {
  const batches: { first: number; files: string[]; isLarge: boolean; bytes: number }[] = [];
  for (const [index, file] of files.entries()) {
    const bytes = statOf(file)?.size ?? 0;
    const last = batches.at(-1);
    const fits = last && !last.isLarge && last.files.length < A_BATCH.files && last.bytes + bytes <= A_BATCH.bytes;
    if (fits) {
      last.files.push(file);
      last.bytes += bytes;
    } else batches.push({ first: index, files: [file], isLarge: bytes >= LARGE, bytes });
  }
  return batches;
}
