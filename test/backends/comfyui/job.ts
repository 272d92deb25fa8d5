/** A job of the scripted ComfyUI: what it says and shows, and how it runs. */
import type http from 'node:http';
import { type Asked, gate, png } from '../support.ts';
import type { ScriptedComfy } from './server.ts';

/** Runs a job; its outputs, or how it ended, are the history. */
export type Run = (job: ScriptedJob) => Promise<void> | void;

export interface ComfyScript {
  /** Takes a request over; true when it was answered. */
  readonly answer?: (asked: Asked, response: http.ServerResponse) => boolean | Promise<boolean>;
  readonly run?: Run;
  /** Bodies and messages in small pieces. */
  readonly inPieces?: boolean;
  /** Knows `POST /api/jobs/{id}/cancel`, as servers of 2026 do. */
  readonly cancelsJobs?: boolean;
  /** The body of `GET /object_info`. */
  readonly objectInfo?: Record<string, unknown>;
  /** Sends no binary frames. */
  readonly noPreviews?: boolean;
  /** The server's command line. */
  readonly argv?: readonly string[];
  /** Chooses ids itself, as servers before 0.3.45. */
  readonly ownIds?: boolean;
}

export type Inputs = Record<string, unknown>;
export type Graph = Record<string, { class_type: string; inputs: Inputs }>;

export class ScriptedJob {
  readonly files: Record<string, { images: { filename: string; subfolder: string; type: string }[] }> = {};
  readonly messages: [string, unknown][] = [];
  readonly stopped = gate();
  interrupted = false;

  constructor(
    readonly comfy: ScriptedComfy,
    readonly id: string,
    readonly number: number,
    readonly clientId: string,
    readonly graph: Graph,
    readonly body: Inputs,
  ) {}

  /** A message of this job to its client. */
  say(type: string, data: Inputs = {}): void {
    const whole = { prompt_id: this.id, ...data };
    if (type.startsWith('execution_')) this.messages.push([type, whole]);
    this.comfy.send(this.clientId, JSON.stringify({ type, data: whole }));
  }

  /** A preview, with metadata when the client knows them. */
  preview(node: string, picture: Uint8Array = png(8, 8)): void {
    if (this.comfy.script.noPreviews) return;
    this.comfy.send(
      this.clientId,
      this.comfy.knowsMetadata.has(this.clientId)
        ? event4(picture, { node_id: node, prompt_id: this.id })
        : event1(picture),
    );
  }

  step(node: string, value: number, max: number, picture?: Uint8Array): void {
    this.preview(node, picture);
    this.say('progress', { node, value, max });
  }

  /** A picture, or a sound, in the temp folder, told with `executed`. */
  show(node: string, picture: Uint8Array = png(), ending = 'png'): void {
    this.comfy.pictures += 1;
    const filename = `ComfyUI_temp_${this.comfy.pictures} ä.${ending}`;
    this.comfy.temp.set(filename, picture);
    this.files[node] ??= { images: [] };
    this.files[node].images.push({ filename, subfolder: '', type: 'temp' });
    this.say('executed', { node, display_node: node, output: this.files[node] });
  }

  /** The start of every run. */
  start(cached: readonly string[] = []): void {
    this.comfy.broadcast();
    this.say('execution_start', { timestamp: 1 });
    this.say('execution_cached', { nodes: cached });
  }

  /** All nodes in their order: samplers with steps, previews with pictures. */
  runNodes(): void {
    for (const [node, { class_type, inputs }] of this.inOrder()) {
      this.say('executing', { node, display_node: node });
      if (class_type.startsWith('KSampler'))
        for (let step = 1; step <= Number(inputs.steps); step += 1) this.step(node, step, Number(inputs.steps));
      if (class_type === 'PreviewImage') this.show(node);
    }
  }

  /** The nodes, each after what it takes from. */
  inOrder(): [string, Graph[string]][] {
    const done = new Map<string, Graph[string]>();
    const visit = (id: string): void => {
      const node = this.graph[id];
      if (!node || done.has(id)) return;
      for (const value of Object.values(node.inputs)) if (Array.isArray(value)) visit(String(value[0]));
      done.set(id, node);
    };
    for (const id of Object.keys(this.graph)) visit(id);
    return [...done];
  }
}

/** A run that goes well. */
export const goodRun: Run = (job) => {
  job.start();
  job.runNodes();
  job.say('execution_success');
};

/** One step, and then nothing until it is stopped. */
export const endlessRun: Run = async (job) => {
  job.start();
  job.say('executing', { node: '3', display_node: '3' });
  job.step('3', 1, 4);
  await job.stopped.promise;
};

export function event1(picture: Uint8Array): Buffer {
  return Buffer.concat([u32(1), u32(2), picture]);
}

export function event4(picture: Uint8Array, metadata: Inputs): Buffer {
  const json = Buffer.from(JSON.stringify({ ...metadata, image_type: 'image/png' }));
  return Buffer.concat([u32(4), u32(json.length), json, picture]);
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
