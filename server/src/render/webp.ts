/** Moving WebPs as frames (RFC 9649, 2.7): how they move, and one of them as a picture of its own. */
import type { Motion } from './backend.ts';

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  /** All of it, with its type, length and padding. */
  readonly whole: Buffer;
}

/** Chunks of a file, and of a frame, that are looked at. */
const MOST_CHUNKS = 10_000;
const HEADER = 12;
/** What of an `ANMF` stands before its picture: place, size, time, flags. */
const FRAME_HEADER = 16;
const ALPHA = 0x10;

function chunksIn(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at + 8 <= bytes.length && chunks.length < MOST_CHUNKS; ) {
    const length = bytes.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    chunks.push({
      type: bytes.toString('latin1', at, at + 4),
      data: bytes.subarray(at + 8, at + 8 + length),
      whole: bytes.subarray(at, end),
    });
    at = end;
  }
  return chunks;
}

function framesOf(bytes: Uint8Array): readonly Buffer[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(HEADER);
  return chunksIn(file).flatMap(({ type, data }) => (type === 'ANMF' && data.length > FRAME_HEADER ? [data] : []));
}

/** How a WebP moves; `null` for one that does not. Frames of different times are told by their mean. */
export function motionOfWebp(bytes: Uint8Array): Motion | null {
  const frames = framesOf(bytes);
  const milliseconds = frames.reduce((sum, frame) => sum + frame.readUIntLE(12, 3), 0);
  if (frames.length < 2) return null;
  return { frames: frames.length, fps: milliseconds > 0 ? (1000 * frames.length) / milliseconds : 10 };
}

/**
 * The frame in the middle of a moving WebP as a still one, or the nearest before it that is a whole picture: others are only what has
 * changed. Itself where there is none.
 */
export function stillOfWebp(bytes: Uint8Array, width: number, height: number): Uint8Array {
  const frames = framesOf(bytes);
  const until = frames.slice(0, Math.floor(frames.length / 2) + 1);
  const whole = until.findLast(
    (frame) => frame.readUIntLE(6, 3) + 1 === width && frame.readUIntLE(9, 3) + 1 === height,
  );
  if (!whole) return bytes;
  const parts = chunksIn(whole.subarray(FRAME_HEADER)).filter(({ type }) => /^(ALPH|VP8 |VP8L)$/.test(type));
  const head = parts.some(({ type }) => type === 'ALPH') ? [extended(width, height)] : [];
  const body = Buffer.concat([Buffer.from('WEBP'), ...head, ...parts.map((part) => part.whole)]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from('RIFF'), length, body]);
}

/** `VP8X` of a still picture with alpha. */
function extended(width: number, height: number): Buffer {
  const chunk = Buffer.alloc(18);
  chunk.write('VP8X', 'latin1');
  chunk.writeUInt32LE(10, 4);
  chunk[8] = ALPHA;
  chunk.writeUIntLE(width - 1, 12, 3);
  chunk.writeUIntLE(height - 1, 15, 3);
  return chunk;
}
