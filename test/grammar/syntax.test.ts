/** What each construct of the prompt syntax is called, in a prompt of its own. */
import { describe, expect, test } from 'vitest';
import { hosts } from './hosts.ts';
import { promptScope, tokenizer } from './tokenizer.ts';

const tokenize = tokenizer(hosts[0]);

/** The tokens of a prompt that got a name: `text name`. */
async function named(prompt: string): Promise<string[]> {
  const lines = await tokenize('yaml', `prompt: |\n  ${prompt}`);
  return lines.flatMap((tokens, line) =>
    tokens.flatMap((token) => {
      const scope = promptScope(token);
      return line === 1 && scope !== undefined ? [`${`  ${prompt}`.slice(token.start, token.end)} ${scope}`] : [];
    }),
  );
}

const open = (bracket: string) => `${bracket} keyword.operator.bracket`;
const weight = (number: string) => [': keyword.operator.weight', `${number} constant.numeric.weight`];
const schedule = (number: string) => [': keyword.operator.schedule', `${number} constant.numeric.schedule`];
const tag = (kind: string, name: string, ...rest: string[]) => [
  '< punctuation.definition.tag.begin',
  `${kind} entity.name.tag`,
  ': keyword.operator.weight',
  `${name} entity.name.type.network`,
  ...rest,
  '> punctuation.definition.tag.end',
];

describe('is coloured', () => {
  test.each<[string, string[]]>([
    ['a (cat:1.2)', [open('('), ...weight('1.2'), open(')')]],
    ['((cat))', ['(', '(', ')', ')'].map(open)],
    ['((a:1.1) b: -.5 )', [open('('), open('('), ...weight('1.1'), open(')'), ...weight('-.5'), open(')')]],
    ['[cat]', ['[', ']'].map(open)],
    ['[cat:dog:0.5]', [open('['), ': keyword.operator.schedule', ...schedule('0.5'), open(']')]],
    ['[cat::10]', [open('['), ': keyword.operator.schedule', ...schedule('10'), open(']')]],
    ['[cat:.3]', [open('['), ...schedule('.3'), open(']')]],
    ['[cat|dog]', ['[', '|', ']'].map(open)],
    ['<lora:detail_v1.5:0.8>', tag('lora', 'detail_v1.5', ...weight('0.8'))],
    ['<lora:a name>', tag('lora', 'a name')],
    ['<lyco:a/b:te=0.8:-1>', tag('lyco', 'a/b', weight('x')[0], '0.8 constant.numeric.weight', ...weight('-1'))],
    ['<hypernet:a:1>', tag('hypernet', 'a', ...weight('1'))],
    ['<embedding:a>', tag('embedding', 'a')],
    [
      '(embedding:easy.pt:1.2)',
      [
        open('('),
        'embedding entity.name.tag',
        ': keyword.operator.weight',
        'easy.pt entity.name.type.embedding',
        ...weight('1.2'),
        open(')'),
      ],
    ],
    ['a __hair/color_2*__', ['__hair/color_2*__ constant.other.placeholder']],
    ['__a__ __b__', ['__a__ constant.other.placeholder', '__b__ constant.other.placeholder']],
    ['{a|b}', ['{', '|', '}'].map(open)],
    [
      '{1-2$$ and $$0.5::a|b}',
      [
        open('{'),
        '1-2 constant.numeric.count',
        '$$ keyword.operator.dynamic',
        '$$ keyword.operator.dynamic',
        open('|'),
        open('}'),
      ],
    ],
    [
      '{2$$a|0.5::b}',
      [
        open('{'),
        '2 constant.numeric.count',
        '$$ keyword.operator.dynamic',
        open('|'),
        '0.5 constant.numeric.weight',
        ':: keyword.operator.dynamic',
        open('}'),
      ],
    ],
    ['photo of {prompt}', ['{prompt} constant.other.placeholder']],
    ['a BREAK b AND c', ['BREAK keyword.control', 'AND keyword.control']],
    ['\\(a\\) \\[b\\]', ['\\(', '\\)', '\\[', '\\]'].map((escaped) => `${escaped} constant.character.escape`)],
  ])('%s', async (prompt, expected) => expect(await named(prompt)).toEqual(expected));
});

test.each([
  'at 16:9, 12:30',
  'note: a cat',
  'breakfast, BREAKFAST, and, SAND',
  'snake_case, __init',
  'a < b > c, <3',
  'C:\\new\\folder',
])('is left alone: %s', async (prompt) => expect(await named(prompt)).toEqual([]));
