/** The sound in an animated PNG of ours (server/src/render/animation), found without looking into its pixels. */

const SIGNATURE = 8;
/** Bytes of a chunk besides its data, and of those the ones before it. */
const [FRAME, HEAD] = [12, 8];
const SOUND = 'soNd';
const TYPES = ['audio/flac', 'audio/mpeg', 'audio/ogg', 'audio/wav'];
/** Letters of the longest type. */
const MOST_LETTERS = 16;

/** The sound in some bytes; `null` where there is none. */
export function soundIn(bytes: Uint8Array<ArrayBuffer>): Blob | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  for (let at = SIGNATURE; at + FRAME <= bytes.length; at += FRAME + view.getUint32(at)) {
    if (text(at + 4, at + HEAD) !== SOUND) continue;
    const data = bytes.subarray(at + HEAD, at + HEAD + view.getUint32(at));
    const end = data.subarray(0, MOST_LETTERS).indexOf(0);
    const type = String.fromCharCode(...data.subarray(0, Math.max(0, end)));
    return TYPES.includes(type) ? new Blob([data.subarray(end + 1)], { type }) : null;
  }
  return null;
}
