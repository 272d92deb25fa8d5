/** What the site is made of: data/, the manifest, the pages that are there already, and the cases. */
import { readdir, readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { parse } from 'yaml';
import { createKnowledge, type Knowledge } from '../../../server/src/knowledge/knowledge.ts';
import { BackendStartSchema } from '../../../server/src/knowledge/schema.ts';
import { compileData } from '../../data.ts';
import { type Family, readFamilies } from '../../docs.ts';

/** A setting of the extension, as JSON Schema. */
const PropertySchema = v.looseObject({
  type: v.string(),
  default: v.unknown(),
  scope: v.string(),
  minimum: v.optional(v.number()),
  maximum: v.optional(v.number()),
  enum: v.optional(v.array(v.string())),
  enumDescriptions: v.optional(v.array(v.string())),
  markdownDescription: v.string(),
});

const ManifestSchema = v.object({
  displayName: v.string(),
  description: v.string(),
  version: v.string(),
  license: v.string(),
  contributes: v.object({
    commands: v.array(v.object({ command: v.string(), title: v.string(), category: v.string() })),
    keybindings: v.array(v.object({ command: v.string(), key: v.string(), mac: v.optional(v.string()) })),
    configuration: v.array(v.object({ title: v.string(), properties: v.record(v.string(), PropertySchema) })),
    walkthroughs: v.array(
      v.object({
        title: v.string(),
        description: v.string(),
        steps: v.array(
          v.object({
            title: v.string(),
            description: v.string(),
            media: v.object({ image: v.string(), altText: v.string() }),
          }),
        ),
      }),
    ),
    languageModelTools: v.array(
      v.object({
        name: v.string(),
        displayName: v.string(),
        modelDescription: v.string(),
        inputSchema: v.object({
          required: v.optional(v.array(v.string()), []),
          properties: v.record(
            v.string(),
            v.looseObject({ type: v.string(), description: v.optional(v.string(), '') }),
          ),
        }),
      }),
    ),
  }),
});

export type Manifest = v.InferOutput<typeof ManifestSchema>;
export type Property = v.InferOutput<typeof PropertySchema>;

/** A file of test/cases. */
export interface CaseFile {
  readonly name: string;
  readonly text: string;
}

export interface Facts {
  readonly data: Awaited<ReturnType<typeof compileData>>;
  readonly knowledge: Knowledge;
  readonly families: readonly Family[];
  /** How backends are started. */
  readonly starts: v.InferOutput<typeof BackendStartSchema>;
  /** With its texts in English. */
  readonly manifest: Manifest;
  /** A file of the repository. Throws where there is none. */
  readonly file: (path: string) => string;
  /** Cases by their folder: a rule or a format. */
  readonly cases: ReadonlyMap<string, readonly CaseFile[]>;
}

/** Pages and sources that are shown, from the root of the repository. */
const FILES = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'server/src/cli/help.txt',
  'server/src/library/sweetspot.d.ts',
];

const TextsSchema = v.record(v.string(), v.string());
const CASES = 'test/cases';

/** Reads it all; the working folder is the root of the repository. */
export async function readFacts(): Promise<Facts> {
  const data = await compileData('data');
  const docs = (await readdir('docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
  const texts = new Map(
    await Promise.all([...FILES, ...docs].map(async (path) => [path, await readFile(path, 'utf8')] as const)),
  );
  return {
    data,
    knowledge: createKnowledge(data),
    families: await readFamilies('data/models'),
    starts: v.parse(BackendStartSchema, parse(await readFile('data/backends/start.yaml', 'utf8'))),
    manifest: await readManifest(),
    cases: await readCases(),
    file(path) {
      const text = texts.get(path);
      if (text === undefined) throw new Error(`The site does not read ${path}.`);
      return text;
    },
  };
}

async function readManifest(): Promise<Manifest> {
  const texts = v.parse(TextsSchema, JSON.parse(await readFile('package.nls.json', 'utf8')));
  const manifest: unknown = JSON.parse(await readFile('package.json', 'utf8'), (_, value: unknown) =>
    typeof value === 'string' ? value.replace(/^%(.+)%$/, (_whole, key: string) => texts[key] ?? key) : value,
  );
  return v.parse(ManifestSchema, manifest);
}

async function readCases(): Promise<Map<string, CaseFile[]>> {
  const entries = await readdir(CASES, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(yaml|jsonc?)$/.test(entry.name));
  const cases = new Map<string, CaseFile[]>();
  for (const { name, parentPath } of files.sort((a, b) => a.name.localeCompare(b.name))) {
    const folder = parentPath.split('/').at(-1) ?? '';
    const text = await readFile(`${parentPath}/${name}`, 'utf8');
    cases.set(folder, [...(cases.get(folder) ?? []), { name, text }]);
  }
  return cases;
}
