/**
 * How far a render is, and stopping it. The interrupt of these servers stops whatever runs, so that it is only sent while the
 * running job is ours.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { SdapiProduct } from '../../../knowledge/schema.ts';
import type { Connection } from '../../address.ts';
import type { RenderEvent } from '../../backend.ts';
import { timerFor } from '../../timers.ts';
import { type HttpRequest, type HttpResponse, send, sendOk } from '../shared/http.ts';
import { previewOf } from '../shared/image.ts';

export type Emit = (event: RenderEvent) => void;

/** Milliseconds between questions: a draft of a few steps is over in a second or two, longer renders are asked less often. */
const EVERY = { early: 100, later: 300 };
const EARLY = 3000;
/** Milliseconds for one of them: the server answers late while it computes. */
const TIMEOUT = 10_000;
/** Milliseconds for questions that a cancel waits for. */
const HURRY = 2000;
/** How often and after how many milliseconds a job that the server does not know is looked for again before it is stopped. */
const AGAIN = 3;
const SOON = 200;
/** Milliseconds between looks at a job that waits in the queue and is not wanted any more. */
const LATER = 1000;

/** What a look at the server shows of a job. */
export interface Look {
  /** `unknown`: the server has not heard of it yet, has forgotten it, or can't tell it from others. */
  readonly state: 'unknown' | 'queued' | 'running' | 'completed';
  /** Jobs before it, where the server says. */
  readonly ahead: number | null;
  readonly step: number | null;
  readonly total: number | null;
  /** A preview as base64 or data URL, when there is a new one. */
  readonly preview: string | null;
}

/** Where progress comes from. */
export interface Source {
  /** It knows our job from any other. */
  readonly byId: boolean;
  look(signal: AbortSignal, hurry?: boolean): Promise<Look>;
}

const text = v.fallback(v.nullable(v.string()), null);
const number = v.fallback(v.nullable(v.number()), null);
const flag = v.fallback(v.boolean(), false);
const TaskSchema = v.object({
  active: flag,
  queued: flag,
  completed: flag,
  progress: number,
  live_preview: text,
  id_live_preview: number,
  textinfo: text,
});
const StateSchema = v.object({
  state: v.object({ job: text, job_count: number, sampling_step: number, sampling_steps: number }),
  current_image: text,
});

const UNKNOWN: Look = { state: 'unknown', ahead: null, step: null, total: null, preview: null };

/** Progress of one task by its id (`POST /internal/progress`, modules/progress.py of AUTOMATIC1111). `steps`: of the task. */
export function taskSource(connection: Connection, path: string, task: string, steps: number): Source {
  let seen = -1;
  return {
    byId: true,
    async look(signal, hurry = false) {
      const json = { id_task: task, id_live_preview: seen, live_preview: !hurry };
      const { active, queued, completed, progress, ...more } = await ask(
        connection,
        { path, json, signal },
        TaskSchema,
        hurry,
      );
      if (queued) return { ...UNKNOWN, state: 'queued', ahead: placeIn(more.textinfo) };
      if (!active) return completed ? { ...UNKNOWN, state: 'completed' } : UNKNOWN;
      const preview = more.id_live_preview === seen ? null : more.live_preview;
      if (preview !== null) seen = more.id_live_preview ?? seen;
      // The fraction is step by steps: it is given back as such.
      return { state: 'running', ahead: null, step: Math.round((progress ?? 0) * steps), total: steps, preview };
    },
  };
}

/**
 * Progress of whatever the server runs (`GET /sdapi/v1/progress`). It is ours only if the server was idle when ours was sent,
 * and if the job is called as jobs of the API are: another one is `unknown`.
 */
export function globalSource(connection: Connection, path: string, jobs: RegExp | null, wasIdle: boolean): Source {
  let shown: string | null = null;
  return {
    byId: false,
    async look(signal, hurry = false) {
      if (!wasIdle) return { ...UNKNOWN, state: 'queued' };
      const { state, current_image } = await askState(connection, path, hurry, signal);
      if (isIdle(state) || (jobs && !jobs.test(state.job ?? ''))) return UNKNOWN;
      const preview = current_image === shown ? null : current_image;
      shown = current_image;
      return { state: 'running', ahead: null, step: state.sampling_step, total: state.sampling_steps || null, preview };
    },
  };
}

/** Whether the server runs nothing. */
export async function isServerIdle(connection: Connection, path: string, signal: AbortSignal): Promise<boolean> {
  return isIdle((await askState(connection, path, true, signal)).state);
}

