/** What a text must have for a pattern to match it: worked out here, so that whoever asks a name of hundreds need not make them. */

/** Texts of which one is in whatever a pattern matches, the longest that can be told; `''` where none can. */
export function wordsOf(source: string): string[] {
  const words: string[] = [];
  let longest = '';
  let run = '';
  const end = (): void => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at);
    switch (char) {
      case '\\': {
        at += 1;
        const escaped = source.charAt(at);
        // `\.` is a dot; `\d` is many things.
        if (/[a-z0-9]/i.test(escaped)) end();
        else run += escaped;
        break;
      }
      case '(':
      case '[':
        end();
        at = closingOf(source, at);
        break;
      case '|':
        end();
        words.push(longest);
        longest = '';
        break;
      case '?':
      case '*':
      case '{':
        // What stands before may be missing.
        run = run.slice(0, -1);
        end();
        if (char === '{') at = source.indexOf('}', at);
        break;
      case '+':
      case '.':
      case '^':
      case '$':
        end();
        break;
      default:
        run += char;
    }
  }
  end();
  return [...words, longest];
}

/** Where a group or a class ends that begins at `start`. */
function closingOf(source: string, start: number): number {
  let depth = 0;
  let inClass = false;
  for (let at = start; at < source.length; at += 1) {
    const char = source.charAt(at);
    if (char === '\\') at += 1;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    if (depth === 0 && !inClass) return at;
  }
  return source.length;
}
