/** Texts that the frontend works out when a workflow is queued: prompts with alternatives, and file names with placeholders. */
import { own } from '../../../../knowledge/own.ts';

/** Alternatives in each other, at most. */
const MAX_DEPTH = 50;

/**
 * Takes comments (from `//` to the end of the line, and C blocks) out of a prompt and one alternative out of each `{a|b}`,
 * which may lie in each other; `\{` is a plain brace. `pick`: an index below the number of alternatives. ComfyUI_frontend,
 * `processDynamicPrompt`.
 */
export function expandPrompt(prompt: string, pick: (count: number) => number, depth = 0): string {
  if (depth > MAX_DEPTH) return prompt;
  const text = prompt.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  let at = 0;
  let expanded = '';
  while (at < text.length) {
    const char = text[at++];
    if (char === '\\') expanded += char + (text[at++] ?? '');
    else expanded += char === '{' ? alternative() : char;
  }
  return expanded.replace(/\\([{}|])/g, '$1');

  /** Reads to the closing brace, or to the end where there is none. */
  function alternative(): string {
    const alternatives = [''];
    let depth = 0;
    while (at < text.length) {
      const char = text[at++];
      if (char === '|' && depth === 0) {
        alternatives.push('');
        continue;
      }
      if (char === '{') depth++;
      else if (char === '}' && depth-- === 0) break;
      alternatives[alternatives.length - 1] += char === '\\' ? char + (text[at++] ?? '') : char;
    }
    return expandPrompt(alternatives[pick(alternatives.length)], pick, depth + 1);
  }
}

/** Picks that depend on a text alone: the same prompt gives the same picture again. Seeded with FNV-1a, stepped by mulberry32. */
export function createPick(seed: string): (count: number) => number {
  let state = 0x811c9dc5;
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (count) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * count);
  };
}

/**
 * Fills `%date:yyyy-MM-dd%` and `%node.widget%` in a file name; `lookUp` gives the value of a widget of the node of this name,
 * undefined for one that isn't there, which stays as it is. ComfyUI_frontend, `applyTextReplacements`.
 */
export function expandFileName(
  name: string,
  now: Date,
  lookUp: (node: string, widget: string) => unknown | undefined,
): string {
  return name.replace(/%([^%]+)%/g, (whole, inside: string) => {
    if (inside.startsWith('date:') && !inside.includes('.')) return formatDate(inside.slice('date:'.length), now);
    const parts = inside.split('.');
    const value = parts.length === 2 ? lookUp(parts[0], parts[1]) : undefined;
    if (value === undefined || typeof value === 'object') return whole;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that no file name may hold
    return `${value}`.replace(/[/?<>\\:*|"\x00-\x1f\x7f]/g, '_');
  });
}

/** Local time. Letters as in `yyyy-MM-dd hhmmss`; whatever else stands there stays. */
function formatDate(format: string, date: Date): string {
  const parts: Readonly<Record<string, number>> = {
    d: date.getDate(),
    M: date.getMonth() + 1,
    h: date.getHours(),
    m: date.getMinutes(),
    s: date.getSeconds(),
  };
  return format.replace(/dd?|MM?|hh?|mm?|ss?|yyyy|yy/g, (letters) => {
    if (letters.startsWith('y')) return String(date.getFullYear()).slice(-letters.length);
    return String(own(parts, letters[0])).padStart(letters.length, '0');
  });
}
