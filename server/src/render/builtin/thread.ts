/** The thread that renders, in Node. */
import { Worker } from 'node:worker_threads';
import type { Hear, Thread, WorkerStart } from './worker-messages.ts';

/** Milliseconds an aborted render has to stop by itself before its thread is given up: a step of the largest picture takes less. */
export const ABORT_GRACE = 1000;

/** How a thread that computes hears that it is to stop: in memory that it shares. */
export const newFlag = (): ArrayBufferLike => new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);

/** `file`: the bundle of worker.ts. */
export function startThread(file: string, start: WorkerStart, hear: Hear): Thread {
  const worker = new Worker(file, { workerData: start });
  worker.on('message', hear.event);
  worker.on('messageerror', (error) => hear.died(error.message));
  worker.on('error', (error) => hear.died(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => hear.died(`exit code ${code}`));
  return {
    render(job) {
      worker.ref();
      worker.postMessage(job);
    },
    rest: () => worker.unref(),
    end: () => worker.terminate().catch(() => {}),
  };
}
