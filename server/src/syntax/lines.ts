/** Offsets to lines and back. */

/** 0-based line, and UTF-16 code units from its start: the positions of the Language Server Protocol. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

export interface LineIndex {
  /** The place of an offset; one outside the text counts as its nearest end. */
  position(offset: number): LinePosition;
  /** The offset of a place; a character past the end of its line counts as its end, before the line break. */
  offset(line: number, character: number): number;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Finds the lines of a text once; each question then costs a binary search. A line ends with `\n`, `\r\n` or `\r`. */
export function createLineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  const startOf = (line: number): number => starts[line] ?? text.length;

  return {
    position(offset) {
      const inText = Math.min(Math.max(offset, 0), text.length);
      let low = 0;
      let high = starts.length;
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        if (startOf(middle) <= inText) low = middle;
        else high = middle;
      }
      return { line: low, character: inText - startOf(low) };
    },
    offset(line, character) {
      if (line < 0) return 0;
      let end = startOf(line + 1);
      if (line < starts.length - 1) {
        if (text.charCodeAt(end - 1) === LINE_FEED) end -= 1;
        if (text.charCodeAt(end - 1) === CARRIAGE_RETURN) end -= 1;
      }
      return Math.min(startOf(line) + Math.max(character, 0), end);
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset += 1) {
    const code = text.charCodeAt(offset);
    const endsLine = code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(offset + 1) !== LINE_FEED);
    if (endsLine) starts.push(offset + 1);
  }
  return starts;
}
