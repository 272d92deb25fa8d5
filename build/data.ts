/** Compiles data/ into one validated object. Bad data stops the build with `file:line: path: reason`. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import {
  BackendKindsSchema,
  ComfyFrontendSchema,
  ComfyTemplatesSchema,
  type CompiledData,
  DeclaredDialectSchema,
  EmbeddedFormsSchema,
  GraphRulesSchema,
  GuideSchema,
  ImageServersSchema,
  InvokeGraphSchema,
  ModelNamesSchema,
  ModelsSchema,
  OtherProgramsSchema,
  PlainArgumentsSchema,
  ProgramSchema,
  type Prose,
  RuleSchema,
  SamplersSchema,
  SdapiSchema,
  type Section,
  SettingsSchema,
  StepsGuideSchema,
  SweetSpotSchema,
  WorkflowRulesSchema,
  WritingSchema,
} from '../server/src/knowledge/schema.ts';
import { ScenesSchema } from '../server/src/render/builtin/scenes-schema.ts';
import { wordsOf } from './pattern-words.ts';

const STEPS_GUIDE = 'guides/inference-steps.md';

/**
 * Reads and validates every file of `root` (the data folder). Throws one Error that lists all problems, a line each.
 * It is a `CompiledData`, with the sources of every fact besides.
 */
export async function compileData(root: string) {
  const problems: string[] = [];
  const yaml = async <S extends v.GenericSchema>(schema: S, file: string) =>
    validate(schema, file, await readFile(join(root, file), 'utf8'), 0, problems);
  const pages = async <S extends v.GenericSchema<unknown, object>>(schema: S, folder: string) => {
    const files = (await list(root, folder, '.md')).filter((file) => file !== STEPS_GUIDE);
    const read = await Promise.all(files.map((file) => readPage(schema, root, file, problems)));
    return read.filter((page) => page !== null);
  };

  const models = [];
  for (const file of await list(root, 'models', '.yaml')) models.push(await yaml(ModelsSchema, file));
  const programs = [];
  for (const file of await list(root, 'programs', '.yaml')) programs.push(await yaml(ProgramSchema, file));
  const dialects = [];
  for (const file of await list(root, 'dialects/declared', '.yaml'))
    dialects.push(await yaml(DeclaredDialectSchema, file));
  const invokeGraphs = [];
  for (const file of await list(root, 'backends/invokeai', '.yaml'))
    invokeGraphs.push(await yaml(InvokeGraphSchema, file));
  const stepsGuide = await readPage(StepsGuideSchema, root, STEPS_GUIDE, problems);
  const data = {
    guides: await pages(GuideSchema, 'guides'),
    rules: await pages(RuleSchema, 'rules'),
    models: models.flat(),
    modelNames: await yaml(ModelNamesSchema, 'model-names.yaml'),
    samplers: await yaml(SamplersSchema, 'samplers.yaml'),
    programs,
    settings: await yaml(SettingsSchema, 'settings.yaml'),
    plainArguments: await yaml(PlainArgumentsSchema, 'dialects/plain-arguments.yaml'),
    dialects,
    embeddedForms: await yaml(EmbeddedFormsSchema, 'dialects/embedded.yaml'),
    comfyNodes: await yaml(GraphRulesSchema, 'dialects/comfyui-api.yaml'),
    comfyWorkflow: await yaml(WorkflowRulesSchema, 'dialects/comfyui-workflow.yaml'),
    comfyFrontend: await yaml(ComfyFrontendSchema, 'backends/comfyui/frontend.yaml'),
    comfyTemplates: await yaml(ComfyTemplatesSchema, 'backends/comfyui/templates.yaml'),
    invokeNodes: await yaml(GraphRulesSchema, 'dialects/invokeai-workflow.yaml'),
    sdapi: await yaml(SdapiSchema, 'backends/sdapi.yaml'),
    imageServers: await yaml(ImageServersSchema, 'backends/image-servers.yaml'),
    backendKinds: await yaml(BackendKindsSchema, 'backends/kinds.yaml'),
    otherPrograms: await yaml(OtherProgramsSchema, 'backends/others.yaml'),
    invokeGraphs,
    sweetSpot: await yaml(SweetSpotSchema, 'sweet-spot.yaml'),
    modelSources: Object.fromEntries(models.flat().map(({ id, sources }) => [id, sources])),
    writing: await yaml(WritingSchema, 'writing.yaml'),
    scenes: await yaml(ScenesSchema, 'builtin/scenes.yaml'),
  };
  const known = new Set(programs.map(({ id }) => id));
  for (const { id, program } of [...dialects, ...data.embeddedForms])
    if (!known.has(program)) problems.push(`data/dialects: ${id}: data/programs has no ${program}`);
  if (stepsGuide === null || problems.length > 0)
    throw new Error(`data/ is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  const { never, besides, families } = data.modelNames;
  const patterns = [
    ...data.models.flatMap(({ match }) => match),
    ...[...never, ...besides].map(({ match }) => match),
    ...Object.values(families),
  ];
  const patternWords = Object.fromEntries(patterns.map((source) => [source, wordsOf(source)]));
  return { ...data, stepsGuide, patternWords } satisfies CompiledData;
}

async function list(root: string, folder: string, extension: string): Promise<string[]> {
  const names = await readdir(join(root, folder));
  return names
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** A Markdown file with facts in front matter. `null`, and a problem, when it has no front matter. */
async function readPage<S extends v.GenericSchema<unknown, object>>(
  schema: S,
  root: string,
  file: string,
  problems: string[],
): Promise<(v.InferOutput<S> & Prose) | null> {
  const text = await readFile(join(root, file), 'utf8');
  const parts = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text);
  if (!parts) {
    problems.push(`data/${file}:1: must begin with front matter between two lines of ---`);
    return null;
  }
  return { ...validate(schema, file, parts[1], 1, problems), file, sections: splitSections(parts[2]) };
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
function validate<S extends v.GenericSchema>(
  schema: S,
  file: string,
  text: string,
  lineOffset: number,
  problems: string[],
): v.InferOutput<S> {
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
  return result.output as v.InferOutput<S>;
}

/** Offset of the deepest node on the path that exists, so that a missing key points at the map that lacks it. */
function offsetOf(document: Document, path: readonly unknown[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
