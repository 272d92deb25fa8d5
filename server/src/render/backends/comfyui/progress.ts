/** A job as its messages tell it: from ComfyUI's messages to render events. Pure; `job.ts` does the talking. */
import { t } from '@vscode/l10n';
import type { RenderEvent } from '../../backend.ts';
import type { Message, NodeFailure, OutputFile } from './messages.ts';
import type { HistoryEntry } from './routes.ts';
import type { Sampling } from './sampling.ts';

/** What ComfyUI calls the refusal of one branch of a graph (execution.py, `ExecutionBlocker`); the rest goes on. */
const BLOCKED = 'ExecutionBlocked';

export class Progress {
  /** By node, in the order they came. */
  files: ReadonlyMap<string, readonly OutputFile[]> = new Map();
  failure: NodeFailure | null = null;
  /** A branch that refused its input; the others went on. */
  blocked: NodeFailure | null = null;
  interrupted = false;
  /** The job has begun, and no longer waits. */
  started = false;
  over = false;
  /** Jobs on the server, ours and the running one among them. */
  remaining = 0;
  previews = 0;
  steps = 0;

  readonly #prompt: string;
  readonly #sampling: Sampling;
  /** The node that runs; `null` when none of ours does. */
  #running: string | null = null;
  /** Steps told by each sampler, and how many it will take. */
  readonly #sampled = new Map<string, { done: number; total: number }>();

  constructor(prompt: string, sampling: Sampling) {
    this.#prompt = prompt;
    this.#sampling = sampling;
    for (const [node, total] of sampling.samplers) this.#sampled.set(node, { done: 0, total });
  }

  /** The events in a message. Messages of other jobs have none; those that name no job count while ours runs. */
  take(message: Message): RenderEvent[] {
    if (message.kind === 'status') {
      this.remaining = message.remaining;
      return [];
    }
    // After a reconnect the server repeats the running node, without the job's id (server.py, `websocket_handler`).
    const isReplay = message.kind === 'executing' && message.prompt === null && message.node !== null;
    if (!this.isOurs(message) && !(isReplay && this.started)) return [];
    this.started = true;
    switch (message.kind) {
      case 'start':
        return [];
      case 'cached':
        for (const node of message.nodes) this.#sampled.delete(node);
        return [];
      case 'executing':
        return this.#execute(message.node, message.prompt);
      case 'progress':
        return this.#step(message.node ?? this.#running, message.value, message.max);
      case 'preview':
        return this.#preview(message);
      case 'executed':
        if (message.files.length > 0) this.files = new Map([...this.files, [message.node, message.files]]);
        return [];
      case 'error':
        this.#fail(message.failure);
        this.over = this.failure !== null;
        return [];
      case 'interrupted':
        this.interrupted = true;
        this.over = true;
        return [];
      case 'success':
        this.over = true;
        return [];
    }
  }

  /** Whether a message is of our job. */
  isOurs(message: Message): boolean {
    if (message.kind === 'status') return false;
    return message.prompt === this.#prompt || (message.prompt === null && this.#running !== null);
  }

  /** The job is over, and this is what the server keeps of it: the messages may have been missed. */
  settle(entry: HistoryEntry): void {
    this.over = true;
    this.files = entry.files;
    if (entry.failure) this.#fail(entry.failure);
    this.interrupted ||= entry.interrupted;
  }

  #fail(failure: NodeFailure): void {
    if (failure.exception === BLOCKED) this.blocked = failure;
    else this.failure = failure;
  }

  #execute(node: string | null, prompt: string | null): RenderEvent[] {
    this.#running = node;
    // Of somebody's job; ours is over only by its own id.
    if (node === null && prompt !== null) this.over = true;
    const file = node === null ? undefined : this.#sampling.loaders.get(node);
    return file === undefined || this.steps > 0 ? [] : [{ kind: 'loading', what: t`loading ${file}` }];
  }

  /**
   * Steps of all samplers add up, so that a second pass goes on where the first ended. They never go back: a tiled upscaler
   * begins anew with every tile, dpm_adaptive stays at its last step for as long as it likes.
   */
  #step(node: string | null, value: number, max: number): RenderEvent[] {
    const sampled = node === null ? undefined : this.#sampled.get(node);
    if (!sampled || !(max > 0) || !(value > sampled.done)) return [];
    sampled.done = Math.min(Math.floor(value), max);
    sampled.total = max;
    const all = [...this.#sampled.values()];
    const done = all.reduce((sum, sampler) => sum + sampler.done, 0);
    if (done <= this.steps) return [];
    this.steps = done;
    return [
      { kind: 'step', done, total: all.reduce((sum, sampler) => sum + Math.max(sampler.done, sampler.total), 0) },
    ];
  }

  /** Pictures of other nodes on the way are no previews (SaveImageWebsocket sends its results so). */
  #preview({ node, picture }: Extract<Message, { kind: 'preview' }>): RenderEvent[] {
    const from = node ?? this.#running;
    if (from === null || !this.#sampling.samplers.has(from)) return [];
    this.previews += 1;
    return [{ kind: 'preview', picture }];
  }
}
