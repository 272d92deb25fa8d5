/** JSON as the backends write and read it: Python's NaN and Infinity, integers that a double can't hold, and no more than can be read. */

/** Levels of lists and objects in each other. Graphs have ten or so. */
const DEEPEST = 500;
/** Values in all. ComfyUI's list of nodes, the longest there is, has up to a million. */
const MOST_VALUES = 4_000_000;
/** Names of fields that are not the same: each costs microseconds. Counted from so many fields on. */
const MOST_NAMES = 100_000;

/** JSON that would take too much time or memory to read. */
export class TooComplex extends Error {}

/**
 * Parses a server's JSON; a bare NaN or Infinity becomes null. Throws `SyntaxError` for anything else that is no JSON, and
 * `TooComplex`.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(checked(text));
}

/** As `parseJson`; undefined for whatever can't be read. */
export function jsonIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** What is to be looked at outside of strings: their begin, levels, separators, and Python's words. */
const SIGN = /["[{\]}:,]|-?\b(?:NaN|Infinity)\b/g;

/** The text, with null for Python's words. Looked through once. Throws `TooComplex`. */
function checked(text: string): string {
  const pieces: string[] = [];
  const names = new Set<string>();
  let [kept, depth, values, fields] = [0, 0, 0, 0];
  let [open, close] = [0, 0];
  SIGN.lastIndex = 0;
  for (let sign = SIGN.exec(text); sign !== null; sign = SIGN.exec(text)) {
    const [word] = sign;
    if (word === '"') {
      open = sign.index;
      close = endOfString(text, open);
      if (close < 0) break;
      SIGN.lastIndex = close + 1;
    } else if (word === ':') {
      if (++fields > MOST_NAMES) names.add(text.slice(open, close));
    } else if (word === ']' || word === '}') depth -= 1;
    else {
      values += 1;
      if (word === '[' || word === '{') depth += 1;
      else if (word !== ',') {
        pieces.push(text.slice(kept, sign.index), 'null');
        kept = SIGN.lastIndex;
      }
    }
    if (depth > DEEPEST) throw new TooComplex(`more than ${DEEPEST} lists in each other`);
    if (values > MOST_VALUES) throw new TooComplex(`more than ${MOST_VALUES / 1e6} million values`);
    if (names.size > MOST_NAMES) throw new TooComplex(`more than ${MOST_NAMES} different names`);
  }
  return kept === 0 ? text : pieces.join('') + text.slice(kept);
}

/** Strings from this length on may be pictures, bytes. Shorter ones cost next to nothing. */
const LONG = 16 * 1024;

/**
 * As `parseJson`, of UTF-8, with every string of 16 KiB and more of base64 (bare or as a data URL) as the bytes that it encodes: taken
 * out before the rest is parsed, which for a large picture saves nine tenths of the time.
 */
export function parseJsonWithBytes(body: Buffer): unknown {
  const marker = '\u0000bytes:';
  const pieces: Buffer[] = [];
  const taken: Buffer[] = [];
  let kept = 0;
  for (let open = body.indexOf('"'); open >= 0; ) {
    const close = endOfString(body, open);
    if (close < 0) break;
    const encoded = close - open > LONG ? bytesIn(body.subarray(open + 1, close)) : null;
    if (encoded) {
      pieces.push(body.subarray(kept, open), Buffer.from(JSON.stringify(`${marker}${taken.length}`)));
      taken.push(encoded);
      kept = close + 1;
    }
    open = body.indexOf('"', close + 1);
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
function endOfString(text: string | Buffer, open: number): number {
  for (let close = text.indexOf('"', open + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let before = close;
    while (isBackslash(text, before - 1)) before -= 1;
    if ((close - before) % 2 === 0) return close;
  }
  return -1;
}

function isBackslash(text: string | Buffer, at: number): boolean {
  return typeof text === 'string' ? text[at] === '\\' : text[at] === 0x5c;
}

/** What the letters of a string encode; `null` when they are no base64. */
function bytesIn(letters: Buffer): Buffer | null {
  // A slash may be escaped, as some writers do.
  if (letters.includes('\\')) return null;
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
