/** The files that the commands read and write. */
import { constants, createReadStream } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Analysis } from '../features/analysis.ts';
import { NO_MEASUREMENTS } from '../findings/local.ts';
import type { Host } from '../lsp/host.ts';
import { createService } from '../service/index.ts';
import { createProjects, type FileContext, type Projects } from '../service/projects.ts';
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

/** A file as its project has it read. */
export interface ReadFile {
  readonly analysis: Analysis;
  readonly context: FileContext;
}

/** The projects of the files on this machine. */
export function projectsWith({ knowledge, readText }: Pick<Host, 'knowledge' | 'readText'>): Projects {
  const service = createService(knowledge);
  return createProjects({ knowledge, measurementsOf: NO_MEASUREMENTS, service, readText });
}

/** Reads and analyses a file (`-`: standard input, of the folder one is in). Throws `UsageError` when it can't be read. */
export async function analyseFile(file: string, projects: Projects): Promise<ReadFile> {
  const text = textFrom(file, await bytesOf(file));
  const context = await projects.of(pathToFileURL(resolve(file)).href);
  return { analysis: context.service.analyse(text, languageOf(file)), context };
}

/**
 * Does something with each file as it was read, one after the other, until nobody reads what is said of them. Where that fails it
 * is complained of at once, and the next one's turn. Answers which files these were.
 */
export async function forEachFile(
  files: readonly string[],
  host: Host,
  act: (file: string, read: ReadFile) => void,
): Promise<readonly Unread[]> {
  const projects = projectsWith(host);
  const unread: Unread[] = [];
  for (const file of files) {
    if (readerLeft.aborted) break;
    try {
      act(file, await analyseFile(file, projects));
    } catch (error) {
      const message = error instanceof UsageError ? error.message : `can't judge ${file}: ${error}`;
      complain(`sweetspot: ${message}`);
      unread.push({ file, message });
    }
  }
  return unread;
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

/** Writes a file. Throws `UsageError` when that can't be done. */
export async function writeOut(file: string, data: string | Uint8Array): Promise<void> {
  await writeFile(file, data).catch(unwritten(file));
}

/** Throws `UsageError` where a file can't be written that is made by long work: before the work. */
export async function canWrite(file: string): Promise<void> {
  await access(dirname(file), constants.W_OK).catch(unwritten(file));
}

/** What to do about a file that could not be written. */
export function unwritten(file: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    throw new UsageError(
      `can't write ${file}: ${error.code === 'ENOENT' ? 'there is no such folder' : reasonOf(error)}`,
    );
  };
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
  ['EACCES', 'you have no permission'],
  ['EPERM', 'you have no permission'],
  ['EROFS', 'nothing can be written there'],
  ['ENOSPC', 'no space is left there'],
]);

/** Why a file could not be read or written, in words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return REASONS.get((error as NodeJS.ErrnoException).code ?? '') ?? error.message;
}
