/** Text in PNGs: where programs write what they drew. */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes of a chunk besides its data: length, type, checksum. */
const FRAME = 12;

/**
 * The text that a PNG holds under a keyword in a `tEXt` chunk (Latin-1 by the standard; programs write UTF-8) or an
 * uncompressed `iTXt` one. `null` where there is none, and for anything that is no PNG.
 */
export function textInPng(bytes: Uint8Array, keyword: string): string | null {
  const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return null;
  for (let at = SIGNATURE.length; at + FRAME <= png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'IDAT' || type === 'IEND') return null; // text stands before the picture
    const end = data.indexOf(0);
    if (end >= 0 && data.toString('latin1', 0, end) === keyword) {
      if (type === 'tEXt') return data.toString('utf8', end + 1);
      // Flag and method of compression, then language and translated keyword, each ended by 0.
      if (type === 'iTXt' && data[end + 1] === 0) {
        const text = data.indexOf(0, data.indexOf(0, end + 3) + 1) + 1;
        return data.toString('utf8', text);
      }
    }
    at += FRAME + length;
  }
  return null;
}
