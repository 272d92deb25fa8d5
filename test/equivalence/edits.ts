/** Edits as people make them, described by numbers, so that a failing sequence can be shrunk. */
import fc from 'fast-check';
import type { Edit } from '../../server/src/syntax/text.ts';
import { ownSample } from './samples.ts';

/** One change of a notification: of a range, or of the whole document. Those of one notification follow one another. */
export type Change = Edit | { readonly whole: string };

/** What is typed or pasted. Much of it breaks what is around it, or mends it. */
const FRAGMENTS = [
  ...['{', '}', '[', ']', ':', ': ', ',', '"', "'", '#', ' #', '//', '/*', '*/', '\\', '|\n', '>', '%', '@', '`', '~'],
  ...['\n', '\r\n', '\r', '\t', '  ', '\n\n', '\n  ', '\n- ', '- ', '? ', '\n? ', '\n: ', '\u2028', '\u0085', '\ufeff'],
  ...['&a ', '*a', '\n&a\n', '<<: *a', '<<: [*a, *b]', '!t ', '!!str ', '&a !t ', '*a : ', '---\n', '\n---\n', '...\n'],
  ...['%YAML 1.2\n', '<<<<<<< HEAD\n', '>>>>>>> x\n', 'x', '1', '20', '-1', '0x14', 'null', 'true', 'é', '😀', 'x y'],
  ...[
    'steps: 20\n',
    '  steps: 8\n',
    '"steps": 20,',
    '{"steps": 9, "prompt": "a"},',
    'key:\n',
    'prompt: a',
    'model: sdxl\n',
  ],
  ...[
    '"class_type": "KSampler",',
    '<lora:y:0.5>',
    'Steps: 12, CFG scale: 7',
    '- steps: 3\n  prompt: b\n',
    '/* c\n */',
    ' # sweetspot-ignore steps-wasteful',
    '\n# sweetspot-ignore-next-line steps-wasteful -- x\n',
    '# sweetspot-ignore-file steps-too-few\n',
    '// sweetspot-ignore steps-wasteful\n',
    '// c\n',
  ],
];

/** What takes the place of all of something. */
const WORDS = ['steps', 'cfg', 'x', '7', '', '"', ' ', 'prompt', 'a\n', 'KSampler', '*a', 'sdxl'];

type Step =
  | { readonly kind: 'insert'; readonly at: number; readonly fragment: string }
  | { readonly kind: 'delete'; readonly at: number; readonly length: number }
  | { readonly kind: 'paste'; readonly at: number; readonly from: number; readonly length: number }
  | { readonly kind: 'number'; readonly which: number; readonly value: number }
  | { readonly kind: 'cursors'; readonly at: readonly number[]; readonly length: number; readonly fragment: string }
  | { readonly kind: 'all'; readonly which: number; readonly by: string }
  | { readonly kind: 'lines'; readonly how: LineCommand; readonly at: number; readonly count: number }
  | { readonly kind: 'breaks'; readonly by: string }
  | { readonly kind: 'over'; readonly text: string; readonly whole: boolean }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' };

const LINE_COMMANDS = ['indent', 'outdent', 'comment', 'up', 'down', 'duplicate', 'delete'] as const;
type LineCommand = (typeof LINE_COMMANDS)[number];

/** A step, and what happens around it. */
export interface Turn {
  readonly step: Step;
  /** Slices of a reading that is under way when the edit comes. */
  readonly readBefore: number;
  /** Looked at afterwards: not at all (edits come in bursts), what is kept, or what is sent, too. */
  readonly look: 'no' | 'kept' | 'sent';
  /** Where a person looks. */
  readonly at: number;
}

const place = fc.nat({ max: 1_000_000 });
const fragment = fc.constantFrom(...FRAGMENTS);

