/** Scalars of YAML that need no parser. */
import type { ScalarValue } from '../document.ts';
import { ScalarNode } from '../nodes.ts';
import { PARTED_NUMBER, partedNumber } from '../yaml.ts';

/** In quotes: what JSON has too, or a quote that is doubled. */
export const QUOTED = /"(?:[^"\\\r\n]|\\["\\/bfnrt]|\\u[\da-fA-F]{4})*"|'(?:[^'\r\n]|'')*'/y;
/** What the first character of an unquoted scalar says: that it is one, wherever it stands. */
const PLAIN_START = /^(?:[A-Za-z0-9_./$(~+\u00a1-\ud7ff]|-[\d.])/;
const COMMENT = /^(?: +#.*)?$/;

/** The scalar that a line holds from a place on; `null` for one that is not simple. `start`: of the value in the whole text. */
export function scalarOf(written: string, start: number): ScalarNode | null {
  const [first] = written;
  if (first === '"' || first === "'") {
    QUOTED.lastIndex = 0;
    const [source] = QUOTED.exec(written) ?? [];
    if (source === undefined || !COMMENT.test(written.slice(source.length))) return null;
    return new ScalarNode(start, source, quotedValue(source), 'quoted');
  }
  if (!PLAIN_START.test(written)) return null;
  const comment = written.search(/(?<! ) +#/);
  const source = comment < 0 ? written : written.slice(0, comment);
  if (/:(?: |$)/.test(source)) return null;
  return new ScalarNode(start, source, plainValue(source), 'plain');
}

/** What a scalar in quotes says, whose literal `QUOTED` matches. */
export function quotedValue(literal: string): string {
  if (literal[0] === "'") return literal.slice(1, -1).replaceAll("''", "'");
  return literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
}

/** An unquoted scalar of several lines (yaml.org/spec/1.2.2, 7.3.3); `null` for one that is not simple. */
export function foldedScalarOf(written: string, start: number): ScalarNode | null {
  if (!PLAIN_START.test(written) || /:(?:\s|$)|\s#/.test(written)) return null;
  // Spaces are looked at from the first of a row only: from each, a long row would take time by its square.
  const value = written
    .replaceAll('\r', '')
    .replace(/(?<! ) *\n((?: *\n)*) */g, (_, blank: string) => '\n'.repeat(blank.split('\n').length - 1) || ' ');
  return new ScalarNode(start, written, plainValue(value), 'plain');
}

/**
 * A scalar in block style (yaml.org/spec/1.2.2, 8.1) whose head stands from `from` to `to`, in a collection at a column; `null` for
 * one that is not simple. Its lines go on to the first that stands further out.
 */
export function blockScalarOf(
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
  base: number,
  column: number,
): ScalarNode | null {
  const [, style, chomping = ''] = /^([|>])(-?)(?: +#.*)?$/.exec(text.slice(from, to)) ?? [];
  const first = text.indexOf('\n', to) + 1;
  if (style === undefined || first === 0) return null;
  const found: string[] = [];
  let indent = 0;
  let end = first;
  for (let start = first; start < text.length; ) {
    const next = text.indexOf('\n', start);
    const line = text.slice(start, next < 0 ? text.length : next);
    const spaces = line.search(/[^ ]/);
    if (line.includes('\r')) return null;
    // Blanks before the first line may be taken for its indentation.
    if (spaces < 0 && line.length > indent) return null;
    if (spaces >= 0 && found.every((each) => each === '')) indent = spaces;
    if (spaces >= 0 && (spaces < indent || spaces <= column)) break;
    found.push(spaces < 0 ? '' : line.slice(indent));
    if (spaces >= 0) end = start + line.length;
    start = next < 0 ? text.length : next + 1;
  }
  while (found.at(-1) === '') found.pop();
  const isPlainFold = found.every((line) => line !== '' && line[0] !== ' ');
  if (found.length === 0 || (style === '>' && !isPlainFold)) return null;
  const value = found.join(style === '>' ? ' ' : '\n') + (chomping === '-' ? '' : '\n');
  return new ScalarNode(base + from, text.slice(from, end).trimEnd(), value, 'block');
}

/** The value of a plain scalar in YAML 1.2's core schema (yaml.org/spec/1.2.2, 10.3.2), and of a number whose digits are parted. */
export function plainValue(source: string): ScalarValue['value'] {
  if (!/^[-+.\d~nNtTfF]/.test(source)) return source;
  if (/^(?:~|[Nn]ull|NULL)$/.test(source)) return null;
  if (/^(?:[Tt]rue|TRUE)$/.test(source)) return true;
  if (/^(?:[Ff]alse|FALSE)$/.test(source)) return false;
  if (/^[-+]?\d+$/.test(source)) return Number.parseInt(source, 10);
  if (/^0o[0-7]+$/.test(source)) return Number.parseInt(source.slice(2), 8);
  if (/^0x[\da-fA-F]+$/.test(source)) return Number.parseInt(source.slice(2), 16);
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(source)) return Number.parseFloat(source);
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(source)) return source[0] === '-' ? -Infinity : Infinity;
  if (/^\.(?:nan|NaN|NAN)$/.test(source)) return Number.NaN;
  if (PARTED_NUMBER.test(source)) return partedNumber(source);
  return source;
}
