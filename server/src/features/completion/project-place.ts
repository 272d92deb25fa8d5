/** Where in a project file a cursor stands. Goes by lines and columns, so that a half-typed file is as good as a whole one. */

export interface ProjectPlace {
  /** Keys from the top to the map or the value; lists in between are not counted. */
  readonly path: readonly string[];
  /** A key is being written in the map of that path, or a value at it; an item of a list may be either. */
  readonly kind: 'key' | 'value' | 'item';
  /** What of it is there before the cursor. */
  readonly word: string;
  /** Keys that the map has already. */
  readonly present: readonly string[];
}

/** A line with a key: what stands before it, and the key. */
const LINE = /^( *(?:- +)*)([\w.*/][\w.*/-]*) *:(?= |$)/;
const INDENT = /^ *(?:- +)*/;

/** The place of a cursor at the end of `before` in a file that goes on with `behind`; `null` in comments and texts. */
export function projectPlaceAt(before: string, behind: string): ProjectPlace | null {
  const lines = before.split('\n');
  const line = lines.pop() ?? '';
  if (/(^|\s)#/.test(line)) return null;
  const own = LINE.exec(line);
  const flow = flowIn(own ? line.slice(own[0].length) : line);
  if (flow) {
    const column = INDENT.exec(line)?.[0].length ?? 0;
    const above = [...pathTo(lines, column), ...(own ? [own[2]] : [])];
    return { ...flow, path: [...above, ...flow.path] };
  }
  const value = own && /^ +["']?([\w./*-]*)$/.exec(line.slice(own[0].length));
  if (own && value)
    return { path: [...pathTo(lines, own[1].length), own[2]], kind: 'value', word: value[1], present: [] };
  const [indent = ''] = INDENT.exec(line) ?? [];
  const rest = line.slice(indent.length);
  if (!/^["']?[\w-]*$/.test(rest)) return null;
  const word = rest.replace(/^["']/, '');
  const kind = indent.includes('-') ? 'item' : 'key';
  return {
    path: pathTo(lines, indent.length),
    kind,
    word,
    present: siblings(lines, behind.split('\n').slice(1), indent),
  };
}

/** The keys above a column: each stands further left than the one below it. */
function pathTo(lines: readonly string[], column: number): string[] {
  const path: string[] = [];
  let left = column;
  for (const line of lines.toReversed()) {
    const found = LINE.exec(line);
    if (!found || found[1].length >= left) continue;
    path.unshift(found[2]);
    left = found[1].length;
  }
  return path;
}

/** Keys of the same map, above and below: up to where it ends, or another item begins. */
function siblings(above: readonly string[], below: readonly string[], indent: string): string[] {
  const keys: string[] = [];
  const look = (lines: readonly string[], isItem: boolean): void => {
    let ended = isItem;
    for (const line of lines) {
      const found = LINE.exec(line);
      if (ended || !found || found[1].length > indent.length) continue;
      if (found[1].length < indent.length) return;
      if (lines === below && found[1].includes('-')) return;
      keys.push(found[2]);
      ended = found[1].includes('-');
    }
  };
  look(above.toReversed(), indent.includes('-'));
  look(below, false);
  return keys;
}

/** Inside of brackets on one line; `null` outside of any. */
function flowIn(text: string): Pick<ProjectPlace, 'kind' | 'word' | 'present' | 'path'> | null {
  const open: { readonly bracket: string; readonly key: string | null; readonly keys: string[] }[] = [];
  let key: string | null = null;
  let last = '';
  let end = 0;
  for (const { 0: token, index } of text.matchAll(/[{}[\],:]|[\w-]+/g)) {
    if (token === '{' || token === '[') {
      open.push({ bracket: token, key, keys: [] });
      key = null;
    } else if (token === '}' || token === ']') {
      open.pop();
      key = null;
    } else if (token === ',') key = null;
    else if (token === ':') {
      key = last;
      open.at(-1)?.keys.push(last);
    }
    last = token;
    end = index + token.length;
  }
  const innermost = open.at(-1);
  if (!innermost) return null;
  const path = open.flatMap((each) => each.key ?? []);
  const word = end === text.length && /^[\w-]/.test(last) ? last : '';
  if (innermost.bracket === '[') return { path, kind: 'item', word, present: [] };
  if (key !== null) return { path: [...path, key], kind: 'value', word, present: [] };
  return { path, kind: 'key', word, present: innermost.keys };
}
