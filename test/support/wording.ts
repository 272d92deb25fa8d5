/** What people can be told in another language: the texts that code gives to `t`, and those of `data/` that are filled in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutComments } from '../../build/texts.ts';
import { data, knowledge } from './knowledge.ts';

export interface Source {
  readonly file: string;
  readonly source: string;
}

/** The sources in a folder, without their comments. */
export function sourcesIn(folder: string): readonly Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file))
    .map((file) => ({ file, source: withoutComments(readFileSync(file, 'utf8')) }));
}

/** Texts of `data/` that people are told, in the words of which `{name}` is filled in. */
export function textsOfData(): readonly string[] {
  const { guides, stepsGuide } = knowledge;
  const { rules, writing, sweetSpot, backendKinds, failures } = data;
  return [
    ...guides.flatMap((guide) => [
      guide.title,
      guide.summary,
      ...guide.ranges.flatMap(({ label, means }) => [label, means]),
      ...Object.values(guide.verdicts),
      ...guide.sections.flatMap(({ heading, markdown }) => [heading, markdown]),
    ]),
    ...[stepsGuide.draft.advice, stepsGuide.final.advice, stepsGuide.scene.note],
    ...rules.flatMap(({ title, fix, messages }) => [title, fix ?? '', ...Object.values(messages)]),
    ...[...Object.values(writing.words), ...Object.values(writing.card)],
    ...writing.starters.flatMap(({ name, says }) => [name, says]),
    ...Object.values(sweetSpot.sentences),
    ...backendKinds.kinds.map(({ note }) => note),
    ...Object.values(failures).flatMap((known) => known.map(({ message }) => message)),
    ...[backendKinds.connect.editor, backendKinds.connect.options],
    ...data.dialects.flatMap(({ name, evidence }) => [name, evidence]),
    ...data.embeddedForms.map(({ name }) => name),
  ].filter((text) => hasWords(text));
}

/** Whether there is anything to say otherwise: `{model}` alone is the same everywhere. */
export function hasWords(text: string): boolean {
  return /[A-Za-z]{2}/.test(text.replace(/\{\w+\}/g, ''));
}
