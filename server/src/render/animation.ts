/**
 * Frames as one moving picture: an animated PNG, which every browser plays, of the frames' own packed pixels: nothing is decoded or
 * packed anew, so it costs a copy. PNG third edition (W3C), 11.3.6: `acTL` counts the frames, each has an `fcTL` with its time, and all
 * but the first have their pixels in `fdAT`.
 */
import type { Picture } from './backend.ts';
import { chunkOf, chunksOf, SIGNATURE } from './png.ts';
import { stillOfWebp } from './webp.ts';

/** An `fcTL` says a time as a fraction of two 16-bit numbers. */
const MOST_FPS = 65;
const MILLI = 1000;

/** Sound, as a server has packed it. */
export interface Sound {
  readonly bytes: Uint8Array;
  readonly mime: 'audio/flac' | 'audio/mpeg' | 'audio/ogg' | 'audio/wav';
}

/**
 * A chunk of ours with the sound of a video: its type, a zero, its bytes. By the letters' case (PNG third edition, 5.4) whoever doesn't
 * know it passes it over, and it may be copied. So a video with sound is one file wherever it goes.
 */
const SOUND = 'soNd';

/**
 * One picture of several, shown one after the other for ever, with a sound or none. `null` where they are no PNGs of one size and colour, or fewer than two.
 * What else the first holds, such as the graph it is from, stays.
 */
export function animationOf(frames: readonly Picture[], fps: number, sound: Sound | null = null): Picture | null {
  const [first] = frames;
  const all = frames.map(({ bytes }) => [...chunksOf(bytes)]);
  const header = all[0]?.[0];
  if (!first || frames.length < 2 || header?.type !== 'IHDR') return null;
  const isAlike = all.every(
    ([own, ...rest]) => own?.frame.equals(header.frame) && !rest.some(({ type }) => type === 'PLTE' || type === 'tRNS'),
  );
  if (!isAlike) return null;
  const rate = Math.min(MOST_FPS, Math.max(1 / MILLI, fps));
  const count = Buffer.alloc(8);
  count.writeUInt32BE(frames.length);
  const before = all[0].slice(1).filter(({ type }) => !['IDAT', 'IEND', 'acTL', 'fcTL', 'fdAT', SOUND].includes(type));
  const bytes: Buffer[] = [SIGNATURE, header.frame, chunkOf('acTL', count), ...before.map(({ frame }) => frame)];
  let sequence = 0;
  for (const [index, chunks] of all.entries()) {
    bytes.push(chunkOf('fcTL', control(sequence++, first, rate)));
    for (const { type, data, frame } of chunks) {
      if (type !== 'IDAT') continue;
      bytes.push(index === 0 ? frame : chunkOf('fdAT', Buffer.concat([number(sequence++), data])));
    }
  }
  if (sound) bytes.push(chunkOf(SOUND, Buffer.concat([Buffer.from(`${sound.mime}\0`), sound.bytes])));
  bytes.push(chunkOf('IEND', Buffer.alloc(0)));
  const { width, height } = first;
  return {
    bytes: Buffer.concat(bytes),
    mime: 'image/png',
    width,
    height,
    motion: { frames: frames.length, fps: rate },
  };
}

/** A frame of an animation that `animationOf` has made, as a picture of its own; the picture itself where it does not move. */
export function frameOf(picture: Picture, index: number): Picture {
  const { mime, width, height } = picture;
  if (!picture.motion || mime !== 'image/png') return picture;
  const kept: Buffer[] = [SIGNATURE];
  let at = -1;
  for (const { type, data, frame } of chunksOf(picture.bytes)) {
    if (type === 'fcTL') at += 1;
    else if (type === 'IHDR' || type === 'IEND' || (type === 'IDAT' && index === 0)) kept.push(frame);
    else if (type === 'fdAT' && at === index) kept.push(chunkOf('IDAT', data.subarray(4)));
  }
  return { bytes: Buffer.concat(kept), mime, width, height };
}

/** The picture that stands for a moving one: the frame in its middle. */
export function stillOf(picture: Picture): Picture {
  const { bytes, mime, width, height } = picture;
  if (picture.motion && mime === 'image/webp') return { bytes: stillOfWebp(bytes, width, height), mime, width, height };
  return picture.motion ? frameOf(picture, Math.floor(picture.motion.frames / 2)) : picture;
}

/** An `fcTL`: a whole frame, in the place of the one before. */
function control(sequence: number, { width, height }: Picture, fps: number): Buffer {
  const data = Buffer.alloc(26);
  data.writeUInt32BE(sequence, 0);
  data.writeUInt32BE(width, 4);
  data.writeUInt32BE(height, 8);
  // For slow ones the time is in seconds, else in thousandths of frames a second.
  if (fps < 1) {
    data.writeUInt16BE(Math.min(0xffff, Math.round(1 / fps)), 20);
    data.writeUInt16BE(1, 22);
  } else {
    data.writeUInt16BE(MILLI, 20);
    data.writeUInt16BE(Math.round(fps * MILLI), 22);
  }
  return data;
}

function number(value: number): Buffer {
  const data = Buffer.alloc(4);
  data.writeUInt32BE(value);
  return data;
}
