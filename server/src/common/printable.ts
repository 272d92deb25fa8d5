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

export function spelledOut(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
