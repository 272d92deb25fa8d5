import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { addIgnore, factsForFile, isSilenced, readProject } from '../../../server/src/project/index.ts';
import { knowledge } from '../../support/knowledge.ts';

const entry = {
  ...{ path: "a/it's #1.json", rule: 'steps-wasteful', pointer: '/3/inputs/steps' },
  why: 'a poster: "large"',
};

const added = (text: string): string => {
  const edit = addIgnore(text, entry);
  if (!edit) throw new Error('It can be said.');
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
};

test.each([
  '',
  '# ours',
  'rules: {}\n',
  'ignore:\n',
  'ignore: []\n',
  'ignore: [vendor] # theirs\nrules: {}\n',
  'ignore:\n- vendor\n- {files: x}\n',
  'ignore:\n    # one\n    - files: x\n      why: because\n    # two\n\nrules: {steps-too-few: hint}\n',
  'ignore:\r\n  - vendor\r\nrules: {}\r\n',
  '{}',
  '{ignore: [], rules: {}} # ours',
  '{"rules": {"steps-too-few": "hint"}}',
  `{"drafts": {"files": [${'"a", '.repeat(99)}"b"]}}`,
  '{rules: {steps-too-few: hint}, # theirs\n}\n',
  '  rules: {}\n',
  '---\nrules: {}\n...\n# behind\n',
  'null\n',
  'ignore:\n  - -vendor\n',
])('%j keeps what it says, and silences one more', (text) => {
  const after = added(text);
  const before = readProject(text, knowledge).project;
  const { project, problems } = readProject(after, knowledge);
  expect(problems).toEqual([]);
  expect(project).toMatchObject({ rules: before.rules });
  expect(project.ignore.slice(0, -1)).toEqual(before.ignore);
  expect(isSilenced(factsForFile(project, entry.path), entry.rule, entry.pointer)).toBe(true);
  expect(parse(after).ignore.at(-1)).toMatchObject({ why: entry.why });
  expect(isSilenced(factsForFile(project, 'a/other.json'), entry.rule, entry.pointer)).toBe(false);
  for (const comment of text.match(/#.*/g) ?? []) expect(after).toContain(comment);
});

test.each([{ path: `${'a/'.repeat(200)}b.json` }, { pointer: `/${'a'.repeat(300)}` }])(
  'what is longer than a pattern may be is not said: %j',
  (long) => expect(addIgnore('rules: {}\n', { ...entry, ...long })).toBeNull(),
);
