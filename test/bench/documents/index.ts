/** Every document of the bench, made on demand and deterministically. */
import { batch, jobsOfFindings, jobsWithDefaults, mergedJobs } from './batches.ts';
import type { BenchDocument, Kind, Made } from './document.ts';
import { apiGraph, graphOfFindings, savedWorkflow } from './graphs.ts';
import { aliasBomb, deepJson, deepYaml, manyItems, manyNumbers, oneLine } from './hostile.ts';

export interface Recipe extends Pick<BenchDocument, 'kind' | 'size' | 'languageId'> {
  /** At its size, or at another (in bytes) where it comes in several. */
  make(bytes?: number): BenchDocument;
}

/** In bytes; a KB is a thousand. */
const SIZES = { '0.5 KB': 500, '10 KB': 1e4, '100 KB': 1e5, '1 MB': 1e6, '10 MB': 1e7 };
const USUAL: readonly (keyof typeof SIZES)[] = ['10 KB', '100 KB', '1 MB', '10 MB'];

type Format = Pick<BenchDocument, 'kind' | 'languageId'> & { make(jobs: number): Made };
const GRAPH: Format = { kind: 'graph', languageId: 'json', make: apiGraph };
const WORKFLOW: Format = { kind: 'workflow', languageId: 'json', make: savedWorkflow };
const BATCH: Format = { kind: 'batch', languageId: 'yaml', make: batch };
const JOBS: Format = { kind: 'jobs', languageId: 'yaml', make: jobsWithDefaults };
const MERGED: Format = { kind: 'merged', languageId: 'yaml', make: mergedJobs };

const FINDINGS_JSON: Format = { kind: 'findings', languageId: 'json', make: graphOfFindings };
const FINDINGS_YAML: Format = { kind: 'findings', languageId: 'yaml', make: jobsOfFindings };

export const RECIPES: readonly Recipe[] = [
  ...sized(GRAPH),
  ...sized(WORKFLOW),
  ...sized(BATCH, ['0.5 KB', ...USUAL]),
  ...sized(JOBS),
  ...sized(MERGED, ['1 MB']),
  ...sized(FINDINGS_JSON, ['1 MB'], ' of JSON'),
  ...sized(FINDINGS_YAML, ['1 MB'], ' of YAML'),
  hostile('10,000 brackets, JSON', 'json', deepJson),
  hostile('10,000 brackets, YAML', 'yaml', deepYaml),
  hostile('alias bomb', 'yaml', aliasBomb),
  hostile('5 MB on one line', 'json', oneLine),
  hostile('200,000 items, JSON', 'json', manyNumbers),
  hostile('200,000 items, YAML', 'yaml', manyItems),
];

/** `make` of as many jobs as come nearest to each size. `of`: what tells documents of one kind apart. */
function sized(format: Format, sizes = USUAL, of = ''): Recipe[] {
  const { kind, languageId, make } = format;
  return sizes.map((name) => {
    const document = { kind, languageId, size: name + of };
    return {
      ...document,
      make: (bytes = SIZES[name]) => {
        const each = make(100).text.length / 100;
        return { ...document, ...make(Math.round(bytes / each)) };
      },
    };
  });
}

function hostile(size: string, languageId: 'json' | 'yaml', make: () => Made): Recipe {
  const kind: Kind = 'hostile';
  return { kind, size, languageId, make: () => ({ kind, size, languageId, ...make() }) };
}
