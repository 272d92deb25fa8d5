/** What the backend and its worker thread say to each other. The worker answers a job with the render's events. */
import type { RenderEvent } from '../backend.ts';
import type { LandRequest } from './request.ts';
import type { Scenes } from './scenes-schema.ts';

/** Given to the thread when it starts. */
export interface WorkerStart {
  readonly scenes: Scenes;
}

export interface Job {
  readonly request: LandRequest;
  /** One 32-bit integer; other than 0 once the render is to stop. Shared, as a computing thread reads no messages. */
  readonly abort: ArrayBufferLike;
}

/** The thread as the backend sees it. */
export interface Thread {
  render(job: Job): void;
  /** It has nothing to do, and keeps no process alive. */
  rest(): void;
  /** Ends it, whatever it is at. */
  end(): void;
}

/** What a thread tells. */
export interface Hear {
  event(event: RenderEvent): void;
  died(reason: string): void;
}
