/** What ComfyUI's nodes for sizes and texts make of what they are given, as its Python does (comfy_extras/nodes_resolution.py, nodes_string.py). */
import { isObject, own } from '../../knowledge/own.ts';
import { jsonOf } from '../../knowledge/readable.ts';
import { rounded } from './expression.ts';

export type Computed = string | number;
type Given = Computed | null;

/** Of a text that is made, at most: nodes behind each other could double it each time. */
const MOST_LETTERS = 2 ** 20;

/** What is worked out, as a setting takes it; `null` where it takes none such: ComfyUI cuts off a fraction where it wants a whole number. */
export function asSetting(kind: 'word' | 'fraction' | 'whole', given: Computed): Computed | null {
  if (kind === 'word') return typeof given === 'string' ? given : null;
  const number = asNumber(given);
  if (number === null || kind === 'fraction') return number;
  const whole = Math.trunc(number);
  return Number.isSafeInteger(whole) ? whole : null;
}

/** The number that a value is, or that its text is. */
export function asNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** A side of a picture of a shape (`16:9 (Widescreen)`), an area in megapixels and what its sides are multiples of: 0 for its width, 1 for its height. */
export function sideOf(shape: Given, megapixels: Given, multiple: Given, which: number): number | null {
  const sides = /^(\d{1,4}):(\d{1,4})\b/.exec(String(shape))?.slice(1, 3).map(Number);
  if (!sides || typeof megapixels !== 'number' || typeof multiple !== 'number' || multiple <= 0) return null;
  const scale = Math.sqrt((megapixels * 1024 * 1024) / (sides[0] * sides[1]));
  const side = rounded((sides[which] * scale) / multiple) * multiple;
  return Number.isFinite(side) ? side : null;
}

/** What is made of texts: `part`, the value of a key; `replaced`, one text by another; `joined`, two with a third between them. */
export function textOf(how: string, given: readonly Given[]): string | null {
  if (given.includes(null)) return null;
  const [first, second, third = ''] = given.map(String);
  const longest = first.length * Math.max(1, third.length) + second.length;
  if (longest > MOST_LETTERS) return null;
  if (how === 'part') return partOf(first, second);
  if (how === 'replaced') return second === '' ? null : first.replaceAll(second, () => third);
  return how === 'joined' ? `${first}${third}${second}` : null;
}

/** Nothing where the text is no such JSON. */
function partOf(json: string, key: string): string {
  const all = jsonOf(json);
  const value = isObject(all) ? own(all, key) : undefined;
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : pythonOf(value);
}

/** As Python writes it. */
function pythonOf(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(pythonOf).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  return `{${Object.entries(value)
    .map(([name, each]) => `${quoted(name)}: ${pythonOf(each)}`)
    .join(', ')}}`;
}

function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}
