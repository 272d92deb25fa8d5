import { describe, expect, test } from 'vitest';
import { parse } from '../../../server/src/syntax/parse.ts';
import { read } from './values.ts';

test('of JSON lines each is a document, and a broken one spoils no other', () => {
  const { roots } = parse('{"steps": 20}\n\n{"steps": \r\n[1, 2]\r{"a": {"b": 3}} {"c": 4}\noops\n', 'jsonl');
  expect(roots.map(({ start }) => start)).toEqual([0, 15, 27, 34, 59]);
  expect(roots.map(({ kind }) => kind)).toEqual(['map', 'map', 'list', 'map', 'scalar']);
});

describe('which reader', () => {
  test.each([
    '{"steps": 20}',
    '\ufeff{"steps": 20}',
    ' \r\n\t[1, 2]',
    '{}',
    '[]',
    '// for the big model\n/* really */ {"steps": 20}',
    '{"steps": 20, // few\n "seed": 1,}',
    '{"steps": NaN, "cfg": -Infinity}',
    '{"steps": 20',
    '{"steps": ',
    '{"ste',
    '{',
    '{"steps": 20 "seed": 1}',
    '{"steps": 20}}',
    '{"steps": 20}\n{"steps": 30}\n',
    '{\n<<<<<<< HEAD\n"steps": 20\n=======\n"steps": 30\n>>>>>>> theirs\n}',
    `[${'{"steps": 20},\n'.repeat(100)} oops]`,
  ])('JSON: %j', (text) => {
    expect(parse(text, 'yaml').format).toBe('json');
    expect(parse(text).format).toBe('json');
  });

  test.each([
    '',
    'steps: 20',
    '- 1',
    '"steps"',
    '# a comment\n{"steps": 20}',
    '{steps: 20, b}',
    '{ a: 1, b }',
    '{{ jinja }}',
    '{{1}}',
    '{% for i in x %}\nsteps: 20',
    '[a, b]',
    '["a", b]',
    "{'steps': 20}",
    '{"steps": twenty}',
    '{"steps": 20, # few\n "seed": 1}',
    '{"steps": 20}\nseed: 1',
    '{"steps": 20}\n---\n{"steps": 30}',
    '["a"]: 1',
    `${'[1, '.repeat(100)}${']'.repeat(100)}: 1`,
    `[${'{"steps": 20},\n'.repeat(100)}]\nseed: 1`,
  ])('YAML: %j', (text) => {
    expect(parse(text, 'yaml').format).toBe('yaml');
    expect(parse(text).format).toBe('yaml');
  });

  test.each(['json', 'jsonc'])('the language id %s leaves no choice', (languageId) => {
    expect(parse('steps: 20', languageId).format).toBe('json');
    expect(parse('', languageId)).toMatchObject({ format: 'json', roots: [] });
  });
});

test('the text stays as it was given, markers of a git conflict included', () => {
  const text = '<<<<<<< HEAD\nsteps: 20\n=======\nsteps: 30\n>>>>>>> theirs\n';
  expect(parse(text).text.toString()).toBe(text);
});

describe('git conflicts: both sides are read', () => {
  test('YAML', () => {
    const text = 'a: 1\n<<<<<<< HEAD\nsteps: 20\n||||||| base\nsteps: 10\n=======\nsteps: 30\n>>>>>>> theirs\nb: 2\n';
    expect(read(text)).toEqual([
      [
        ['a', 1],
        ['steps', 20],
        ['steps', 10],
        ['steps', 30],
        ['b', 2],
      ],
    ]);
  });

  test('JSON', () => {
    const text = '{\n<<<<<<< HEAD\n"steps": 20\n=======\n"steps": 30\n>>>>>>> theirs\n}';
    expect(read(text)).toEqual([
      [
        ['steps', 20],
        ['steps', 30],
      ],
    ]);
  });

  test('a line of seven equals signs alone is text', () => {
    expect(read('prompt: |\n  Title\n=======\n')).toEqual([
      [
        ['prompt', 'Title\n'],
        ['=======', null],
      ],
    ]);
    expect(read('|\nTitle\n=======\n')).toEqual(['Title\n=======\n']);
  });
});
