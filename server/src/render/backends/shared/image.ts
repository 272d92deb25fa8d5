/** Pictures from a server: what they really are, read from their bytes and not from what the server says. */
import { t } from '@vscode/l10n';
import { imageSize } from 'image-size';
import * as v from 'valibot';
import type { Sound } from '../../animation.ts';
import type { Picture } from '../../backend.ts';
import { BackendError } from '../../problem.ts';
import { motionOfWebp } from '../../webp.ts';

/** Letters that the files have at their begin, and where: what begins otherwise is not even looked into. */
const FORMATS: readonly (readonly [letters: string, at: number, mime: Picture['mime']])[] = [
  ['\x89PNG\r\n\x1a\n', 0, 'image/png'],
  ['\xff\xd8\xff', 0, 'image/jpeg'],
  ['WEBP', 8, 'image/webp'],
];
const BEGIN = 12;

/**
 * Bytes in which the size is looked for. It stands at the begin, in a JPEG behind profiles and notes; its reader goes byte by byte through
 * what is none of these, which took 9 s for 64 MiB.
 */
const HEAD = 2 ** 20;

/** Pixels of the largest picture that is taken: 16384 a side, which is ComfyUI's own limit. A preview has far fewer. */
const MOST_PIXELS = 2 ** 28;
const MOST_PIXELS_OF_PREVIEW = 2 ** 24;

/**
 * The picture in some bytes; `null` when they are no PNG, JPEG or WebP. Throws `BackendError` `protocol` for one with so many
 * pixels that whoever shows it would break: a file of a megabyte may hold gigabytes.
 */
export function pictureOf(bytes: Uint8Array): Picture | null {
  const picture = readHead(bytes);
  if (picture && picture.width * picture.height > MOST_PIXELS)
    throw new BackendError(
      'protocol',
      t`The server made a picture of ${picture.width} × ${picture.height} pixels, which is too large to be shown.`,
    );
  return picture;
}

/** Brands of MP4's container that are still pictures. */
const STILL_BRANDS = /^(avif|avis|heic|heix|mif1|msf1)/;

/** The picture or video in some bytes; `null` when they are neither. A video is of the size that was asked for. Throws as `pictureOf`. */
export function shownOf(bytes: Uint8Array, size: Pick<Picture, 'width' | 'height'>): Picture | null {
  const mime = videoIn(Buffer.from(bytes.subarray(0, BEGIN)).toString('latin1'));
  return mime === null ? pictureOf(bytes) : { bytes, mime, width: size.width, height: size.height };
}

/** MP4 begins with a box of its brand, WebM (Matroska) with EBML's mark. */
function videoIn(begin: string): 'video/mp4' | 'video/webm' | null {
  if (begin.startsWith('\x1aE\xdf\xa3')) return 'video/webm';
  return begin.startsWith('ftyp', 4) && !STILL_BRANDS.test(begin.slice(8)) ? 'video/mp4' : null;
}

/** Letters that sounds have at their begin: FLAC, Ogg, WAV, MP3 with and without a title. */
const SOUNDS: readonly (readonly [letters: RegExp, mime: Sound['mime']])[] = [
  [/^fLaC/, 'audio/flac'],
  [/^OggS/, 'audio/ogg'],
  [/^RIFF.{4}WAVE/s, 'audio/wav'],
  [/^ID3|^\xff[\xe2-\xff]/, 'audio/mpeg'],
];
/** Bytes of a sound that is taken, at most: minutes of it, where videos have seconds. */
const MOST_BYTES_OF_SOUND = 32 * 1024 * 1024;

/** The sound in some bytes; `null` where they are none, or more than a video has. */
export function soundOf(bytes: Uint8Array): Sound | null {
  const begin = Buffer.from(bytes.subarray(0, BEGIN)).toString('latin1');
  const mime = SOUNDS.find(([letters]) => letters.test(begin))?.[1];
  return mime === undefined || bytes.length > MOST_BYTES_OF_SOUND ? null : { bytes, mime };
}

/** A preview; `null` where there is none that can be shown. */
export function previewOf(encoded: string | Uint8Array): Picture | null {
  const picture = readHead(bytesOf(encoded));
  return picture && picture.width * picture.height <= MOST_PIXELS_OF_PREVIEW ? picture : null;
}

function readHead(bytes: Uint8Array): Picture | null {
  const begin = Buffer.from(bytes.subarray(0, BEGIN)).toString('latin1');
  const mime = FORMATS.find(([letters, at]) => begin.startsWith(letters, at))?.[2];
  if (mime === undefined) return null;
  try {
    const { width, height } = imageSize(bytes.subarray(0, HEAD));
    const motion = mime === 'image/webp' ? motionOfWebp(bytes) : null;
    return width > 0 && height > 0 ? { bytes, mime, width, height, ...(motion && { motion }) } : null;
  } catch {
    return null; // the library throws for what it can't read
  }
}

/** A picture inside JSON: base64, bare or as a data URL, or what `parseJsonWithBytes` has made of it. */
export const EncodedSchema = v.union([v.string(), v.instance(Uint8Array)]);
export type Encoded = v.InferOutput<typeof EncodedSchema>;

/** The picture that is encoded; `null` when there is none. Throws as `pictureOf`. */
export function decodePicture(encoded: Encoded): Picture | null {
  return pictureOf(bytesOf(encoded));
}

function bytesOf(encoded: string | Uint8Array): Uint8Array {
  return typeof encoded === 'string' ? Buffer.from(encoded.replace(/^data:[^,]*,/, ''), 'base64') : encoded;
}
