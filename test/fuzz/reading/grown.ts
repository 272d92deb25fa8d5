/** Documents in which a stretch stands very many times, its numbers counted on: what a file of one kind costs when there is much of it. */
import fc from 'fast-check';
import type { Sample } from '../../equivalence/samples.ts';

/** Characters that they grow to: answers about a million have a second. */
const SIZE = 900_000;
/** Lines, or characters of one line, that are repeated. */
const MOST_LINES = 14;
const MOST_CHARACTERS = 30;

/** What becomes of a number in the stretch: it stays, or is that of the copy, of the one before or of the next. */
type Counting = (number: string, copy: number) => string;
const COUNTINGS: readonly Counting[] = [
  (number) => number,
  (_, copy) => String(copy),
  (_, copy) => String(copy + 1),
  (_, copy) => String(Math.max(0, copy - 1)),
];

interface Growth {
  /** Where the stretch begins: of the whole, from 0 to 1. */
  readonly at: number;
  readonly length: number;
  readonly unit: 'lines' | 'characters';
  /** By the numbers in their order, over and over. */
  readonly countings: readonly Counting[];
  readonly between: string;
}

const growth: fc.Arbitrary<Growth> = fc.record({
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  length: fc.integer({ min: 1, max: MOST_CHARACTERS }),
  unit: fc.constantFrom('lines', 'lines', 'lines', 'characters'),
  countings: fc.array(fc.constantFrom(...COUNTINGS), { minLength: 1, maxLength: 4 }),
  between: fc.constantFrom('', '', ' ', ',', ', '),
});

/** One of some documents, grown. */
export function grown(documents: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> {
  return fc
    .tuple(documents, growth)
    .map(([document, how]) => ({ ...document, name: `${document.name} grown`, text: grow(laidOut(document), how) }));
}

/** JSON with a line for each value: then a stretch of lines is likely to be a value. */
function laidOut({ text, languageId }: Sample): string {
  if (languageId !== 'json') return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 1);
  } catch {
    return text;
  }
}

function grow(text: string, { at, length, unit, countings, between }: Growth): string {
  const [pieces, glue] = unit === 'lines' ? [text.split('\n'), '\n'] : [[...text], ''];
  const start = Math.floor(at * pieces.length);
  const end = Math.min(pieces.length, start + (unit === 'lines' ? Math.min(length, MOST_LINES) : length));
  const stretch = pieces.slice(start, end).join(glue);
  const copies = Math.floor((SIZE - text.length) / (stretch.length + glue.length + between.length + 1));
  const copyOf = (copy: number): string => {
    let numbers = 0;
    return stretch.replace(/\d+/g, (number) => countings[numbers++ % countings.length](number, copy));
  };
  const all = Array.from({ length: Math.max(1, copies) }, (_, copy) => copyOf(copy) + between);
  return [...pieces.slice(0, start), all.join(glue), ...pieces.slice(end)].join(glue);
}
