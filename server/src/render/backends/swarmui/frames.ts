/** What SwarmUI sends while it renders: JSON frames of `/API/GenerateText2ImageWS` (src/WebAPI/T2IAPI.cs). */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { readAs } from '../../../knowledge/readable.ts';
import { jsonIn } from '../shared/json.ts';

export type Frame =
  | { readonly kind: 'error'; readonly text: string; readonly id: string | null }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'progress'; readonly fraction: number; readonly preview: string | null }
  | { readonly kind: 'image'; readonly image: string; readonly metadata: string | null }
  /** All there is has been sent. The server keeps the socket open for two more seconds, for further requests. */
  | { readonly kind: 'end' };

const text = v.fallback(v.nullish(v.string(), null), null);
const number = v.fallback(v.number(), 0);

const FrameSchema = v.looseObject({});
const StatusSchema = v.object({
  waiting_gens: number,
  loading_models: number,
  waiting_backends: number,
  live_gens: number,
});
const ProgressSchema = v.object({ overall_percent: number, preview: text });
/** Flat in the code, nested on its page of documentation. */
const ImageSchema = v.object({
  image: v.string(),
  batch_index: v.fallback(v.pipe(v.unknown(), v.transform(Number), v.number()), 0),
  metadata: text,
});

/**
 * Reads a frame. `null` for those that say nothing here: a sign of life, a grid of several pictures (batch index -1), a
 * picture on the way to the final one (-11 and below), and what is unknown.
 */
export function readFrame(message: string | Buffer): Frame | null {
  const frame = readAs(FrameSchema, jsonIn(message.toString()));
  if (!frame) return null;
  if ('error' in frame || 'error_id' in frame) {
    const id = typeof frame.error_id === 'string' ? frame.error_id : null;
    return { kind: 'error', text: typeof frame.error === 'string' ? frame.error : (id ?? t`unknown error`), id };
  }
  if ('image' in frame) {
    const image = readAs(ImageSchema, typeof frame.image === 'string' ? frame : frame.image);
    return image && image.batch_index >= 0 ? { kind: 'image', ...image } : null;
  }
  if ('gen_progress' in frame) {
    const progress = readAs(ProgressSchema, frame.gen_progress);
    if (!progress) return null;
    const { overall_percent, preview } = progress;
    return { kind: 'progress', fraction: Math.min(1, Math.max(0, overall_percent)), preview };
  }
  if ('discard_indices' in frame || frame.socket_intention === 'close') return { kind: 'end' };
  const status = readAs(StatusSchema, frame.status);
  if (!status) return null;
  if (status.loading_models > 0) return { kind: 'loading' };
  return status.waiting_backends > 0 && status.live_gens === 0 ? { kind: 'waiting' } : null;
}
