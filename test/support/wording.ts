/** What people can be told in another language: the texts that code gives to `t`, and those of `data/` that are filled in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

function withoutComments(source: string): string {
  return source.replace(/(?<![*`'/"])\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** A call of `t`, with the text that it begins with where that stands there word for word. */
const CALL = /(?<![\w.])t\(\s*(?:'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"|(?=(\S)))/g;
/** The beginning of a template that `t`, or `md` for Markdown, is given. */
const TAG = /(?<![\w.$])(?:t|md)`/g;

export interface Call {
  readonly call: string;
  /** `null` where it is not there word for word. */
  readonly text: string | null;
}

/** Calls of `t`, and templates it is given, in a source. */
export function callsIn(source: string): readonly Call[] {
  const calls = [...source.matchAll(CALL)].map(([call, single, double]) => ({ call, text: single ?? double }));
  return [
    ...calls.map(({ call, text }) => ({ call, text: text === undefined ? null : text.replace(/\\(.)/g, '$1') })),
    ...tagsIn(source).map((text) => ({ call: text, text })),
  ];
}

/** What stands in a source beside the words that are given to `t`: the templates' parts between braces included. */
export function besides(source: string): string {
  let rest = source.replace(CALL, '');
  for (const match of [...rest.matchAll(TAG)].reverse()) {
    const { parts, end } = templateAt(rest, match.index + match[0].length);
    rest = rest.slice(0, match.index) + parts.filter((_, index) => index % 2 === 1).join(' ') + rest.slice(end);
  }
  return rest;
}

function tagsIn(source: string): string[] {
  return [...source.matchAll(TAG)].map(({ 0: tag, index }) => {
    const { parts } = templateAt(source, index + tag.length);
    const text = parts.map((part, at) => (at % 2 === 0 ? part : `{${(at - 1) / 2}}`)).join('');
    return text
      .replaceAll('\\n', '\n')
      .replace(/\\u([\da-f]{4})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/\\(.)/g, '$1');
  });
}

/** Texts and expressions of a template in turn, and where it ends. */
function templateAt(source: string, start: number): { readonly parts: readonly string[]; readonly end: number } {
  const parts: string[] = [];
  let from = start;
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    const letter = source[at];
    if (letter === '\\') at++;
    else if (depth === 0 && letter === '`') return { parts: [...parts, source.slice(from, at)], end: at + 1 };
    else if (depth === 0 && source.startsWith('${', at)) {
      parts.push(source.slice(from, at));
      from = at + 2;
      depth = 1;
      at++;
    } else if (depth > 0 && letter === '`') at = templateAt(source, at + 1).end - 1;
    else if (depth > 0 && letter === '{') depth++;
    else if (depth > 0 && letter === '}' && --depth === 0) {
      parts.push(source.slice(from, at));
      from = at + 1;
    }
  }
  throw new Error('a template has no end');
}

/** Texts of `data/` that people are told, in the words of which `{name}` is filled in. */
export function textsOfData(): readonly string[] {
  const { guides, stepsGuide } = knowledge;
  const { rules, writing, sweetSpot, backendKinds } = data;
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
    ...[backendKinds.connect.editor, backendKinds.connect.options],
    ...data.dialects.flatMap(({ name, evidence }) => [name, evidence]),
    ...data.embeddedForms.map(({ name }) => name),
  ].filter((text) => hasWords(text));
}

/** Whether there is anything to say otherwise: `{model}` alone is the same everywhere. */
export function hasWords(text: string): boolean {
  return /[A-Za-z]{2}/.test(text.replace(/\{\w+\}/g, ''));
}
