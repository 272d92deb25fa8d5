/**
 * Project files (`.sweetspot.yaml`) that nobody writes: names and patterns of any kind, wrong types beside right ones, far too many of
 * one thing, damaged by edits. What they say is what a document is read with.
 */
import fc from 'fast-check';
import { stringify } from 'yaml';
import { completeProject } from '../../../server/src/features/completion/project.ts';
import { createPageLinks } from '../../../server/src/features/links.ts';
import { projectDiagnostics } from '../../../server/src/features/project-diagnostics.ts';
import type { Finding } from '../../../server/src/findings/finding.ts';
import { SEVERITY_CHOICES } from '../../../server/src/findings/severity.ts';
import { addIgnore } from '../../../server/src/project/add-ignore.ts';
import {
  factsForFile,
  isSilenced,
  NO_FACTS,
  NO_PROJECT,
  projectKnowledge,
  readProject,
} from '../../../server/src/project/index.ts';
import { createService, type Service } from '../../../server/src/service/index.ts';
import type { FileContext } from '../../../server/src/service/projects.ts';
import { SourceText } from '../../../server/src/syntax/text.ts';
import { changed, History, turn } from '../../equivalence/edits.ts';
import { analyser, knowledge } from '../../support/knowledge.ts';
import { isWhole } from './whole.ts';
import { anything, KEYS, number, word, words } from './words.ts';

/** What a document stands under. */
export interface UnderProject {
  /** `null`: there is no project file. */
  readonly text: string | null;
  /** Of the document, from the project file's folder. */
  readonly path: string;
  /** Edited without a thought after it was written: it may mean one thing to a reader of JSON and another to one of YAML. */
  readonly damaged: boolean;
}

export const NO_PROJECT_FILE: UnderProject = { text: null, path: 'fuzz', damaged: false };

const { models, programs, rules } = knowledge.data;
/** Mostly what it should be. */
const likely = (right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: anything });
/** Some of them, or one alone; rarely many of one. */
const some = (item: fc.Arbitrary<unknown>, many = 25): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 3, arbitrary: item },
    { weight: 9, arbitrary: fc.array(item, { maxLength: 4 }) },
    { weight: 1, arbitrary: item.map((one) => Array(many).fill(one)) },
  );
/** More than are read of any list. */
const TOO_MANY = 201;
const listOf = (entries: Readonly<Record<string, fc.Arbitrary<unknown>>>, requiredKeys: string[]) =>
  likely(some(likely(fc.record(entries, { requiredKeys })), TOO_MANY));
const mapOf = (key: fc.Arbitrary<string>, value: fc.Arbitrary<unknown>) =>
  likely(fc.dictionary(key, likely(value), { maxKeys: 6 }));

const pattern = fc.oneof(
  fc.constantFrom(
    '*',
    '**',
    '**/*',
    '/*',
    'a.json',
    '/a.json',
    'b/',
    'b/**',
    '*.yaml',
    '?.json',
    '!a',
    './a.json',
    '/',
  ),
  fc.constantFrom('sdxl*', '*flux*', '*a*a*a*a*', '*'.repeat(300), '**/'.repeat(100), '?'.repeat(299), 'a'.repeat(301)),
  words,
);
const code = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...rules.map((rule) => rule.code)) }, words);
const setting = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...knowledge.guides.map(({ id }) => id)) }, words);
const name = fc.oneof(fc.constantFrom('House XL', 'constructor', '__proto__', 'a', 'flux1-schnell'), words);
const model = fc.oneof(fc.constantFrom(...models.map(({ id }) => id)), name);
const program = fc.oneof(fc.constantFrom(...programs.map(({ id }) => id)), words);
const pointer = fc
  .array(fc.oneof(fc.constantFrom('*', '0', '', 'steps', '3', 'inputs', '#1', '~1'), word), { maxLength: 4 })
  .map((tokens) => ['', ...tokens].join('/'));
const count = fc.oneof(fc.integer({ min: 1, max: 120 }), number);

const entries: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  rules: mapOf(code, fc.constantFrom(...SEVERITY_CHOICES)),
  ignore: likely(
    some(
      fc.oneof(
        likely(pattern),
        likely(
          fc.record(
            { files: some(pattern), rules: some(code), at: some(fc.oneof(pointer, pattern)), why: words },
            { requiredKeys: [] },
          ),
        ),
      ),
      TOO_MANY,
    ),
  ),
  models: listOf(
    {
      name,
      match: likely(some(pattern)),
      like: model,
      kind: fc.constantFrom('image', 'video', 'audio'),
      lora: fc.boolean(),
      steps: likely(
        fc.record(
          {
            sweet: fc.oneof(fc.tuple(count, count), fc.constantFrom([20, 30], [1, 1_000_000], [30, 20])),
            ...{ default: count, draft: count, min_useful: count, wasteful_above: count },
          },
          { requiredKeys: [] },
        ),
      ),
      guidance: number,
    },
    ['name', 'match'],
  ),
  aliases: mapOf(fc.oneof(fc.constantFrom('house_steps', ...KEYS), words), setting),
  guides: mapOf(setting, words),
  folders: listOf({ files: some(pattern), model, program }, ['files']),
  drafts: likely(fc.record({ files: some(pattern) }, { requiredKeys: [] })),
};

