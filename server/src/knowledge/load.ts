/**
 * data/ as it lies in dist/: what reading and judging need at once, and beside it, read when first asked for, what is known of
 * names, the prose of pages and what only renders need. Who uses the data sees one object.
 */

import { once } from '../common/memory.ts';
import { own } from './own.ts';
import type { CompiledData, Guide, Rule, StepsGuide } from './schema.ts';

/** Parts that can wait, by the file they are in. */
const LATER = {
  'names.json': ['models', 'modelNames', 'patternWords', 'files', 'samplers'],
  'writing.json': ['writing'],
  'sources.json': ['modelSources'],
  'renders.json': [
    'scenes',
    'sdapi',
    'imageServers',
    'backendKinds',
    'backendLimits',
    'failures',
    'otherPrograms',
    'comfyFrontend',
    'comfyTemplates',
    'invokeGraphs',
    'sweetSpot',
  ],
} as const satisfies Record<string, readonly (keyof CompiledData)[]>;

/** Parts that are pages, and what waits of each: what is known only to who reads it. */
const PAGES = ['stepsGuide', 'guides', 'rules'] as const satisfies (keyof CompiledData)[];
const PROSE = ['sections', 'sources', 'about', 'scene', 'by_default'] as const;
type Prose = Partial<Pick<StepsGuide & Rule, (typeof PROSE)[number]>>;
type Page = (Guide | Rule) & Prose;

/** The files of dist/ by name: JSON that `loadData` puts together again. */
export function splitData(data: CompiledData): Record<string, string> {
  const parts = without(data, ['sources']);
  for (const part of PAGES) parts[part] = without(data[part], PROSE);
  const files: Record<string, unknown> = {
    'prose.json': Object.fromEntries(
      pagesOf(data).map((page) => [page.file, Object.fromEntries(PROSE.map((part) => [part, page[part]]))]),
    ),
  };
  for (const [file, names] of Object.entries(LATER)) {
    files[file] = Object.fromEntries(names.map((name) => [name, parts[name]]));
    for (const name of names) delete parts[name];
  }
  files['data.json'] = parts;
  return Object.fromEntries(Object.entries(files).map(([file, content]) => [file, JSON.stringify(content)]));
}

/** Puts the files together again; `read` gives the content of one, and is asked for the others when they are needed. */
export function loadData(read: (file: string) => string): CompiledData {
  // Written and validated by the build; a damaged file is an install to repeat, and JSON.parse says so.
  const data = JSON.parse(read('data.json')) as CompiledData;
  for (const [file, names] of Object.entries(LATER)) {
    const parts = once(() => JSON.parse(read(file)) as CompiledData);
    for (const name of names) define(data, name, () => parts()[name]);
  }
  const prose = once(() => JSON.parse(read('prose.json')) as Record<string, Prose>);
  for (const page of pagesOf(data)) {
    for (const part of PROSE) define(page, part, () => own(prose(), page.file)?.[part]);
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
function without(value: object, keys: readonly string[]): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value, (key, part) => (keys.includes(key) ? undefined : part)));
}
