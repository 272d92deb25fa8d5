/** The texts that sources give to `t` of `@vscode/l10n`, to be said in the person's language. */
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Metafile } from 'esbuild';

/** Sources of ours: what is bundled of others says nothing. */
const OURS = /^(client|server)\/.*\.tsx?$/;

/** The texts of each bundle (by its name, without an ending), as its sources say them in English. */
export async function textsOfBundles({ outputs }: Metafile): Promise<Record<string, string[]>> {
  const scripts = Object.entries(outputs).filter(([file]) => file.endsWith('.js'));
  const texts = scripts.map(async ([file, { inputs }]) => {
    const sources = Object.keys(inputs).filter((source) => OURS.test(source));
    const said = await Promise.all(
      sources.map(async (source) => callsIn(withoutComments(await readFile(source, 'utf8')))),
    );
    return [basename(file, extname(file)), [...new Set(said.flat().flatMap(({ text }) => text ?? []))].sort()] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

/** A source without its comments, which may speak of what it does not say. */
export function withoutComments(source: string): string {
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
