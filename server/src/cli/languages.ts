/** Which files are looked at: by the end of their name. What they are is decided by their content. */
import { extname } from 'node:path';

const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['.json', 'json'],
  ['.jsonc', 'jsonc'],
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.yaml', 'yaml'],
  ['.yml', 'yaml'],
]);

/** The pattern of their names, for globs. */
export const FILES = `**/*.{${[...LANGUAGES.keys()].map((extension) => extension.slice(1)).join(',')}}`;

/** A hint for who reads the file: content decides. Undefined for a name that says nothing. */
export function languageOf(file: string): string | undefined {
  return LANGUAGES.get(extname(file).toLowerCase());
}

/** Whether a name says that a file is in another language. A name without an end says nothing. */
export function isOtherLanguage(file: string): boolean {
  return extname(file) !== '' && languageOf(file) === undefined;
}
