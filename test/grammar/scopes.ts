/** What a host's own grammar makes of a text, so that it can be compared with and without ours. */
import type { Language, Token } from './tokenizer.ts';

/** The language of a file by its name. */
export function languageOf(file: string): Language {
  if (/\.ya?ml$/.test(file)) return 'yaml';
  return file.endsWith('c') ? 'jsonc' : 'json';
}

/** What the host calls each stretch of a line, ours and spaces left out. `meta` names only say where one is. */
export function hostScopes(text: string, tokens: readonly Token[][]): string[][] {
  return text.split('\n').map((line, index) => {
    const stretches: string[] = [];
    let last = '';
    for (const { start, end, scopes } of tokens[index]) {
      if (line.slice(start, end).trim() === '') continue;
      const names = scopes.filter((scope) => !/\.prompt$|^meta\.|^punctuation\.whitespace/.test(scope)).join(' ');
      // A string of a .jsonc file is read by the grammar of JSON, whose names lack the ending.
      const name = names.replaceAll('.comments', '');
      if (name !== last) stretches.push(`${start + line.slice(start).search(/\S/)} ${name}`);
      last = name;
    }
    return stretches;
  });
}
