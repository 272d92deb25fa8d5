/**
 * There are three ways through YAML: simple lines without the parser, blocks one by one, and the parser over the whole text. Where
 * more than one can be taken, they lead to the same values.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ResolvedValue, Value } from '../../server/src/syntax/document.ts';
import { readSimpleYaml } from '../../server/src/syntax/incremental/yaml-simple.ts';
import { walk } from '../../server/src/syntax/navigate.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { type NameEvent, namesOf, readYaml } from '../../server/src/syntax/yaml.ts';

const SEED = Number(process.env.SEED ?? 20_261_125);
const RUNS = 2000;

/** What most lines hold, and what now and then is in them. */
const USUAL_KEYS = ['steps', 'model', 'a_b', 'a-b', 'a.b', 'prompt'];
const KEYS = [
  ...[
    '<<',
    '"q k"',
    "'s'",
    'x y',
    '1',
    'null',
    '-k',
    'k ',
    'é',
    '? k',
    '&a k',
    'a:b',
    '"<<"',
    '"a\\"',
    "'a''b'",
    '"a" ',
  ],
  ...['a#b', 'a, b', '[a]', '{a', 'a]', '~', '-1', '- a', '"a" b', 'k'.repeat(1030), '*base', '"', '.'],
];
const USUAL_VALUES = [
  '20',
  '7.5',
  '-1',
  '0x14',
  '020',
  '1_000',
  '1e2',
  'true',
  'null',
  'euler',
  '"x y"',
  "'z w'",
  'a-b',
  'a cat # c',
  '[1024, 832]',
  '{ width: 832, a_b: "x y" }',
  '[*base, *job-1] # c',
  '&base 7.5',
  '&job-1 [a, [], {}]',
  '',
  "'it''s'",
  '"a\\n\\u00e9\\""',
  '{ "a b": 1, <<: *base, x y : [1, ], }',
  '|\n    a: b # c\n\n      - d',
  '|-\n    x\n    y\n',
  '>\n    x\n    y',
  'a cat\n    on a\n\n     mat',
  '[1,\n    {a: 2,\n    b: "x"}\n    ]',
  '[\n    1,\n    2\n]',
  '{\n    a: 1\n} # c',
];
const VALUES = [
  ...[
    '0o17',
    '.5',
    '+3',
    'False',
    '~',
    '.inf',
    '-.inf',
    '.nan',
    '-0',
    '2024-01-01',
    '1:30',
    'yes',
    '12345678901234567890',
  ],
  ...[
    'a cat, with: no',
    'x#y',
    "'it''s'",
    '"a\\n"',
    '[1, 2]',
    '{a: 1}',
    '[a, ]',
    '[a b , -1,c]',
    '[http://x, 2]',
    '[a: 1]',
    '{a, b}',
    '{a: }',
    '{<<: *base}',
    '{ a: 1, a: 2 }',
    '[a] b',
    '[a',
    '[a]]',
    "['it''s', - 1]",
    '[a #c, b]',
    '[ *base , &x y]',
    '[1]# c',
    '[a\\tb]',
    '&x *base',
    '&x {a: *base}',
    '# c',
    '&x # c',
    '&x a # c',
    '[-x, --]',
    '{a: b: c}',
    '{ "a": 1 }',
    '[?a, a?]',
    '[a-, a|, (b)]',
    '[null, ~, true, 0x1F, .5]',
    '["a"b]',
    '*base',
    '*job-1',
    '&a',
    '&a 1',
    '!!int 3',
    '|',
    '>-',
    '|\n',
    '|2\n    x',
    '|+\n    x\n\n',
    '| # c\n\n    x\n   y',
    '|\n      \n    x',
    '|\n    x\n  ',
    '>\n    x\n\n    y',
    '>\n    x\n      y',
    '>-\n   x\n      \n',
    '|\n  # c\n    x',
    '|\n    x\n  # c',
    '&x |\n    x',
    'a # c\n    b',
    'a\n    # c\n    b',
    'a\n    b: c',
    'a\n    b #c',
    'a  \n    - b',
    '1\n    2',
    '"a\n    b"',
    "'a\n    b'",
    '*base\n    b',
    '&x a\n    b',
    '[a\n    b]',
    '[a,\n    b # c\n    ]',
    '[a,\n]',
    '[a,\n    ] # c',
    '[a,\n    ] c',
    '[a,\n] c',
    '[a,\n    b: {\n]',
    '[a\n]]',
    '{a:\n    b}',
    '{a\n    : b}',
    '{"a":b, \'c\' : d}',
    '{"a": [1,,2]}',
    '[,]',
    '{<<: {a: 1}}',
    '{"<<": *base}',
    '{<<: [*base, *job-1]}',
    '"a\\x41"',
    '"a\\',
    '""',
    "''",
    '"a" # c',
    '"a"#c',
    '&x',
  ],
  ...[
    '-x',
    '- 1',
    'http://x/y',
    'a:b',
    '',
    '@x',
    '%x',
    '?x',
    ':x',
    'é',
    '😀',
    '$HOME',
    '(a)',
    'a]',
    'a, b',
    '<x>',
    'a: ',
    '`x`',
  ],
  ...['~/x', '--flag', '---', '...'],
];
const mostly = (usual: readonly string[], odd: readonly string[]) =>
  fc.oneof({ weight: 50, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) });

