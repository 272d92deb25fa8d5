/** Edits as people make them, described by numbers, so that a failing sequence can be shrunk. */
import fc from 'fast-check';
import type { Edit } from '../../server/src/syntax/text.ts';

/** What is typed or pasted. Much of it breaks what is around it, or mends it. */
const FRAGMENTS = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ': ',
    ',',
    '"',
    "'",
    '#',
    ' #',
    '\n',
    '\r\n',
    '\t',
    '  ',
    '- ',
    '\n- ',
    '\n  ',
    '? ',
    '&a ',
    '*a',
  ],
  ...[
    '<<: *a',
    '!t ',
    '|\n',
    '>',
    '---\n',
    '\n---\n',
    '...\n',
    '//',
    '/*',
    '*/',
    '\\',
    'x',
    '1',
    '20',
    'null',
    'true',
    '\n\n',
  ],
  ...['steps: 20\n', '  steps: 8\n', '"steps": 20,', 'key:\n', 'prompt: a', 'é', '😀', '<<<<<<< HEAD\n'],
];

export type Step =
  | { readonly kind: 'insert'; readonly at: number; readonly fragment: string }
  | { readonly kind: 'delete'; readonly at: number; readonly length: number }
  | { readonly kind: 'paste'; readonly at: number; readonly from: number; readonly length: number }
  | { readonly kind: 'indent' | 'outdent'; readonly at: number }
  | { readonly kind: 'number'; readonly which: number; readonly value: number }
  | { readonly kind: 'undo' };

const place = fc.nat({ max: 1_000_000 });

export const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), at: place, fragment: fc.constantFrom(...FRAGMENTS) }),
  fc.record({ kind: fc.constant('delete' as const), at: place, length: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('delete' as const), at: place, length: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ kind: fc.constant('paste' as const), at: place, from: place, length: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ kind: fc.constantFrom('indent' as const, 'outdent' as const), at: place }),
  fc.record({ kind: fc.constant('number' as const), which: place, value: fc.nat({ max: 120 }) }),
  fc.constant({ kind: 'undo' as const }),
);

/** The edit that a step is in a text; `history`: the texts before it, last one last, from which an undo takes. */
export function editOf(step: Step, text: string, history: string[]): Edit {
  switch (step.kind) {
    case 'insert':
      return replace(step.at % (text.length + 1), 0, step.fragment);
    case 'delete': {
      const at = step.at % (text.length + 1);
      return replace(at, Math.min(step.length, text.length - at), '');
    }
    case 'paste': {
      const from = step.from % (text.length + 1);
      return replace(step.at % (text.length + 1), 0, text.slice(from, from + step.length));
    }
    case 'indent':
      return replace(lineStart(text, step.at), 0, '  ');
    case 'outdent': {
      const at = lineStart(text, step.at);
      return replace(at, text.startsWith('  ', at) ? 2 : 0, '');
    }
    case 'number': {
      const numbers = [...text.matchAll(/\d+/g)];
      const found = numbers[step.which % Math.max(numbers.length, 1)];
      return found ? replace(found.index, found[0].length, String(step.value)) : replace(0, 0, '');
    }
    case 'undo':
      return difference(text, history.pop() ?? text);
  }
}

function replace(start: number, length: number, text: string): Edit {
  return { start, end: start + length, text };
}

function lineStart(text: string, at: number): number {
  const offset = at % (text.length + 1);
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The one edit that makes `to` of `from`. */
function difference(from: string, to: string): Edit {
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start += 1;
  let same = 0;
  while (same < shorter - start && from[from.length - 1 - same] === to[to.length - 1 - same]) same += 1;
  return { start, end: from.length - same, text: to.slice(start, to.length - same) };
}
