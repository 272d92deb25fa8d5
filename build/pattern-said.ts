/** A regular expression of `data/` as a person would say it. */

const WORD = '[\\w ./-]+';
const EXACT = new RegExp(`^\\^(?:\\((${WORD}(?:\\|${WORD})*)\\)|(${WORD}))\\$$`);
const BEGINNINGS = new RegExp(`^\\^${WORD}(?:\\|\\^${WORD})*$`);
const WITHIN = new RegExp(`^${WORD}$`);

/** The values that a pattern lists, where it lists all of them; `null` where it says another thing. */
export function valuesOf(pattern: string): string[] | null {
  const [, several, one] = EXACT.exec(pattern) ?? [];
  return several?.split('|') ?? (one === undefined ? null : [one]);
}

/** What holds of a value that a pattern matches, after its name: ``is `true` or `1` ``. */
export function patternSaid(pattern: string): string {
  const values = valuesOf(pattern);
  if (values) return `is ${listed(values.map(code), 'or')}`;
  if (pattern === '.') return 'is set';
  if (BEGINNINGS.test(pattern))
    return `begins with ${listed(
      pattern.split('|').map((one) => code(one.slice(1))),
      'or',
    )}`;
  return WITHIN.test(pattern) ? `has ${code(pattern)} in it` : `matches ${code(pattern)}`;
}

/** `a, b or c`. */
export function listed(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** In Markdown. */
export function code(text: string): string {
  return `\`${text}\``;
}
