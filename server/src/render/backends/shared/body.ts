/** The body of an answer, unpacked. */

import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { t } from '@vscode/l10n';
import { BackendError } from '../../problem.ts';
import { tooLarge } from './faults.ts';

/** Bytes of the pieces in which a body is unpacked. */
const SMALLEST_PIECE = 16 * 1024;
const LARGEST_PIECE = 1024 * 1024;

const unzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.unzip);
const inflateRaw = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const unbrotli = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);

/**
 * A body without its `Content-Encoding`, whether or not it was asked for: some servers and proxies don't ask back. Throws
 * `BackendError` `protocol` for what can't be unpacked, or is larger than `most` bytes then.
 */
export async function decoded(bytes: Buffer, encoding: string | undefined, most: number, from: URL): Promise<Buffer> {
  if (bytes.length === 0) return bytes;
  // In large pieces: each is a way to another thread and back.
  const chunkSize = Math.min(Math.max(4 * bytes.length, SMALLEST_PIECE), LARGEST_PIECE);
  const bound = { maxOutputLength: most, chunkSize };
  try {
    switch (encoding?.toLowerCase()) {
      case 'gzip':
      case 'x-gzip':
        return await unzip(bytes, bound);
      case 'deflate':
        // With zlib's header, as the standard says, or without, as many do. The header's low bits are 8.
        return await ((bytes[0] & 0x0f) === 8 ? unzip(bytes, bound) : inflateRaw(bytes, bound));
      case 'br':
        return await unbrotli(bytes, bound);
      default:
        return bytes;
    }
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(from, most);
    throw new BackendError('protocol', t`${from.origin} sent a body that can't be unpacked.`, { detail: message });
  }
}
