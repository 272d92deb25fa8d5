/**
 * Patterns of paths and names as `.gitignore` writes them: `*` and `?` within a name, `**` over folders; one without a `/` holds at
 * any depth; what is in a folder that matches, matches. No regular expressions: a pattern is anybody's, and costs at most its length
 * times that of what it is compared with.
 */

/** Characters of a pattern, and of what is compared with it. */
export const LONGEST_PATTERN = 300;
const LONGEST_PATH = 4096;

/**
 * Whether a path matches a pattern. `path`: from the folder that the pattern is written in, with `/` between names.
 */
export function matchesPath(pattern: string, path: string): boolean {
  if (pattern.length > LONGEST_PATTERN || path.length > LONGEST_PATH) return false;
  const names = namesOf(pattern);
  if (names.length === 0) return false;
  // One name says nothing about where it is, unless it says that it is here.
  const anywhere = names.length === 1 && !/^\.?\//.test(pattern);
  return reaches(anywhere ? ['**', ...names] : names, namesOf(path));
}

function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

/** Whether a name matches a pattern of `*` and `?`, whatever its case. The pattern is looked through once, names may be many. */
export function namePattern(pattern: string): (name: string) => boolean {
  if (pattern.length > LONGEST_PATTERN) return () => false;
  const lower = pattern.toLowerCase();
  const [first, ...pieces] = lower.split(/\*+/);
  if (lower.includes('?') || pieces.length === 0)
    return (name) => name.length <= LONGEST_PATH && wild(lower, name.toLowerCase());
  const last = pieces.pop() ?? '';
  return (name) => {
    const given = name.toLowerCase();
    const end = given.length - last.length;
    if (name.length > LONGEST_PATH || end < first.length || !given.startsWith(first) || !given.endsWith(last))
      return false;
    let at = first.length;
    for (const piece of pieces) {
      const found = given.indexOf(piece, at);
      if (found < 0 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
}

/** Whether names of a path match those of a pattern; further names of the path are in the folder that matched. */
function reaches(wanted: readonly string[], names: readonly string[]): boolean {
  // Which numbers of names the pattern's names up to here can have taken.
  let taken = new Uint8Array(names.length + 1);
  taken[0] = 1;
  for (const [index, want] of wanted.entries()) {
    const least = taken.indexOf(1);
    if (least < 0) return false;
    // `folder/**` is what is in the folder, not the folder itself.
    if (want === '**' && index === wanted.length - 1) return least < names.length;
    const next = new Uint8Array(names.length + 1);
    if (want === '**') next.fill(1, least);
    else
      for (let count = least; count < names.length; count += 1)
        if (taken[count] === 1 && wild(want, names[count])) next[count + 1] = 1;
    taken = next;
  }
  return taken.includes(1);
}

/** `*` and `?` against one name, each character looked at once for every star at most. */
function wild(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < name.length; ) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at;
      resume = index;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
