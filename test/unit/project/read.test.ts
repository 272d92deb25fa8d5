import { expect, test } from 'vitest';
import { factsForFile, isSilenced, NO_PROJECT, readProject } from '../../../server/src/project/index.ts';
import { knowledge } from '../../support/knowledge.ts';

/** The problems of a text, each with the text it stands at. */
function problemsOf(text: string): [string, string][] {
  return readProject(text, knowledge).problems.map(({ start, end, message }) => [text.slice(start, end), message]);
}

test('a whole file', () => {
  const { project, problems } = readProject(
    `rules: {steps-wasteful: hint}
ignore:
  - vendor/**
  - {files: '*.json', rules: steps-wasteful, at: /3/inputs, why: the client wants it}
models:
  - {name: House XL, match: house-xl*, like: sdxl, steps: {sweet: [20, 24], default: 22}}
aliases: {house_steps: inference_steps}
guides: {inference_steps: We render with 22.}
folders:
  - {files: flux, model: House XL, program: comfyui}
drafts: {files: [drafts/**]}
`,
    knowledge,
  );
  expect(problems).toEqual([]);
  expect(project).toMatchObject({
    rules: { 'steps-wasteful': 'hint' },
    ignore: [
      { files: ['vendor/**'], rules: null, at: null },
      { files: ['*.json'], rules: ['steps-wasteful'], at: ['/3/inputs'] },
    ],
    folders: [{ files: ['flux'], model: 'House XL', program: 'comfyui' }],
    drafts: { files: ['drafts/**'] },
  });
  expect(factsForFile(project, 'flux/a.json')).toMatchObject({ model: 'House XL', program: 'comfyui', draft: false });
  expect(factsForFile(project, 'drafts/a.json').rules).toEqual({ 'steps-wasteful': 'hint', 'steps-too-few': 'off' });
  expect(factsForFile(project, 'vendor/a.json').ignored).toBe(true);
  const facts = factsForFile(project, 'a.json');
  expect(facts.ignored).toBe(false);
  expect(isSilenced(facts, 'steps-wasteful', '/3/inputs/steps')).toBe(true);
  expect(isSilenced(facts, 'steps-wasteful', '#1/3/inputs/steps')).toBe(true);
  expect(isSilenced(facts, 'steps-wasteful', '/4/inputs/steps')).toBe(false);
  expect(isSilenced(facts, 'size-multiple', '/3/inputs/steps')).toBe(false);
});

test.each<[string, [string, string][]]>([
  ['', []],
  ['# nothing\n', []],
  ['ignore: [[a]]', [['[a]', 'This must be a map.']]],
  ['rules: [loud, off]', [['rules', '"rules" must be a map.']]],
  ['models: [{name: a, match: b, steps: [20, 30]}]', [['steps', '"steps" must be a map.']]],
  ['- a\n', [['', 'This must be a map, as in `rules:`.']]],
  ['rules: {steps-wastful: off}', [['steps-wastful', 'There is no rule "steps-wastful".']]],
  [
    'rules: {steps-wasteful: loud}',
    [['loud', '"steps-wasteful" must be one of: default, error, warning, information, hint, off.']],
  ],
  [
    'backend: {address: 1}',
    [
      [
        'backend',
        '"backend" can\'t be set here: where is rendered, and what that costs, is each person\'s own setting.',
      ],
    ],
  ],
  ['ignor: [a]', [['ignor', '"ignor" is nothing that can be set here.']]],
  ['ignore:\n  - {file: a}\n', [['file', '"file" is nothing that can be set here.']]],
  ['ignore:\n  - {why: a}\n', [['{why: a}', 'This names no files, rules or places, so it ignores nothing.']]],
  ['models: [{name: A}]', [['{name: A}', 'match is missing here.']]],
  [
    'models: [{name: A, match: a, like: sdxxl}]',
    [['sdxxl', 'There is no model "sdxxl": docs/models.md lists their ids.']],
  ],
  ['models: [{name: A, match: a, steps: {default: 0}}]', [['0', '"default" must be at least 1.']]],
  ['folders: [{files: a, program: b}]', [['b', 'There is no program "b": docs/programs.md lists them.']]],
  [
    'a: &a 1\nrules: *a\n',
    [
      ['a', '"a" is nothing that can be set here.'],
      ['*a', 'Aliases are not followed in this file: write the value.'],
    ],
  ],
  [
    'rules: {steps-wasteful: off, steps-wasteful: hint}',
    [['steps-wasteful', '"steps-wasteful" stands here twice: the last counts.']],
  ],
  ['drafts: {}\n---\nrules: {}\n', [['r', 'Only the first document of this file is read.']]],
])('%j', (text, problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

test('a part that is wrong takes no other with it', () => {
  const text = `rules: {steps-wasteful: off, steps-too-few: loud}\nignore: [a, 3, b]\ndrafts: 4\naliases: {s: inference_steps}\n`;
  const { project } = readProject(text, knowledge);
  expect(project.rules).toEqual({ 'steps-wasteful': 'off' });
  expect(project.ignore.map(({ files }) => files)).toEqual([['a'], ['b']]);
  expect([...project.aliases]).toEqual([['s', 'inference_steps']]);
});

test.each([
  [
    'names of what every object has',
    '__proto__: {rules: {steps-wasteful: off}}\nconstructor: 1\nrules: {__proto__: off}\n',
  ],
  ['depth', `${'['.repeat(5000)}`],
  ['an alias of itself', 'ignore: &a [*a, *a]\n'],
  ['many entries', `ignore: [${'a, '.repeat(5000)}b]\n`],
  ['what is no YAML', '{{{ %%% \u0000 ]]'],
])('hostile: %s', (_, text) => {
  expect(readProject(text, knowledge).project).toEqual(NO_PROJECT);
});

test('a huge file is not read', () => {
  expect(readProject(`# ${'x'.repeat(300_000)}\nrules: {steps-wasteful: off}`, knowledge)).toMatchObject({
    project: NO_PROJECT,
    problems: [{ message: expect.stringContaining('200000') }],
  });
});

test('each mistake is told where it stands, and takes nothing else with it', () => {
  const text = `rules: {steps-wasteful: off, steps-wastful: off}
one: 1
two: 2
models:
  - {name: A}
  - {name: B, match: b, like: sdxxl}
  - {name: C, match: c, steps: {sweet: [40, 30]}}
  - {name: D, match: d, like: sdxl}
drafts: {files: d, file: x, more: y}
backend: http://127.0.0.1
`;
  expect(problemsOf(text)).toEqual([
    ['steps-wastful', 'There is no rule "steps-wastful".'],
    ['one', '"one" is nothing that can be set here.'],
    ['two', '"two" is nothing that can be set here.'],
    ['{name: A}', 'match is missing here.'],
    ['sdxxl', 'There is no model "sdxxl": docs/models.md lists their ids.'],
    ['sweet', '"sweet" must begin with the smaller count.'],
    ['file', '"file" is nothing that can be set here.'],
    ['more', '"more" is nothing that can be set here.'],
    ['backend', '"backend" can\'t be set here: where is rendered, and what that costs, is each person\'s own setting.'],
  ]);
  const { project } = readProject(text, knowledge);
  expect(project.rules).toEqual({ 'steps-wasteful': 'off' });
  expect(project.models.map(({ name }) => name)).toEqual(['D']);
  expect(project.drafts.files).toEqual(['d']);
});
