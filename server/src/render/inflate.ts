/** Unpacks pixels as PNGs hold them (zlib), within bounds: a small file may hold gigabytes. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflate, inflateSync } from 'node:zlib';

/** Bytes that are looked at at once. */
const PIECE = 512 * 1024;

/**
 * Shows `look` what the pieces unpack to, piece by piece beside the main thread, until it answers that it has seen enough (false).
 * Rejects for what is broken.
 */
export async function lookThrough(packed: readonly Buffer[], look: (piece: Uint8Array) => boolean): Promise<void> {
  await pipeline(
    Readable.from(packed),
    createInflate({ chunkSize: PIECE }),
    async (pieces: AsyncIterable<Uint8Array>) => {
      for await (const piece of pieces) if (!look(piece)) return;
    },
  );
}

/** Whether something can be unpacked, to no more than so many bytes. */
export function unpacksWithin(packed: Buffer, most: number): boolean {
  try {
    inflateSync(packed, { maxOutputLength: most });
    return true;
  } catch {
    return false;
  }
}