/** Tells of a job until `signal` aborts. Never throws: whether the render succeeds is said by its own answer. */
export async function follow(source: Source, what: string, emit: Emit, signal: AbortSignal): Promise<void> {
  let step = 0;
  let last = '';
  const begun = performance.now();
  const once = (event: RenderEvent): void => {
    const written = JSON.stringify(event);
    if (written !== last) emit(event);
    last = written;
  };
  while (!signal.aborted) {
    await sleep(performance.now() - begun < EARLY ? EVERY.early : EVERY.later, undefined, { signal }).catch(() => {});
    const look = await source.look(signal).catch(() => UNKNOWN);
    if (signal.aborted) return;
    if (look.state === 'queued') once({ kind: 'queued', ahead: look.ahead });
    if (look.state !== 'running') continue;
    if (step === 0 && !look.step) once({ kind: 'loading', what });
    if (look.step !== null && look.total !== null && look.step > step) {
      step = look.step;
      once({ kind: 'step', done: Math.min(step, look.total), total: look.total });
    }
    const picture = look.preview === null ? null : previewOf(look.preview);
    if (picture) emit({ kind: 'preview', picture });
  }
}

export interface Stop {
  readonly connection: Connection;
  readonly product: SdapiProduct;
  /** `null` where the server tells nothing. */
  readonly source: Source | null;
  readonly log: (line: string) => void;
  /** Ends the wait for a job that is still in the queue. */
  readonly disposed: AbortSignal;
  /** Milliseconds that wait may last. */
  readonly patience: number;
}

/**
 * Stops the job if it runs; if it waits and is known by its id, as soon as it begins, without holding the caller up. Any other
 * is left alone: it ends by itself, and the log says so.
 */
export async function stopJob(stop: Stop): Promise<void> {
  const { product, source, log } = stop;
  if (product.interrupt === undefined || source === null) {
    log(`${product.name} can't be told to stop: it draws the picture to its end.`);
    return;
  }
  // A job that was just sent may not be known at once, and an answer may be lost.
  let { state } = await source.look(AbortSignal.timeout(HURRY), true);
  for (let again = 0; state === 'unknown' && source.byId && again < AGAIN; again += 1) {
    await sleep(SOON);
    ({ state } = await source.look(AbortSignal.timeout(HURRY), true));
  }
  if (state === 'running') await interrupt(stop, product.interrupt);
  else if (source.byId && state !== 'completed') stopLater(stop, source, product.interrupt).catch(() => {});
  else if (!source.byId)
    log(`${product.name} may run a picture of somebody else: the cancelled one is drawn to its end.`);
}

async function stopLater(stop: Stop, source: Source, path: string): Promise<void> {
  const { product, log, disposed, patience } = stop;
  const until = AbortSignal.any([disposed, AbortSignal.timeout(timerFor(patience))]);
  log(`${product.name} has not begun the cancelled render: it is stopped when it does.`);
  // A job that was just sent may not be known at once.
  for (let unknown = 0; unknown < 3 && !until.aborted; ) {
    await sleep(LATER, undefined, { signal: until, ref: false }).catch(() => {});
    const { state } = await source.look(until, true).catch(() => UNKNOWN);
    if (state === 'completed') return;
    if (state === 'running' && (await interrupt(stop, path).catch(() => false))) return;
    unknown = state === 'unknown' ? unknown + 1 : 0;
  }
}

async function interrupt({ connection }: Stop, path: string): Promise<true> {
  // 200 with {}, of SD.Next 204.
  await sendOk(connection, { method: 'POST', path, signal: AbortSignal.timeout(HURRY) });
  return true;
}

/** `In queue: 2/3`: one job runs, and one waits before it. */
function placeIn(textinfo: string | null): number | null {
  const place = /(?<!\d)(\d+)\/\d+/.exec(textinfo ?? '')?.[1];
  return place === undefined ? null : Number(place);
}

type State = v.InferOutput<typeof StateSchema>['state'];

function isIdle({ job, job_count }: State): boolean {
  return !job && !job_count;
}

function askState(connection: Connection, path: string, hurry: boolean, signal: AbortSignal) {
  return ask(connection, { path: `${path}?skip_current_image=${hurry}`, signal }, StateSchema, hurry);
}

async function ask<S extends v.GenericSchema>(
  connection: Connection,
  request: HttpRequest,
  schema: S,
  hurry: boolean,
): Promise<v.InferOutput<S>> {
  const response: HttpResponse = await send(connection, { ...request, timeout: hurry ? HURRY : TIMEOUT });
  return v.parse(schema, response.json());
}
