/** Finding what must not be told, however it is written: servers answer in JSON, HTML, addresses, base64, and all of these in each other. */

import { rememberedText } from '../common/memory.ts';

/** Shown instead. */
const HIDDEN = '•••';
/** Of a secret that is cut off, as long words of servers are: letters from which on it is one all the same. */
const CUT_FROM = 8;
/** Base64 of less than this says too little to be told from chance, bytes. */
const LEAST_ENCODED = 6;

const NAMED: ReadonlyMap<string, string> = new Map([
  ['&', 'amp'],
  ['<', 'lt'],
  ['>', 'gt'],
  ['"', 'quot'],
  ["'", 'apos'],
]);

interface Secret {
  /** The forms of each letter, each to be found at a place. */
  readonly letters: readonly (readonly RegExp[])[];
  /** The first two letters, to be found anywhere. */
  readonly begin: RegExp;
}

export class Secrets {
  readonly #secrets: readonly Secret[];

  /** Empty ones are left out. */
  constructor(values: readonly string[]) {
    const all = [...new Set(values)].filter((value) => value !== '').map((value) => Buffer.from(value, 'utf8'));
    const written = new Set(all.flatMap((bytes) => [...base64(bytes), bytes.toString('utf8')]));
    // Longer ones first: of what holds another, no part shall stay.
    const texts = [...written].sort((a, b) => b.length - a.length);
    const encoded = all.filter((bytes) => bytes.length >= LEAST_ENCODED);
    this.#secrets = [...encoded.map(inNumbers), ...texts.map(inLetters)];
  }

  /** The text without them. */
  redact(text: string): string {
    return this.#secrets.reduce(without, text);
  }
}

function without(text: string, secret: Secret): string {
  const { begin } = secret;
  let result = '';
  let kept = 0;
  begin.lastIndex = 0;
  for (let found = begin.exec(text); found !== null; found = begin.exec(text)) {
    const end = endOf(text, found.index, secret);
    if (end === null) {
      begin.lastIndex = found.index + 1;
      continue;
    }
    result += text.slice(kept, found.index) + HIDDEN;
    kept = end;
    begin.lastIndex = end;
  }
  return result + text.slice(kept);
}

/** Where a secret that begins at a place ends, or is cut off; `null` when it is none. */
function endOf(text: string, at: number, { letters }: Secret): number | null {
  // What is read of a letter may be more than one thing: `&amp;` is itself, and `&`.
  let ends = new Set([at]);
  let count = 0;
  for (const forms of letters) {
    const next = new Set<number>();
    for (const end of ends) {
      for (const form of forms) {
        form.lastIndex = end;
        if (form.test(text)) next.add(form.lastIndex);
      }
    }
    if (next.size === 0) break;
    ends = next;
    count += 1;
  }
  const isOne = count === letters.length || (count >= CUT_FROM && 2 * count >= letters.length);
  return isOne ? Math.max(...ends) : null;
}

/** A secret as text. */
function inLetters(value: string): Secret {
  return secretOf([...value], formsOf, letterAt);
}

/** The bytes of a secret as numbers: hexadecimal (`746f6b`, `74:6f:6b`, `<Buffer 74 6f 6b>`) or decimal (`[116,111,107]`). */
function inNumbers(bytes: Buffer): Secret {
  const [first, ...others] = [...bytes].map(String);
  return secretOf([first, ...others.map((byte) => ` ${byte}`)], numbersOf, numberAt);
}

function secretOf(
  parts: readonly string[],
  forms: (part: string) => readonly string[],
  patterns: (part: string) => readonly RegExp[],
): Secret {
  const begin = parts.slice(0, 2).map((part) => `(?:${forms(part).join('|')})`);
  return { letters: parts.map(patterns), begin: new RegExp(begin.join(''), 'gu') };
}

/** Made once for each letter: a token may have thousands of them. */
const letterAt = rememberedText((letter) => formsOf(letter).map((form) => new RegExp(form, 'uy')));
const numberAt = rememberedText((byte) => numbersOf(byte).map((form) => new RegExp(form, 'uy')));

/** Patterns for a byte, which is given as a decimal number; behind a blank where another stands before it, and something between them. */
function numbersOf(given: string): string[] {
  const byte = Number(given);
  const isFirst = given[0] !== ' ';
  return [
    `${isFirst ? '' : '[\\s,:;-]{0,3}'}(?:0[xX])?${hex(byte)}`,
    `${isFirst ? '(?<!\\d)' : '[\\s,;]{1,3}'}${byte}(?!\\d)`,
  ];
}

/** What stands before letters in JSON and Python, and itself may be written otherwise in HTML and addresses. */
const BACKSLASH = '(?:\\\\|%(?:25){0,4}5[cC]|&(?:amp;){0,4}#(?:0{0,6}92|[xX]0{0,6}5[cC]);)';
const AMPERSAND = `(?:&|${BACKSLASH}{1,8}u0026|%(?:25){0,4}26)(?:amp;){0,4}`;

/** Patterns for a letter however it is escaped, also several times over: as JSON, Python, HTML and addresses do it. */
function formsOf(letter: string): string[] {
  const code = letter.codePointAt(0) ?? 0;
  const bytes = [...Buffer.from(letter, 'utf8')];
  const units = letter.split('').map((unit) => unit.charCodeAt(0));
  const percent = (values: readonly number[]): string => values.map((byte) => `%(?:25){0,4}${hex(byte)}`).join('');
  const backslashed = (prefix: string, values: readonly number[], digits: number): string =>
    values.map((value) => `${BACKSLASH}{1,8}${prefix}${hex(value, digits)}`).join('');
  const name = NAMED.get(letter);
  const named = name === undefined ? '' : `|${name}`;
  const forms = [
    literal(letter),
    `${BACKSLASH}{1,8}${literal(letter)}`,
    backslashed('u', units, 4),
    backslashed('x', bytes, 2),
    percent(bytes),
    `${BACKSLASH}{0,8}${AMPERSAND}(?:#0{0,6}${code}|#[xX]0{0,6}${hex(code, 0)}${named});`,
  ];
  if (letter === ' ') forms.push('\\+');
  // A header is Latin-1, and may be taken for UTF-8; UTF-8 may be taken for Latin-1.
  if (code > 0x7f) forms.push(bytes.map((byte) => literal(String.fromCharCode(byte))).join(''));
  if (code > 0x7f && code <= 0xff)
    forms.push('\\uFFFD', percent([code]), backslashed('x', [code], 2), backslashed('u', [0xdc00 + code], 4));
  return forms;
}

/** A character as itself in a pattern. */
function literal(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A number in hexadecimal, of so many digits, in either case. */
function hex(value: number, digits = 2): string {
  const written = value.toString(16).padStart(digits, '0');
  return [...written].map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit)).join('');
}

/** Base64 with either alphabet: of a text that holds the secret, too, wherever in it that stands. */
function base64(bytes: Buffer): string[] {
  if (bytes.length < LEAST_ENCODED) return [];
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    // Letters that share bits with what stands before or behind are left out.
    const from = Math.ceil((8 * before) / 6);
    const to = Math.floor((8 * whole.length) / 6);
    return (['base64', 'base64url'] as const).map((alphabet) => whole.toString(alphabet).slice(from, to));
  });
}