function one<Kind extends Step['kind']>(
  kind: Kind,
  parts: { [Key in Exclude<keyof Extract<Step, { kind: Kind }>, 'kind'>]: fc.Arbitrary<unknown> },
): fc.Arbitrary<Step> {
  return fc.record({ kind: fc.constant(kind), ...parts }) as fc.Arbitrary<Step>;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: one('insert', { at: place, fragment }) },
  { weight: 4, arbitrary: one('delete', { at: place, length: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 3, arbitrary: one('delete', { at: place, length: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 3, arbitrary: one('paste', { at: place, from: place, length: fc.integer({ min: 1, max: 120 }) }) },
  { weight: 4, arbitrary: one('number', { which: place, value: fc.nat({ max: 120 }) }) },
  {
    weight: 2,
    arbitrary: one('cursors', {
      at: fc.array(place, { minLength: 2, maxLength: 4 }),
      length: fc.constantFrom(0, 0, 1, 5),
      fragment: fc.oneof(fragment, fc.constant('')),
    }),
  },
  { weight: 1, arbitrary: one('all', { which: place, by: fc.constantFrom(...WORDS) }) },
  {
    weight: 4,
    arbitrary: one('lines', {
      how: fc.constantFrom(...LINE_COMMANDS),
      at: place,
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: one('breaks', { by: fc.constantFrom('\n', '\r\n', '\r') }) },
  { weight: 1, arbitrary: one('over', { text: ownSample.map(({ text }) => text), whole: fc.boolean() }) },
  { weight: 4, arbitrary: one('undo', {}) },
  { weight: 2, arbitrary: one('redo', {}) },
);

export const turn: fc.Arbitrary<Turn> = fc.record({
  step,
  readBefore: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 2, 5),
  look: fc.constantFrom('kept', 'kept', 'kept', 'kept', 'kept', 'kept', 'no', 'sent'),
  at: place,
});

/** A text after a change. */
export function changed(text: string, change: Change): string {
  return 'whole' in change ? change.whole : text.slice(0, change.start) + change.text + text.slice(change.end);
}

/** The texts that undo and redo go to. */
export class History {
  readonly #before: string[] = [];
  #after: string[] = [];

  /** The changes that a step is in a text. */
  changesOf(step: Step, text: string): readonly Change[] {
    if (step.kind === 'undo') return this.#go(this.#before, this.#after, text);
    if (step.kind === 'redo') return this.#go(this.#after, this.#before, text);
    this.#before.push(text);
    this.#after = [];
    return changesOf(step, text);
  }

  #go(from: string[], to: string[], text: string): readonly Change[] {
    const target = from.pop();
    if (target === undefined) return [];
    to.push(text);
    return [difference(text, target)];
  }
}

function changesOf(step: Exclude<Step, { kind: 'undo' | 'redo' }>, text: string): readonly Change[] {
  const inText = (at: number) => at % (text.length + 1);
  switch (step.kind) {
    case 'insert':
      return [replace(inText(step.at), 0, step.fragment)];
    case 'delete':
      return [replace(inText(step.at), Math.min(step.length, text.length - inText(step.at)), '')];
    case 'paste':
      return [replace(inText(step.at), 0, text.slice(inText(step.from), inText(step.from) + step.length))];
    case 'number': {
      const numbers = [...text.matchAll(/\d+/g)];
      const found = numbers[step.which % Math.max(numbers.length, 1)];
      return found ? [replace(found.index, found[0].length, String(step.value))] : [];
    }
    case 'cursors': {
      const places = [...new Set(step.at.map(inText))].sort((a, b) => a - b);
      return oneByOne(
        places.map((at, index) =>
          replace(at, Math.min(step.length, (places[index + 1] ?? text.length) - at), step.fragment),
        ),
      );
    }
    case 'all': {
      const words = text.match(/[\w.-]+|[^\s\w]/g) ?? [];
      const word = words[step.which % Math.max(words.length, 1)];
      return word === undefined ? [] : oneByOne([...allOf(word, text)].map((at) => replace(at, word.length, step.by)));
    }
    case 'lines':
      return linesChanged(step.how, text, inText(step.at), step.count);
    case 'breaks':
      return [replace(0, text.length, text.replace(/\r\n|\r|\n/g, step.by))];
    case 'over':
      return step.whole ? [{ whole: step.text }] : [replace(0, text.length, step.text)];
  }
}

function replace(start: number, length: number, text: string): Edit {
  return { start, end: start + length, text };
}

/** Changes at places of one text, in their order, as one notification has them: each in the text that those before it leave. */
function oneByOne(edits: readonly Edit[]): Edit[] {
  // Editors begin at the end. Every other time the other way round, which moves what comes later.
  if (edits.length % 2 === 0) return [...edits].reverse();
  let moved = 0;
  return edits.map(({ start, end, text }) => {
    const edit = { start: start + moved, end: end + moved, text };
    moved += text.length - (end - start);
    return edit;
  });
}

function* allOf(word: string, text: string): Generator<number> {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) yield at;
}

/** What a command of an editor does to some lines from the one on that an offset is in. */
function linesChanged(how: LineCommand, text: string, offset: number, count: number): readonly Change[] {
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ 0: lineBreak, index }) => index + lineBreak.length)];
  const first = starts.findLastIndex((start) => start <= offset);
  const behind = Math.min(first + count, starts.length);
  const own = starts.slice(first, behind);
  const startOf = (line: number) => starts[line] ?? text.length;
  const block = text.slice(startOf(first), startOf(behind));
  switch (how) {
    case 'indent':
      return oneByOne(own.map((start) => replace(start, 0, '  ')));
    case 'outdent':
      return oneByOne(
        own.map((start) => replace(start, /^ {0,2}/.exec(text.slice(start, start + 2))?.[0].length ?? 0, '')),
      );
    case 'comment':
      return oneByOne(own.map((start) => replace(start, 0, /^\s*[{["]/.test(text) ? '// ' : '# ')));
    case 'duplicate':
      return [replace(startOf(behind), 0, block)];
    case 'delete':
      return [replace(startOf(first), block.length, '')];
    case 'up':
      return first === 0 ? [] : [replace(startOf(first), block.length, ''), replace(startOf(first - 1), 0, block)];
    case 'down':
      return behind === starts.length
        ? []
        : [replace(startOf(behind + 1), 0, block), replace(startOf(first), block.length, '')];
  }
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
