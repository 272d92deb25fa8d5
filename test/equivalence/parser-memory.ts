/** The YAML parser, which gives what it gave before for a text that it has seen: of each edit, all but one block is such a text. */
import type { parseAllDocuments } from 'yaml';

type Parse = typeof parseAllDocuments;

const MOST = 20_000;

/** Sound because our readers only look at what the parser gives them. */
export function remembering(parse: Parse): Parse {
  const known = new Map<string, ReturnType<Parse>>();
  return ((text: string, ...options: [object]) => {
    let found = known.get(text);
    if (!found) {
      if (known.size >= MOST) known.clear();
      found = parse(text, ...options);
      known.set(text, found);
    }
    return found;
  }) as Parse;
}
