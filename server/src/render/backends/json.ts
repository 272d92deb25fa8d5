/** JSON as the backends write and read it: Python's NaN and Infinity, and integers that a double can't hold. */

/** Bare words that Python's json module writes; outside of strings only. */
const PYTHON_WORDS = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/** Parses a server's JSON; a bare NaN or Infinity becomes null. Throws `SyntaxError` for anything else that is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    return JSON.parse(text.replace(PYTHON_WORDS, (token) => (token.startsWith('"') ? token : 'null')));
  }
}

/** Writes JSON with bigints as plain integers, which seeds up to 2^64 need. Cycles are a `TypeError`, as in JSON.stringify. */
export function stringifyJson(value: unknown): string {
  const large: string[] = [];
  const marker = '\u0000bigint:';
  const text = JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'bigint') return item;
    large.push(item.toString());
    return `${marker}${large.length - 1}`;
  });
  return text.replace(/"\\u0000bigint:(\d+)"/g, (whole, index: string) => large[Number(index)] ?? whole);
}
