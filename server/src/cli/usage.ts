/** What the commands share: arguments and exit codes. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { isSlip } from '../common/near.ts';
import type { NodeHost } from '../host.ts';

/** Runs with the arguments after its name; answers the exit code. The host is made only when a command needs it. */
export type Command = (args: string[], host: () => NodeHost) => Promise<number>;

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
    const unknown = unknownOption(args, options);
    const why = unknown === null ? (error instanceof Error ? error.message : error) : unknown;
    throw new UsageError(`${why} (sweetspot help)`);
  }
}

/** What to say of the first option that there is not; `null` where all are known. */
function unknownOption(args: string[], options: NonNullable<ParseArgsConfig['options']>): string | null {
  const { tokens } = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens)
    if (token.kind === 'option' && !Object.hasOwn(options, token.name)) {
      const known = Object.keys(options).map((name) => `--${name}`);
      return `there is no option ${token.rawName}.${didYouMean(token.rawName, known)}`;
    }
  return null;
}

/** A question to put behind a sentence, where a word is a slip of one of others. */
export function didYouMean(word: string, words: readonly string[]): string {
  const meant = words.find((one) => isSlip(word, one));
  return meant === undefined ? '' : ` Did you mean ${meant}?`;
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
