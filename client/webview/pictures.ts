/** Encoded pictures as the page holds them, and what is made from them. */
import type { Motion } from '../../server/src/protocol/render.ts';
import type { PictureData } from '../src/panel/picture.ts';
import { decoderOf, frameAt } from './frames.ts';
import { soundIn } from './sound.ts';

/** Longest side of a picture in the strip, device pixels. */
const THUMBNAIL_SIDE = 176;

/** A picture with an address for `<img>`. */
export interface HeldPicture {
  readonly blob: Blob;
  readonly address: string;
  /** Of a moving one. */
  readonly motion?: Motion;
  /** Address of what is heard with it, for `<audio>`. */
  readonly sound?: string;
}

/** Makes addresses for a picture and its sound, to be given up by `release`. */
export function hold({ bytes, mime, motion }: PictureData): HeldPicture {
  const blob = new Blob([bytes], { type: mime });
  const sound = motion && mime === 'image/png' ? soundIn(bytes) : null;
  return {
    blob,
    address: URL.createObjectURL(blob),
    ...(motion && { motion }),
    ...(sound && { sound: URL.createObjectURL(sound) }),
  };
}

/** Gives up the addresses of a picture that is no longer shown. */
export function release(picture: HeldPicture | undefined): void {
  if (picture) URL.revokeObjectURL(picture.address);
  if (picture?.sound) URL.revokeObjectURL(picture.sound);
}

/** The pixels of a picture; of a moving one those of a frame, from 0, or of its last where it has fewer. */
export async function bitmapOf({ blob, motion }: HeldPicture, at: number): Promise<ImageBitmap> {
  const decoder = motion && decoderOf?.(blob);
  if (!decoder) return createImageBitmap(blob);
  try {
    const frame = await frameAt(decoder, Math.min(at, motion.frames - 1));
    const bitmap = await createImageBitmap(frame);
    frame.close();
    return bitmap;
  } finally {
    decoder.close();
  }
}

/** Whether a server has packed it as a video itself: it plays as a whole, and can't be looked through or compared. */
export function isPacked({ blob }: HeldPicture): boolean {
  return blob.type.startsWith('video/');
}

/** A small WebP of a picture. */
export async function thumbnailOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const bitmap = await createImageBitmap(blob);
  const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(bitmap.width, bitmap.height));
  const small = await draw(bitmap, scale, { type: 'image/webp', quality: 0.82 });
  return new Uint8Array(await small.arrayBuffer());
}

/** Copies a picture to the clipboard, which takes PNG. Rejects where the platform doesn't allow it. */
export async function copyToClipboard(blob: Blob): Promise<void> {
  const png = blob.type === 'image/png' ? blob : draw(await createImageBitmap(blob), 1, { type: 'image/png' });
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}

async function draw(bitmap: ImageBitmap, scale: number, encoding: ImageEncodeOptions): Promise<Blob> {
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is no canvas to draw on.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return canvas.convertToBlob(encoding);
}
