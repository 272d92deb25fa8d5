/** Compiles data/ into one validated object. Bad data stops the build with `file:line: path: reason`. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import {
  type CompiledData,
  PARTS,
  type PartOfData,
  type Prose,
  type Section,
  type Written,
} from '../server/src/knowledge/schema.ts';
import { ScenesSchema } from '../server/src/render/builtin/scenes-schema.ts';
import { wordsOf } from './pattern-words.ts';

/** Every part of data/: its last is known to whoever draws it only. */
export const ALL_PARTS = { ...PARTS, scenes: ['builtin/scenes.yaml', 'scenes', ScenesSchema] } as const;

type AllWritten = { readonly [Name in keyof typeof ALL_PARTS]: Written<(typeof ALL_PARTS)[Name]> };

/**
 * Reads and validates every file of `root` (the data folder). Throws one Error that lists all problems, a line each.
 * It is a `CompiledData`, with the sources of every fact besides.
 */
export async function compileData(root: string) {
  const problems: string[] = [];
  const parts: [string, unknown][] = [];
  for (const [name, part] of Object.entries(ALL_PARTS)) parts.push([name, await readPart(part, root, problems)]);
  const data = Object.fromEntries(parts) as AllWritten;
  if (problems.length === 0) {
    const known = new Set(data.programs.map(({ id }) => id));
    for (const { id, program } of [...data.dialects, ...data.embeddedForms])
      if (!known.has(program)) problems.push(`data/dialects: ${id}: data/programs has no ${program}`);
    const kinds = new Set(data.backendKinds.kinds.map(({ id }) => id));
    for (const id of Object.keys(data.backendLimits))
      if (!kinds.has(id)) problems.push(`data/backends/limits.yaml: ${id}: data/backends/kinds.yaml has no ${id}`);
  }
  if (problems.length > 0)
    throw new Error(`data/ is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  const { never, besides, families } = data.modelNames;
  const patterns = [
    ...data.models.flatMap(({ match }) => match),
    ...[...never, ...besides].map(({ match }) => match),
    ...Object.values(families),
  ];
  const patternWords = Object.fromEntries(patterns.map((source) => [source, wordsOf(source)]));
  const modelSources = Object.fromEntries(data.models.map(({ id, sources }) => [id, sources]));
  return { ...data, patternWords, modelSources } satisfies CompiledData;
}

/** What a part holds; problems are added. */
async function readPart([files, , schema]: PartOfData, root: string, problems: string[]): Promise<unknown> {
  const [folder, ending] = files.split('*');
  const read = files.endsWith('.md') ? readPage : readFacts;
  if (ending === undefined) return read(schema, root, files, problems);
  const own: readonly string[] = Object.values(ALL_PARTS).map(([path]) => path);
  const names = (await readdir(join(root, folder))).filter((name) => name.endsWith(ending)).sort();
  const paths = names.map((name) => folder + name).filter((path) => !own.includes(path));
  return (await Promise.all(paths.map((path) => read(schema, root, path, problems)))).flat();
}

async function readFacts(schema: v.GenericSchema, root: string, file: string, problems: string[]): Promise<unknown> {
  return validate(schema, file, await readFile(join(root, file), 'utf8'), 0, problems);
}

/** A Markdown file with facts in front matter. `null`, and a problem, when it has no front matter. */
async function readPage(
  schema: v.GenericSchema,
  root: string,
  file: string,
  problems: string[],
): Promise<Prose | null> {
  const text = await readFile(join(root, file), 'utf8');
  const parts = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text);
  if (!parts) {
    problems.push(`data/${file}:1: must begin with front matter between two lines of ---`);
    return null;
  }
  const facts = validate(schema, file, parts[1], 1, problems);
  return { ...(facts as object), file, sections: splitSections(parts[2]) };
}

/** Splits at `## ` headings; text before the first one is left out (it is for readers of the file). */
function splitSections(markdown: string): Section[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { heading: part.slice(0, end).trim(), markdown: part.slice(end + 1).trim() };
    });
}

/** The validated content, or what there is of it when a problem was added (the build then stops before anyone uses it). */
function validate(
  schema: v.GenericSchema,
  file: string,
  text: string,
  lineOffset: number,
  problems: string[],
): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true });
  const at = (offset: number) => `data/${file}:${lines.linePos(offset).line + lineOffset}`;
  for (const error of document.errors) problems.push(`${at(error.pos[0])}: ${error.message.split('\n')[0]}`);
  const result = v.safeParse(schema, document.toJS());
  if (!result.success && document.errors.length === 0) {
    for (const issue of result.issues) {
      const path = (issue.path ?? []).map((item) => item.key);
      problems.push(`${at(offsetOf(document, path))}: ${path.join('.') || '(whole file)'}: ${issue.message}`);
    }
  }
  return result.output;
}

/** Offset of the deepest node on the path that exists, so that a missing key points at the map that lacks it. */
function offsetOf(document: Document, path: readonly unknown[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
