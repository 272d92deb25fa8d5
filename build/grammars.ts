/** Compiles syntaxes/*.yaml into TextMate grammars: YAML into JSON, with `{{name}}` replaced in every pattern. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import type { CompiledData } from '../server/src/knowledge/schema.ts';

/** What is compiled here; the rest is TextMate's own and goes through as it is. */
const SourceSchema = v.looseObject({
  scopeName: v.string(),
  variables: v.optional(v.record(v.string(), v.string()), {}),
  patterns: v.array(v.unknown()),
});
export type Grammar = Omit<v.InferOutput<typeof SourceSchema>, 'variables'>;

/** Not taken from the data: what files that have nothing to do with prompts call many of their texts. */
const COMMON_WORDS = ['caption'];

/** Every grammar of `folder`, by the name of its file. Throws an Error that names the file and what is wrong in it. */
export async function compileGrammars(folder: string, data: CompiledData): Promise<Map<string, Grammar>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  const keys = { prompt_keys: pattern(promptKeys(data)), text_keys: pattern(textKeys(data)) };
  const compiled = files.map(async (file) => {
    const { variables, ...grammar } = v.parse(SourceSchema, parse(await readFile(join(folder, file), 'utf8')));
    return [basename(file, '.yaml'), substitute(grammar, { ...keys, ...variables }, file)] as const;
  });
  return new Map(await Promise.all(compiled));
}

/** Writes them all into `target`, as `<name>.tmLanguage.json`. */
export async function writeGrammars(folder: string, target: string, data: CompiledData): Promise<void> {
  await mkdir(target, { recursive: true });
  const grammars = await compileGrammars(folder, data);
  await Promise.all(
    [...grammars].map(([name, grammar]) => writeFile(join(target, `${name}.tmLanguage.json`), JSON.stringify(grammar))),
  );
}

/** Keys that hold a prompt: spellings of the guides, of plain arguments and of the formats of data/dialects. */
function promptKeys({ guides, plainArguments, dialects }: CompiledData): string[] {
  const keys = ['prompt', 'negative_prompt'].flatMap((setting) => [
    ...guides
      .filter(({ id }) => id === setting)
      .flatMap(({ aliases }) => aliases.filter((alias) => !alias.declared_only).map(({ key }) => key)),
    ...(plainArguments.keys[setting] ?? []),
    ...dialects.flatMap(({ generations }) => generations.flatMap(({ settings }) => settings?.[setting] ?? [])),
  ]);
  // A format may give a path; its last part is the key.
  const names = keys.map((key) => key.split('/').at(-1) ?? key);
  return [...new Set(names)].filter((key) => /^\w+$/.test(key) && !COMMON_WORDS.includes(key));
}

/** Keys that hold a prompt in some nodes of a ComfyUI graph, and other text in the rest. */
function textKeys(data: CompiledData): string[] {
  const prompts = promptKeys(data);
  return [...data.comfyNodes.prompt_inputs.filter((key) => !prompts.includes(key)), 'widgets_values'];
}

/** Matches these keys as the dialects compare them: `negative_prompt` is also `negative-prompt` and `negativePrompt`. */
function pattern(keys: readonly string[]): string {
  return keys.map((key) => key.replaceAll('_', '[-_]?')).join('|');
}

/** A copy of `value` in which every string has its variables replaced, also those that variables hold. */
function substitute<T>(value: T, variables: Readonly<Record<string, string>>, file: string): T {
  const fill = (text: string): string =>
    text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const found = variables[name];
      if (found === undefined) throw new Error(`syntaxes/${file}: there is no variable {{${name}}}`);
      return fill(found);
    });
  return JSON.parse(JSON.stringify(value), (_, part: unknown) => (typeof part === 'string' ? fill(part) : part));
}
