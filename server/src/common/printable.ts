/** Characters that do something to a text or to who reads it, spelled out as JSON does it: `\u202e`. */

/** Controls (ESC among them), what turns the direction of text, halves of characters. */
const STEERING = /[\p{Cc}\p{Bidi_Control}\p{Cs}]/gu;
/** Of those, what only lays a text out. */
const LAYOUT = /[\t\n\r]/;
/** Nearly all texts: nothing in them is looked at one by one, thousands of findings a keystroke. */
const PLAIN = /^[ -~]*$/;

/** A text from outside for people, in an editor: everything in it stands where it seems to stand. */
export function visible(text: string): string {
  return PLAIN.test(text) ? text : text.replace(STEERING, (found) => (LAYOUT.test(found) ? found : spelledOut(found)));
}

/** A text of many MB, such as a prompt that all share, is looked through for so many times the letters that are shown: blanks may part them. */
const LOOKED_THROUGH = 20;
/** What a cut leaves of a character of two units. */
const HALF = /[\ud800-\udbff]$/;

/** A text from outside on one line, of at most so many letters: where it is cut, it ends in "…". */
export function oneLine(text: string, letters: number): string {
  const read = text.slice(0, letters * LOOKED_THROUGH);
  const whole = read.length === text.length;
  const line = visible((whole ? read : read.replace(HALF, '')).replace(/\s+/g, ' ').trim());
  return whole && line.length <= letters ? line : `${line.slice(0, letters - 1).replace(HALF, '')}…`;
}

export function spelledOut(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
