/** As `inflate`, where there is no zlib. */
import { Unzlib } from 'fflate';

/** Bytes that are unpacked at once: deflate makes a thousand of one at most. */
const PIECE = 1024;

export async function lookThrough(packed: readonly Buffer[], look: (piece: Uint8Array) => boolean): Promise<void> {
  let goesOn = true;
  const unzlib = new Unzlib((piece) => {
    goesOn &&= look(piece);
  });
  for (const piece of packed)
    for (let at = 0; at < piece.length && goesOn; at += PIECE) {
      unzlib.push(piece.subarray(at, at + PIECE));
      await new Promise((resolve) => setImmediate(resolve, null));
    }
}

export function unpacksWithin(packed: Buffer, most: number): boolean {
  let length = 0;
  const unzlib = new Unzlib((piece) => {
    length += piece.length;
  });
  try {
    for (let at = 0; at < packed.length && length <= most; at += PIECE)
      unzlib.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    return length <= most;
  } catch {
    return false;
  }
}
