/** YAML as it is written, simple and odd, in random texts. */
import fc from 'fast-check';

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
export const text = fc
  .tuple(shape, fc.constantFrom(1, 1, 6))
  .map(([one, times]) => written(one, 0).repeat(times))
  .chain((lines) => fc.constantFrom(lines, lines.replaceAll('\n', '\r\n'), lines.trimEnd()));
