/** What the backend and its worker thread say to each other. The worker answers a job with the render's events. */
import type { LandRequest } from './request.ts';
import type { Scenes } from './scenes-schema.ts';

/** Given to the thread when it starts. */
export interface WorkerStart {
  readonly scenes: Scenes;
}

export interface Job {
  readonly request: LandRequest;
  /** One 32-bit integer; other than 0 once the render is to stop. Shared, as a computing thread reads no messages. */
  readonly abort: SharedArrayBuffer;
}
