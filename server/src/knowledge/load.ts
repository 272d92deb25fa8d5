/**
 * data/ as it lies in dist/: what reading and judging need at once, and beside it, read when first asked for, the prose of pages
 * and what only renders need. Who uses the data sees one object.
 */
import { once } from './once.ts';
import type { CompiledData, Guide, Rule } from './schema.ts';

/** Parts that only renders ask for. */
const RENDER_PARTS = [
  'scenes',
  'sdapi',
  'imageServers',
  'comfyFrontend',
  'comfyTemplates',
  'invokeGraphs',
] as const satisfies (keyof CompiledData)[];
type RenderPart = (typeof RENDER_PARTS)[number];

/** Parts whose entries lose their sources: nobody is shown them. */
const UNSOURCED: readonly unknown[] = ['models', 'samplers', 'tools', 'dialects'] satisfies (keyof CompiledData)[];

/** What hovers and pages show of a guide or rule. */
type PageProse = Pick<Guide, 'sections' | 'sources'>;
type Page = (Guide | Rule) & Partial<PageProse>;

/** The files of dist/ by name: JSON that `loadData` puts together again. */
export function splitData(data: CompiledData): Record<string, string> {
  const start: Record<string, unknown> = {};
  const renders: Record<string, unknown> = {};
  const prose: Record<string, Partial<PageProse>> = {};
  for (const [part, value] of Object.entries(data)) {
    const rest = RENDER_PARTS.some((name) => name === part) ? renders : start;
    rest[part] = UNSOURCED.includes(part) ? without(value, ['sources']) : value;
  }
  for (const { file, sections, sources } of pagesOf(data)) prose[file] = { sections, ...(sources && { sources }) };
  for (const part of ['guides', 'stepsGuide', 'rules'] as const)
    start[part] = without(data[part], ['sections', 'sources']);
  return {
    'data.json': JSON.stringify(start),
    'prose.json': JSON.stringify(prose),
    'renders.json': JSON.stringify(renders),
  };
}

/** Puts the files together again; `read` gives the content of one, and is asked for the others when they are needed. */
export function loadData(read: (file: string) => string): CompiledData {
  // Written and validated by the build; a damaged file is an install to repeat, and JSON.parse says so.
  const data = JSON.parse(read('data.json')) as CompiledData;
  const renders = once(() => JSON.parse(read('renders.json')) as Pick<CompiledData, RenderPart>);
  const prose = once(() => JSON.parse(read('prose.json')) as Record<string, PageProse>);
  for (const part of RENDER_PARTS) define(data, part, () => renders()[part]);
  for (const page of pagesOf(data)) {
    for (const part of ['sections', 'sources'] as const) define(page, part, () => prose()[page.file][part]);
  }
  return data;
}

function pagesOf({ stepsGuide, guides, rules }: CompiledData): readonly Page[] {
  return [stepsGuide, ...guides, ...rules];
}

function define(object: object, key: string, get: () => unknown): void {
  Object.defineProperty(object, key, { get, enumerable: true, configurable: true });
}

/** A copy without these keys, at any depth. */
function without(value: unknown, keys: readonly string[]): unknown {
  return JSON.parse(JSON.stringify(value, (key, part) => (keys.includes(key) ? undefined : part)));
}