/** Characters: more than are read. */
const LONGEST = 250_000;

/** Written as JSON or as YAML, as it is or damaged. */
const file = fc
  .tuple(
    fc.oneof({ weight: 19, arbitrary: fc.record(entries, { requiredKeys: [] }) }, { weight: 1, arbitrary: anything }),
    fc.constantFrom('flow', 'block', 'block'),
    fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(turn, { maxLength: 4 }) }),
  )
  .map(([said, form, turns]) => {
    const history = new History();
    // Shared values are written out: aliases are not followed there.
    let text = form === 'flow' ? (JSON.stringify(said) ?? '') : stringify(said, { aliasDuplicateObjects: false });
    for (const { step } of turns) for (const change of history.changesOf(step, text)) text = changed(text, change);
    return { text: text.slice(0, LONGEST), damaged: turns.length > 0 || text.length > LONGEST };
  });

/** Names between slashes, as a file has: none of them empty. */
const path = fc.oneof(
  fc.constantFrom('a.json', 'b/a.json', 'b/c/a.yaml', '', 'constructor', `${'a/'.repeat(300)}b.json`),
  words.map((text) => text.split('/').filter(Boolean).join('/')),
);

export const underProject: fc.Arbitrary<UnderProject> = fc
  .tuple(file, path)
  .map(([made, under]) => ({ ...made, path: under }));

/** How an answer is held to its time. */
type Timed = <Answer>(feature: string, answer: () => Answer) => Answer;
export type Read = Pick<FileContext, 'service' | 'facts'>;

const READ_ALONE: Read = { service: analyser, facts: NO_FACTS };
const LINKS = createPageLinks('file:///data/', true);

/** What a document is read with. Throws where an invariant of the project file itself does not hold. */
export function readUnder({ text, path: under, damaged }: UnderProject, timed: Timed): Read {
  if (text === null) return READ_ALONE;
  const { project, problems } = timed('project file', () => readProject(text, knowledge));
  for (const { start, end, message } of problems) {
    if (!(start >= 0 && start <= end && end <= text.length)) throw new Error(`${message} at ${start}-${end}`);
    if (message.trim() === '') throw new Error('a mistake is not told');
  }
  timed('mistakes of a project file', () => projectDiagnostics(text, knowledge, LINKS));
  tryProjectCompletion(text, timed);
  const facts = timed('facts of a file', () => factsForFile(project, under));
  const known = timed('knowledge of a project', () => projectKnowledge(knowledge, project, facts));
  const service: Service = known === knowledge ? analyser : createService(known);
  if (project !== NO_PROJECT) tryIgnoring(text, under, damaged);
  return { service, facts };
}

/** Characters up to which all of a project file is read, whatever it is made of. */
const ALL_READ = 50_000;
/** Places of a project file at which completions are asked for. */
const PLACES = 6;

function tryProjectCompletion(text: string, timed: Timed): void {
  const lines = new SourceText(text);
  for (let part = 0; part <= PLACES; part += 1) {
    const position = lines.position(Math.floor((text.length * part) / PLACES));
    const list = timed('completion in a project file', () => completeProject(text, position, knowledge));
    for (const { label, textEdit } of list?.items ?? []) {
      if (!textEdit || !('range' in textEdit)) throw new Error(`${label} is written nowhere`);
      const { start, end } = textEdit.range;
      if (start.line !== position.line || end.line !== position.line || start.character > position.character)
        throw new Error(`${label} would be written at ${JSON.stringify(textEdit.range)}`);
    }
  }
}

/** A finding is silenced by an entry more, and nothing of what was whole breaks. */
function tryIgnoring(text: string, under: string, damaged: boolean): void {
  const before = readProject(text, knowledge).problems;
  const { code: rule } = rules[text.length % rules.length];
  for (const at of [null, '/3/inputs/steps', '/a~1b/"']) {
    const edit = addIgnore(text, { path: under, rule, pointer: at, why: 'x: "y" # z' });
    if (!edit) continue;
    const { start, end, text: by } = edit;
    if (!(start >= 0 && start <= end && end <= text.length)) throw new Error(`an entry at ${start}-${end}`);
    if (before.length > 0 || under === '' || text.length > ALL_READ || damaged || !isWhole(text, 'yaml')) continue;
    const after = text.slice(0, start) + by + text.slice(end);
    const { project, problems } = readProject(after, knowledge);
    if (problems.length > 0 || !isWhole(after, 'yaml'))
      throw new Error(`an entry breaks it (${problems[0]?.message ?? 'not whole'}): ${JSON.stringify(after)}`);
    const facts = factsForFile(project, under);
    if (!facts.ignored && !isSilenced(facts, rule, at ?? '/x'))
      throw new Error(`it silences nothing: ${JSON.stringify(after)}`);
  }
}

/** Findings that are told. */
export function findingsUnder({ service, facts }: Read, analysis: Parameters<Service['findings']>[0]): Finding[] {
  return service.findings(analysis, facts.rules, facts.ignore);
}