interface Shape {
  readonly list: boolean;
  readonly flush: boolean;
  readonly parts: readonly {
    readonly key: string;
    readonly value: string;
    readonly extra: string;
    readonly below: Shape | null;
  }[];
}

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.record({
    list: fc.boolean(),
    flush: fc.boolean(),
    parts: fc.array(
      fc.record({
        key: mostly(USUAL_KEYS, KEYS),
        value: mostly(USUAL_VALUES, VALUES),
        extra: mostly([''], ['\n# a comment', '\n', '  ', ' # a comment', ' &x # c']),
        below: fc.option(tie('shape'), { freq: 1, depthIdentifier: 'shape', maxDepth: 3 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  }),
}));

/** A shape as lines at a column. Not always valid: the readers must agree on that, too. */
function written({ list, flush, parts }: Shape, column: number): string {
  const pad = ' '.repeat(column);
  return parts
    .map(({ key, value: lines, extra, below }) => {
      const value = lines.replaceAll('\n', `\n${pad}`);
      if (list && below) return `${pad}-${extra}\n${written(below, column + 2)}`;
      if (list) return key.startsWith('a') ? `${pad}- ${key}: ${value}${extra}\n` : `${pad}- ${value}${extra}\n`;
      if (below) return `${pad}${key}:${extra}\n${written(below, column + (flush && below.list ? 0 : 2))}`;
      return `${pad}${key}: ${value}${extra}\n`;
    })
    .join('');
}

/** Long ones are cut into blocks inside blocks. */
const text = fc
  .tuple(shape, fc.constantFrom(1, 1, 6))
  .map(([one, times]) => written(one, 0).repeat(times))
  .chain((lines) => fc.constantFrom(lines, lines.replaceAll('\n', '\r\n'), lines.trimEnd()));

function lines(roots: readonly Value[]): string[] {
  const found: string[] = [];
  walk({ roots }, (value) => {
    const shown =
      value.kind === 'scalar' ? `${value.style} ${typeof value.value} ${value.value} <${value.source}>` : '';
    const alias = value.kind === 'alias' ? `*${value.name} ${value.target?.start ?? 'nothing'}` : '';
    found.push(`${value.kind} ${value.start}-${value.end} at ${value.key} ${shown}${alias}`);
    if (value.kind === 'map')
      for (const { key, merge } of value.entries) found.push(`  ${key.text} ${key.start}-${key.end} ${merge}`);
    return true;
  });
  return found;
}

/** Links aliases as a document does. */
function linked(names: readonly NameEvent[]): void {
  const anchors = new Map<string, ResolvedValue>();
  for (const event of names) {
    if (event.define === undefined) event.use.target = anchors.get(event.use.name) ?? null;
    else anchors.set(event.define, event.value);
  }
}

test('simple lines are read as the parser reads them', () => {
  let simple = 0;
  fc.assert(
    fc.property(text, (source) => {
      const quick = readSimpleYaml(source, 0, 0, 0);
      if (!quick) return;
      simple += 1;
      const [whole, ...more] = readYaml(source, 0, 0, 0);
      expect(more).toEqual([]);
      linked(namesOf(quick));
      linked(namesOf(whole));
      expect(lines([quick.root])).toEqual(lines([whole.root]));
    }),
    { seed: SEED, numRuns: RUNS },
  );
  // Otherwise nothing was compared.
  expect(simple).toBeGreaterThan(RUNS / 20);
});

test.each([
  'a:\n  b: 1\n',
  'a:\r\n- b\r\n',
  'a: # c\n  b: &x # c\n    c: 1\n',
  'a:\nb: &x\n-c: 1\n',
  '- a:\n-\n- # c\n',
  '"a b": 1\na b : 2\n3: "\\n\\""\n',
  'a: |\n  b: c # d\n\n    e\nf: >-\n  g\n  h\n',
  'a: b\n  c\n\n  d\n',
  'a: [1,\n  2, ]\nb: {<<: *c, "d": {e f: 1}}\n',
])('%j needs no parser', (source) => {
  expect(readSimpleYaml(source, 0, 0, 0)).not.toBeNull();
});

test('blocks of a valid text are read as the whole', () => {
  let compared = 0;
  fc.assert(
    fc.property(text, (source) => {
      const [whole, ...more] = readYaml(source, 0, 0, 0);
      if (!whole?.clean || more.length > 0 || /^(?:%|\.\.\.|---)/m.test(source)) return;
      compared += 1;
      linked(namesOf(whole));
      expect(lines(parse(source, 'yaml').roots)).toEqual(lines([whole.root]));
    }),
    { seed: SEED, numRuns: RUNS },
  );
  expect(compared).toBeGreaterThan(RUNS / 20);
});
