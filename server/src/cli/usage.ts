/** What the commands share: arguments and exit codes. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { isSlip } from '../common/near.ts';
import type { NodeHost } from '../host.ts';
import { own } from '../knowledge/own.ts';

/** Runs with the arguments after its name; answers the exit code. The host is made only when a command needs it. */
export type Command = (args: string[], host: () => NodeHost) => Promise<number>;

/** Wrong use: printed without a stack, exit code 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<Given extends Options> = ReturnType<
  typeof parseArgs<{ options: Given; allowPositionals: true; strict: true }>
>;

/** `util.parseArgs`, but what is wrong is said in a line of ours. Of an option given twice the last one holds. Throws `UsageError`. */
export function parseArguments<Given extends Options>(args: string[], options: Given): Parsed<Given> {
  const { tokens, ...parsed } = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) {
    const wrong = token.kind === 'option' ? wrongOption(token, options) : null;
    if (wrong !== null) throw new UsageError(`${wrong} (sweetspot help)`);
  }
  // Each option is known and has a value if it takes one: what `strict` says by its types.
  return parsed as Parsed<Given>;
}

interface GivenOption {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

/** What to say of an option; `null` where it is as it should be. */
function wrongOption({ name, rawName, value, inlineValue }: GivenOption, options: Options): string | null {
  const option = own(options, name);
  if (!option) {
    const known = Object.keys(options).map((one) => `--${one}`);
    return `there is no option ${rawName}.${didYouMean(rawName, known)}`;
  }
  if (option.type === 'boolean') return value === undefined ? null : `${rawName} takes no value, not "${value}"`;
  // `--max-warnings --quiet` forgot the number; `--max-warnings -1` has a wrong one.
  const isForgotten = value === undefined || value === '' || (!inlineValue && isOption(value, options));
  return isForgotten ? `${rawName} needs a value` : null;
}

function isOption(word: string, options: Options): boolean {
  return word.startsWith('--') || Object.values(options).some(({ short }) => word === `-${short}`);
}

/** Letters of the shortest beginning by which a word is known. */
const BEGINNING = 3;

/** A question to put behind a sentence, where a word is a slip of one of others, or the beginning of one only. */
export function didYouMean(word: string, words: readonly string[]): string {
  const lower = word.toLowerCase();
  const bare = lower.replace(/^-+/, '');
  const begun = words.filter((one) => {
    const other = one.replace(/^-+/, '');
    return other.startsWith(bare) || bare.startsWith(other);
  });
  const meant =
    words.find((one) => one === lower || isSlip(lower, one)) ??
    (bare.length >= BEGINNING && begun.length === 1 ? begun[0] : undefined);
  return meant === undefined ? '' : ` Did you mean ${meant}?`;
}

/** Files named on the command line, at least one. */
export function requireFiles(files: readonly string[], command: string): readonly string[] {
  if (files.length === 0) throw new UsageError(`${command} needs a file: sweetspot ${command} FILE...`);
  return files;
}

/** No more names than a command has a use for. */
export function atMost(most: 0 | 1, names: readonly string[], command: string): void {
  if (names.length > most)
    throw new UsageError(
      `${command} takes ${most === 0 ? 'no' : 'one'} name, not ${names.map((name) => `"${name}"`).join(' and ')}`,
    );
}

/** `a`, `b` or `c`, or a UsageError that lists them. */
export function oneOf<Choice extends string>(value: string, choices: readonly Choice[], option: string): Choice {
  const found = choices.find((choice) => choice === value);
  if (!found) {
    const meant = didYouMean(value, choices);
    throw new UsageError(`--${option} is one of ${choices.join(', ')}, not "${value}"${meant && `.${meant}`}`);
  }
  return found;
}

/** What a number may be. */
const NUMBERS = {
  'a whole number, 0 or more': (number: number) => Number.isSafeInteger(number) && number >= 0,
  'a number, 0 or more': (number: number) => number >= 0,
  'a number above 0': (number: number) => number > 0,
} as const;

/** The number that an option was given, or a UsageError that says what it should be. */
export function numberOf(value: string, kind: keyof typeof NUMBERS, option: string): number {
  // `Number` reads '', ' ' and '0x10' as well.
  const number = /^-?(\d+(\.\d+)?|\.\d+)(e[-+]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
  if (!Number.isFinite(number) || !NUMBERS[kind](number))
    throw new UsageError(`--${option} is ${kind}, not "${value}"`);
  return number;
}
