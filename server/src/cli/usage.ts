/** What the commands share: arguments, files, exit codes. */

import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Analysis, createAnalyser } from '../features/analysis.ts';
import type { Host } from '../host.ts';
import { own } from '../knowledge/own.ts';

/** Runs with the arguments after its name; answers the exit code. The host is made only when a command needs it. */
export type Command = (args: string[], host: () => Host) => Promise<number>;

/** Wrong use: printed without a stack, exit code 2. */
export class UsageError extends Error {}

/** `util.parseArgs` with errors that name the way out. */
export function parseArguments<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error} (sweetspot help)`);
  }
}

/** Reads and analyses a file (`-`: standard input). Throws `UsageError` when it can't be read. */
export async function analyseFile(file: string, host: Host): Promise<Analysis> {
  const text = await readText(file);
  return createAnalyser(host.knowledge).analyse(text, languageOf(file));
}

async function readText(file: string): Promise<string> {
  try {
    return file === '-' ? await readAll(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`can't read ${file}: ${error instanceof Error ? error.message : error}`);
  }
}

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** A hint only: content decides. */
function languageOf(file: string): string | undefined {
  return own({ '.json': 'json', '.jsonc': 'jsonc', '.yaml': 'yaml', '.yml': 'yaml' }, extname(file).toLowerCase());
}

/** Files named on the command line, at least one. */
export function requireFiles(files: readonly string[], command: string): readonly string[] {
  if (files.length === 0) throw new UsageError(`${command} needs a file: sweetspot ${command} FILE...`);
  return files;
}

/** `a`, `b` or `c`, or a UsageError that lists them. */
export function oneOf<Choice extends string>(value: string, choices: readonly Choice[], option: string): Choice {
  const found = choices.find((choice) => choice === value);
  if (!found) throw new UsageError(`--${option} is one of ${choices.join(', ')}, not "${value}"`);
  return found;
}
