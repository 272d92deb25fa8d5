/** The files that the commands read. */
import { createReadStream } from 'node:fs';
import type { Analysis } from '../features/analysis.ts';
import type { Host } from '../lsp/host.ts';
import { createService } from '../service/index.ts';
import { languageOf } from './languages.ts';
import { complain, readerLeft } from './output.ts';
import { textOf } from './text-of.ts';
import { UsageError } from './usage.ts';

/** MB (10^6 bytes) of the largest file that is read: judging 100 MB of JSON takes up to 3.7 GB of memory. */
const LARGEST = 100;

/** A file of which nothing can be said, and why. */
export interface Unread {
  readonly file: string;
  readonly message: string;
}

/** Reads and analyses a file (`-`: standard input). Throws `UsageError` when it can't be read. */
export async function analyseFile(file: string, host: Host): Promise<Analysis> {
  const text = await readText(file);
  return createService(host.knowledge).analyse(text, languageOf(file));
}

/**
 * Does something with the analysis of each file, one after the other, until nobody reads what is said of them. Where that fails it
 * is complained of at once, and the next one's turn. Answers which files these were.
 */
export async function forEachFile(
  files: readonly string[],
  host: Host,
  act: (file: string, analysis: Analysis) => void,
): Promise<readonly Unread[]> {
  const unread: Unread[] = [];
  for (const file of files) {
    if (readerLeft.aborted) break;
    try {
      act(file, await analyseFile(file, host));
    } catch (error) {
      const message = error instanceof UsageError ? error.message : `can't judge ${file}: ${error}`;
      complain(`sweetspot: ${message}`);
      unread.push({ file, message });
    }
  }
  return unread;
}

async function readText(file: string): Promise<string> {
  return textFrom(file, await bytesOf(file));
}

/** The bytes of a file (`-`: standard input). Throws `UsageError` when they can't be read. */
export async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await collected(file === '-' ? process.stdin : createReadStream(file));
  } catch (error) {
    throw new UsageError(`can't read ${file}: ${reasonOf(error)}`);
  }
}

/** The text of a file's bytes. Throws `UsageError` where they are none. */
export function textFrom(file: string, bytes: Uint8Array): string {
  try {
    return textOf(bytes);
  } catch (error) {
    throw new UsageError(`can't read ${file}: ${reasonOf(error)}`);
  }
}

async function collected(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LARGEST * 1e6) throw new Error(`it is larger than ${LARGEST} MB`);
  }
  return Buffer.concat(chunks);
}

const REASONS = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'there is no such file'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'you may not read it'],
  ['EPERM', 'you may not read it'],
]);

/** Why a file could not be read, in words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return REASONS.get((error as NodeJS.ErrnoException).code ?? '') ?? error.message;
}
