/** As `worker`, in a browser: the first message is what it is started with. */
import { createEngine } from './engine.ts';
import { renderEvents } from './job.ts';
import type { Job, WorkerStart } from './worker-messages.ts';

self.addEventListener(
  'message',
  ({ data: { scenes } }: MessageEvent<WorkerStart>) => {
    const engine = createEngine(scenes);
    const context = { engine, scenes, aborted: () => false, now: () => performance.now() };
    self.addEventListener('message', ({ data: { request } }: MessageEvent<Job>) => {
      for (const event of renderEvents(request, context)) self.postMessage(event);
    });
  },
  { once: true },
);
