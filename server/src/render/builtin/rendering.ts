/** The thread of the built-in model, and the renders that wait for it. */
import { t } from '@vscode/l10n';
import type { RenderEvent, RenderRequest } from '../backend.ts';
import { EventQueue } from '../event-queue.ts';
import type { ProblemCode } from '../problem.ts';
import { checkRequest, type LandRequest, type Nearest, toLand } from './request.ts';
import type { Scenes } from './scenes-schema.ts';
import { ABORT_GRACE, newFlag, startThread } from './thread.ts';
import type { Job, Thread, WorkerStart } from './worker-messages.ts';

export interface BuiltinOptions {
  /** data/builtin/scenes.yaml, validated. */
  readonly scenes: () => Scenes;
  /** The bundle of worker.ts: its path, in a browser its text. */
  readonly worker: () => string;
  /** Which of its samplers and schedules stands for another. */
  readonly nearest: Nearest;
}

function failed(code: ProblemCode, message: string): RenderEvent {
  return { kind: 'failed', problem: { code, message, places: [], detail: null } };
}

function stopped(reason: string): RenderEvent {
  return failed('lost', t`The built-in model stopped (${reason}). Render again to start it anew.`);
}

/** A render that waits for the thread or has it. */
interface Task {
  readonly job: Job;
  readonly events: EventQueue;
}

/** The worker thread and the renders that queue for it. It starts with the first. */
export class RenderThread {
  readonly #options: BuiltinOptions;
  #worker: Thread | null = null;
  #running: Task | null = null;
  #waiting: Task[] = [];
  #grace: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(options: BuiltinOptions) {
    this.#options = options;
  }

  async *render(request: RenderRequest, signal: AbortSignal): AsyncGenerator<RenderEvent, void, void> {
    if (signal.aborted) {
      yield { kind: 'cancelled' };
      return;
    }
    const { land, replaced } = toLand(request, this.#options.nearest);
    const checked = checkRequest(land);
    if ('problem' in checked) {
      yield failed('invalid', checked.problem);
      return;
    }
    for (const text of replaced) yield { kind: 'warning', text };
    const task = this.#start(checked.ok);
    const abort = (): void => this.#abort(task);
    signal.addEventListener('abort', abort, { once: true });
    try {
      yield* task.events;
    } finally {
      // Also when the reader walks away before the end.
      signal.removeEventListener('abort', abort);
      this.#abort(task);
    }
  }

  #start(request: LandRequest): Task {
    const task: Task = {
      job: { request, abort: newFlag() },
      events: new EventQueue(),
    };
    if (this.#disposed) {
      task.events.push(failed('lost', t`The built-in model is shut down.`));
    } else {
      this.#waiting.push(task);
      this.#next();
    }
    return task;
  }

  /** Ends a render with `cancelled` within the grace time; nothing happens to one that has ended. */
  #abort(task: Task): void {
    if (task.events.ended) return;
    if (task !== this.#running) {
      this.#waiting = this.#waiting.filter((other) => other !== task);
      task.events.push({ kind: 'cancelled' });
      return;
    }
    Atomics.store(new Int32Array(task.job.abort), 0, 1);
    this.#grace ??= setTimeout(() => this.#abandon({ kind: 'cancelled' }), ABORT_GRACE);
  }

  dispose(): void {
    this.#disposed = true;
    for (const task of this.#waiting.splice(0)) task.events.push({ kind: 'cancelled' });
    this.#abandon({ kind: 'cancelled' });
  }

  #next(): void {
    if (this.#running !== null) return;
    const task = this.#waiting.shift();
    if (task === undefined) return;
    this.#running = task;
    try {
      this.#worker ??= this.#spawn();
      this.#worker.render(task.job);
    } catch (error) {
      this.#abandon(stopped(error instanceof Error ? error.message : String(error)));
    }
  }

  #spawn(): Thread {
    const start: WorkerStart = { scenes: this.#options.scenes() };
    // A thread that was given up may still have messages on the way.
    const isCurrent = (): boolean => worker === this.#worker;
    const worker = startThread(this.#options.worker(), start, {
      event: (event) => {
        if (isCurrent()) this.#receive(event);
      },
      died: (reason) => {
        if (isCurrent()) this.#abandon(stopped(reason));
      },
    });
    return worker;
  }

  #receive(event: RenderEvent): void {
    const task = this.#running;
    if (task === null) return;
    task.events.push(event);
    if (task.events.ended) this.#finish();
  }

  /** Gives the thread up, and with it the render it was at. */
  #abandon(ending: RenderEvent): void {
    const worker = this.#worker;
    this.#worker = null;
    // It ends in its own time: nothing here depends on when.
    worker?.end();
    this.#running?.events.push(ending);
    this.#finish();
  }

  #finish(): void {
    clearTimeout(this.#grace);
    this.#grace = undefined;
    this.#running = null;
    this.#worker?.rest();
    this.#next();
  }
}
