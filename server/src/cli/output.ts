/** The one place from which the command line writes. Whatever it writes is made printable here, wherever it came from. */

import picocolors from 'picocolors';
import { spelledOut } from '../common/printable.ts';
import { own } from '../knowledge/own.ts';

/** What is used of standard output and standard error. */
export type Terminal = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

/** Lines for a person, on standard output. */
export function print(...lines: readonly string[]): void {
  writeLines(process.stdout, lines);
}

/** How a piece of a line looks on a terminal. */
export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'cyan' | 'green';
export type Piece = string | { readonly style: Style; readonly text: string };

/**
 * Colours only on a terminal that has them, or where they are asked for (https://no-color.org, https://force-color.org). The library's own
 * guess also colours where `CI` is set; there the output of a linter is as often read by a program.
 */
function coloured({ NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv, isTerminal: boolean | undefined): boolean {
  if (NO_COLOR) return false;
  return FORCE_COLOR ? FORCE_COLOR !== '0' : isTerminal === true && TERM !== 'dumb';
}
const colours = picocolors.createColors(coloured(process.env, process.stdout.isTTY));

/** Lines for a person, on standard output, with colours where these are wanted. */
export function printStyled(...lines: readonly (readonly Piece[])[]): void {
  const look = (piece: Piece): string =>
    typeof piece === 'string' ? printable(piece) : colours[piece.style](printable(piece.text));
  process.stdout.write(lines.map((line) => `${line.map(look).join('')}\n`).join(''));
}

/** A unified diff: a program can apply it, so tabs, the line breaks of Windows and empty lines at its end stay. */
export function printDiff(diff: string): void {
  const styles: Readonly<Record<string, Style>> = { '+': 'green', '-': 'red', '@': 'cyan' };
  for (const line of diff.replace(/\n$/, '').split('\n')) {
    const shown = line.replace(UNPRINTABLE, (found) => (/[\t\r]/.test(found) ? found : spelledOut(found)));
    const style = own(styles, line.charAt(0));
    process.stdout.write(`${style ? colours[style](shown) : shown}\n`);
  }
}

/** A text for a program, as it is: it was standard input. */
export function write(text: string): void {
  process.stdout.write(text);
}

/** A value for a program, on standard output: in one line, or as a page. */
export function printJson(value: object, layout: 'line' | 'page' = 'line'): void {
  const json = JSON.stringify(value, null, layout === 'page' ? 2 : undefined);
  // What is not printable stands in strings, where it may be spelled out. Line breaks never do: they are the page's.
  writeLines(
    process.stdout,
    json.replace(UNPRINTABLE, (found) => (found === '\n' ? found : spelledOut(found))).split('\n'),
  );
}

/** Lines beside what was asked for, such as complaints, on standard error. */
export function complain(...lines: readonly string[]): void {
  writeLines(process.stderr, lines);
}

function writeLines(stream: Terminal, lines: readonly string[]): void {
  stream.write(lines.map((line) => `${printable(line)}\n`).join(''));
}

/** Controls (ESC among them), what turns the direction of text or takes no room, line separators, halves of characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Of those, what breaks lines or moves in them. */
const LAYOUT = /^[\t\n\v\f\r\u0085\u2028\u2029]$/;

/**
 * A text from outside (a file or its name, a server) as one line without what could steer a terminal or deceive who reads it.
 * Line breaks and tabs become spaces, all else is spelled out as JSON does it: `\u001b`.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (found) => (LAYOUT.test(found) ? ' ' : spelledOut(found)));
}

const leaving = new AbortController();

/**
 * Aborts when whoever reads the output has gone away (`sweetspot … | head`). What is written after that goes nowhere, so work
 * for it should end.
 */
export const readerLeft: AbortSignal = leaving.signal;

/**
 * Lets the program end by itself, with nothing said, when a reader of its output goes away. Where the output can't be written for
 * another reason (a full disk), that is said, and the exit code is 2.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // A closed pipe is `EOF` on Windows. A stream that broke once tells of every later write, too.
      if (!leaving.signal.aborted && error.code !== 'EPIPE' && error.code !== 'EOF') {
        process.exitCode = 2;
        complain(`sweetspot: can't write: ${error.message}`);
      }
      leaving.abort();
    });
  }
}
