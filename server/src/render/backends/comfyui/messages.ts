/**
 * What ComfyUI says on its WebSocket, text and binary, as data. Whatever is unknown, cut short or of the wrong type is `null`:
 * extensions send messages of their own. Sources: server.py, protocol.py, comfy_execution/progress.py, execution.py.
 */

import * as v from 'valibot';
import { anyObject } from '../../../common/records.ts';
import { own } from '../../../knowledge/own.ts';
import { listOf, readAs } from '../../../knowledge/readable.ts';
import type { Picture } from '../../backend.ts';
import { previewOf } from '../shared/image.ts';
import { jsonIn } from '../shared/json.ts';

/** A file that a node made, as `/view` takes it. */
export interface OutputFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}

/** Why a node failed. */
export interface NodeFailure {
  readonly node: string | null;
  readonly nodeType: string;
  readonly message: string;
  /** Of Python, maybe dotted (`torch.OutOfMemoryError`). */
  readonly exception: string;
  readonly traceback: readonly string[];
}

/** `prompt` is the id of the job; `null` where the server leaves it out. */
export type Message =
  | { readonly kind: 'status'; readonly remaining: number }
  | { readonly kind: 'start'; readonly prompt: string }
  | { readonly kind: 'cached'; readonly prompt: string; readonly nodes: readonly string[] }
  /** `node` null: the job is over. */
  | { readonly kind: 'executing'; readonly prompt: string | null; readonly node: string | null }
  | {
      readonly kind: 'progress';
      readonly prompt: string | null;
      readonly node: string | null;
      readonly value: number;
      readonly max: number;
    }
  | { readonly kind: 'executed'; readonly prompt: string; readonly node: string; readonly files: readonly OutputFile[] }
  | { readonly kind: 'success'; readonly prompt: string }
  | { readonly kind: 'interrupted'; readonly prompt: string }
  | { readonly kind: 'error'; readonly prompt: string; readonly failure: NodeFailure }
  | {
      readonly kind: 'preview';
      readonly prompt: string | null;
      readonly node: string | null;
      readonly picture: Picture;
    };

/** Binary messages begin with their kind, a big-endian u32 (protocol.py, `BinaryEventTypes`). */
const PREVIEW = 1;
const PREVIEW_WITH_METADATA = 4;
/** A preview is scaled to 512 pixels by default; what is beyond this is no preview. */
const LARGEST_PREVIEW = 32 * 1024 * 1024;

const Id = v.pipe(v.union([v.string(), v.number()]), v.transform(String));
const MaybeId = v.nullish(Id, null);
const Count = v.fallback(v.number(), 0);
const Text = v.fallback(v.string(), '');

const FileSchema = v.object({ filename: v.string(), subfolder: Text, type: v.fallback(v.string(), 'output') });

/** The files in what a node put out, whatever key they stand under (`images`, `gifs`, `video`, …). */
export function filesOf(output: unknown): OutputFile[] {
  const lists = readAs(anyObject, output) ?? {};
  return v.parse(listOf(FileSchema), Object.values(lists).flat());
}

export const FailureSchema = v.pipe(
  v.object({
    node_id: MaybeId,
    node_type: Text,
    exception_message: Text,
    exception_type: Text,
    traceback: v.fallback(v.array(v.string()), []),
  }),
  v.transform(
    (data): NodeFailure => ({
      node: data.node_id,
      nodeType: data.node_type,
      message: data.exception_message.trim(),
      exception: data.exception_type,
      traceback: data.traceback,
    }),
  ),
);

/** How one type of text message is read. */
const reader =
  <S extends v.GenericSchema>(schema: S, make: (data: v.InferOutput<S>) => Message) =>
  (data: unknown): Message | null => {
    const read = readAs(schema, data);
    return read === null ? null : make(read);
  };
const ofPrompt = (kind: 'start' | 'success' | 'interrupted') =>
  reader(v.object({ prompt_id: Id }), ({ prompt_id }) => ({ kind, prompt: prompt_id }));

const READERS: Readonly<Record<string, (data: unknown) => Message | null>> = {
  status: reader(
    v.object({ status: v.object({ exec_info: v.object({ queue_remaining: v.number() }) }) }),
    ({ status }) => ({ kind: 'status', remaining: status.exec_info.queue_remaining }),
  ),
  execution_start: ofPrompt('start'),
  execution_success: ofPrompt('success'),
  execution_interrupted: ofPrompt('interrupted'),
  execution_cached: reader(v.object({ prompt_id: Id, nodes: v.fallback(v.array(Id), []) }), ({ prompt_id, nodes }) => ({
    kind: 'cached',
    prompt: prompt_id,
    nodes,
  })),
  executing: reader(v.object({ prompt_id: MaybeId, node: v.nullable(Id) }), ({ prompt_id, node }) => ({
    kind: 'executing',
    prompt: prompt_id,
    node,
  })),
  progress: reader(
    v.object({ prompt_id: MaybeId, node: MaybeId, value: Count, max: Count }),
    ({ prompt_id, node, value, max }) => ({ kind: 'progress', prompt: prompt_id, node, value, max }),
  ),
  executed: reader(
    v.object({ prompt_id: Id, node: Id, output: v.optional(v.unknown()) }),
    ({ prompt_id, node, output }) => ({ kind: 'executed', prompt: prompt_id, node, files: filesOf(output) }),
  ),
  execution_error: reader(v.looseObject({ prompt_id: Id }), (data) => ({
    kind: 'error',
    prompt: data.prompt_id,
    failure: v.parse(FailureSchema, data),
  })),
};

const Envelope = v.object({ type: v.string(), data: v.unknown() });

/** Reads one message, text or binary; `null` when it says nothing to us. */
export function parseMessage(message: string | Buffer): Message | null {
  if (typeof message !== 'string') return parseBinary(message);
  const envelope = readAs(Envelope, jsonIn(message));
  return envelope && (own(READERS, envelope.type)?.(envelope.data) ?? null);
}

const Metadata = v.object({ prompt_id: MaybeId, node_id: MaybeId });

function parseBinary(frame: Buffer): Message | null {
  if (frame.length < 8 || frame.length > LARGEST_PREVIEW) return null;
  const kind = frame.readUInt32BE(0);
  if (kind === PREVIEW) {
    // The format in bytes 4 to 7 is not believed: the picture says what it is.
    const picture = previewOf(frame.subarray(8));
    return picture && { kind: 'preview', prompt: null, node: null, picture };
  }
  if (kind !== PREVIEW_WITH_METADATA) return null;
  const end = 8 + frame.readUInt32BE(4);
  if (end > frame.length) return null;
  const metadata = readAs(Metadata, jsonIn(frame.toString('utf8', 8, end)));
  const picture = previewOf(frame.subarray(end));
  return metadata && picture && { kind: 'preview', prompt: metadata.prompt_id, node: metadata.node_id, picture };
}
