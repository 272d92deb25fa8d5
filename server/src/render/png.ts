/** PNGs as chunks, the text in them, where programs write what they drew, and what of them it takes to decode one. */
import { unpacksWithin } from './inflate.ts';

export const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes of a chunk besides its data: length, type, checksum. */
const FRAME = 12;
/** Chunks that are looked at: 64 MiB in the usual 8 KiB, many times over. */
const MOST_CHUNKS = 100_000;

export interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  /** All of it, with its length, type and checksum. */
  readonly frame: Buffer;
}

/** The chunks of a PNG in order, cut short where the file is. None for anything that is no PNG. */
export function* chunksOf(bytes: Uint8Array): Generator<Chunk, void, void> {
  const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return;
  let at = SIGNATURE.length;
  for (let count = 0; at + FRAME <= png.length && count < MOST_CHUNKS; count++) {
    const length = png.readUInt32BE(at);
    const frame = png.subarray(at, at + FRAME + length);
    yield { type: frame.toString('latin1', 4, 8), data: frame.subarray(8, 8 + length), frame };
    at += FRAME + length;
  }
}

/** A chunk, with its length and checksum. */
export function chunkOf(type: string, data: Uint8Array): Buffer {
  const frame = Buffer.alloc(FRAME + data.length);
  frame.writeUInt32BE(data.length, 0);
  frame.write(type, 4, 'latin1');
  frame.set(data, 8);
  frame.writeUInt32BE(checksum(frame.subarray(4, 8 + data.length)), 8 + data.length);
  return frame;
}

/** CRC-32 as PNG has it (annex D). zlib has one from Node 22 on only. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CHECKSUMS[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}

const CHECKSUMS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/**
 * The text that a PNG holds under a keyword in a `tEXt` chunk (Latin-1 by the standard; programs write UTF-8) or an
 * uncompressed `iTXt` one. `null` where there is none, and for anything that is no PNG.
 */
export function textInPng(bytes: Uint8Array, keyword: string): string | null {
  for (const { type, data } of chunksOf(bytes)) {
    if (type === 'IDAT' || type === 'IEND') return null; // text stands before the picture
    const end = data.indexOf(0);
    if (end !== keyword.length || data.toString('latin1', 0, end) !== keyword) continue;
    if (type === 'tEXt') return data.toString('utf8', end + 1);
    // Flag and method of compression, then language and translated keyword, each ended by 0.
    if (type === 'iTXt' && data[end + 1] === 0) {
      const text = data.indexOf(0, data.indexOf(0, end + 3) + 1) + 1;
      return data.toString('utf8', text);
    }
  }
  return null;
}

/** What decoding needs. Profiles and packed texts are left out: a decoder unpacks them, however large they are. */
const NEEDED: ReadonlySet<string> = new Set(['PLTE', 'tRNS', 'IDAT', 'IEND']);

/**
 * A PNG of nothing but its first header, its palette and its pixels, so that decoding it costs what the header says. `null` where
 * there is no header, or the pixels unpack to more than it says.
 */
export function plainPng(bytes: Uint8Array): Uint8Array | null {
  const chunks = [...chunksOf(bytes)];
  const [header, ...rest] = chunks;
  if (header?.type !== 'IHDR' || header.data.length < 13) return null;
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)];
  const needed = rest.filter(({ type }) => NEEDED.has(type));
  const packed = Buffer.concat(needed.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : [])));
  // Eight bytes a pixel at most, a filter for each row, and more rows where they are interlaced.
  if (!unpacksWithin(packed, (8 * width + 8) * (height + 8))) return null;
  return Buffer.concat([SIGNATURE, header.frame, ...needed.map(({ frame }) => frame)]);
}
