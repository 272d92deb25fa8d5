/** As `thread`, in a browser: its pages and workers share no memory unless the whole site is set up for it. */
import type { RenderEvent } from '../backend.ts';
import type { Hear, Thread, WorkerStart } from './worker-messages.ts';

/** Nothing reaches a worker that computes: it is given up at once. */
export const ABORT_GRACE = 0;

export const newFlag = (): ArrayBufferLike => new ArrayBuffer(Int32Array.BYTES_PER_ELEMENT);

/** `script`: the text of the bundle of worker.browser.ts. */
export function startThread(script: string, start: WorkerStart, hear: Hear): Thread {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(address);
  worker.addEventListener('message', ({ data }: MessageEvent<RenderEvent>) => hear.event(data));
  worker.addEventListener('messageerror', () => hear.died('a message that can not be read'));
  worker.addEventListener('error', ({ message }) => hear.died(message));
  worker.postMessage(start);
  return {
    render: (job) => worker.postMessage(job),
    rest: () => {},
    end() {
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  };
}
