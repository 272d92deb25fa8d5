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

/** Strings from this length on may be pictures, bytes. Shorter ones cost next to nothing. */
const LONG = 16 * 1024;
const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/**
 * As `parseJson`, of UTF-8, with every string of 16 KiB and more of base64 (bare or as a data URL) as the bytes that it encodes: taken
 * out before the rest is parsed, which for a large picture saves nine tenths of the time.
 */
export function parseJsonWithBytes(body: Buffer): unknown {
  const marker = '\u0000bytes:';
  const pieces: Buffer[] = [];
  const taken: Buffer[] = [];
  let kept = 0;
  for (let open = body.indexOf(QUOTE); open >= 0; ) {
    const close = endOfString(body, open);
    if (close < 0) break;
    const encoded = close - open > LONG ? bytesIn(body.subarray(open + 1, close)) : null;
    if (encoded) {
      pieces.push(body.subarray(kept, open), Buffer.from(JSON.stringify(`${marker}${taken.length}`)));
      taken.push(encoded);
      kept = close + 1;
    }
    open = body.indexOf(QUOTE, close + 1);
  }
  if (taken.length === 0) return parseJson(body.toString('utf8'));
  const rest = parseJson(Buffer.concat([...pieces, body.subarray(kept)]).toString('utf8'));
  return withTaken(rest);

  function withTaken(value: unknown): unknown {
    if (typeof value === 'string')
      return value.startsWith(marker) ? (taken[Number(value.slice(marker.length))] ?? value) : value;
    if (Array.isArray(value)) return value.map(withTaken);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTaken(inner)]));
  }
}

/** Where the string that begins with the quote at `open` has its closing quote; -1 when it has none. */
function endOfString(body: Buffer, open: number): number {
  for (let close = body.indexOf(QUOTE, open + 1); close >= 0; close = body.indexOf(QUOTE, close + 1)) {
    let before = close;
    while (body[before - 1] === BACKSLASH) before -= 1;
    if ((close - before) % 2 === 0) return close;
  }
  return -1;
}

/** What the letters of a string encode; `null` when they are no base64. */
function bytesIn(letters: Buffer): Buffer | null {
  // A slash may be escaped, as some writers do.
  if (letters.includes(BACKSLASH)) return null;
  const start = letters.subarray(0, 256).toString('latin1');
  const [prefix = ''] = /^data:[^,]*;base64,/.exec(start) ?? [];
  if (!/^[\w+/-]+$/.test(start.slice(prefix.length))) return null;
  return Buffer.from(letters.toString('latin1', prefix.length), 'base64');
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
