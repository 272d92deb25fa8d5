/** What a project comes to for one file, and which findings it silences there. Loaded whether there is a project or not. */
import { remembered } from '../common/memory.ts';
import type { SeverityChoice } from '../findings/severity.ts';
import type { Ignored } from './read.ts';

/** What holds for one file. */
export interface FileFacts {
  /** Nothing is said of it. */
  readonly ignored: boolean;
  readonly rules: Readonly<Record<string, SeverityChoice>>;
  /** Silences within the file. `null`: of all rules, at all places. */
  readonly ignore: readonly Pick<Ignored, 'rules' | 'at'>[];
  /** As the project names them, where the file itself does not. */
  readonly model: string | null;
  readonly program: string | null;
  /** Few steps are meant. */
  readonly draft: boolean;
}

/** What holds where there is no project. */
export const NO_FACTS: FileFacts = { ignored: false, rules: {}, ignore: [], model: null, program: null, draft: false };

/** Whether a finding of a rule, at a JSON pointer, is one that is not told. */
export function isSilenced({ ignore }: Pick<FileFacts, 'ignore'>, code: string, pointer: string): boolean {
  const tokens = ignore.length > 0 ? pointer.split('/') : [];
  return ignore.some((entry) => {
    const { rules, at } = silenceOf(entry);
    return (rules === null || rules.has(code)) && (at === null || leadsTo(at, tokens));
  });
}

/** Patterns of pointers, by their tokens: what they have in common is compared once. */
interface Tokens {
  readonly next: Map<string, Tokens>;
  /** A pattern ends here: what is below is meant, too. */
  isEnd: boolean;
}

/** An entry as it is asked: a file may have thousands of findings. */
const silenceOf = remembered(({ rules, at }: FileFacts['ignore'][number]) => ({
  rules: rules && new Set(rules),
  at: at && tokensOf(at),
}));

function tokensOf(patterns: readonly string[]): Tokens {
  const root: Tokens = { next: new Map(), isEnd: false };
  for (const pattern of patterns) {
    let here = root;
    for (const token of pattern.split('/')) {
      const next = here.next.get(token) ?? { next: new Map(), isEnd: false };
      here.next.set(token, next);
      here = next;
    }
    here.isEnd = true;
  }
  return root;
}

/** Whether a pointer is one that a pattern of pointers means, or below it. `#1` of a YAML stream need not be written. */
function leadsTo(patterns: Tokens, pointer: readonly string[]): boolean {
  let here: Tokens[] = [patterns];
  for (let at = 0; at < pointer.length && here.length > 0; at += 1) {
    const token = pointer[at];
    const next: Tokens[] = [];
    for (const tokens of here) {
      const meant = [tokens.next.get(token), token === '*' ? undefined : tokens.next.get('*')];
      // A document of a stream is the first token of its pointers.
      if (at === 0 && token !== '') meant.push(tokens.next.get(''));
      for (const each of meant) {
        if (each?.isEnd) return true;
        if (each) next.push(each);
      }
    }
    here = next;
  }
  return false;
}
