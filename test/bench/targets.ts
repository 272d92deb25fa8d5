/** What the server is meant to reach, beside what was measured. */
import type { Kind } from './documents/document.ts';
import type { Recipe } from './documents/index.ts';
import type { Measure, Results } from './measures.ts';
import type { ServerId } from './servers.ts';
import { median } from './statistics.ts';

export interface Target {
  readonly what: string;
  readonly wanted: string;
  /** What was measured, in words, and whether it is enough; `null` when it was not measured in this run. */
  judge(results: Results, recipes: readonly Recipe[]): { measured: string; met: boolean } | null;
}

export const TARGETS: readonly Target[] = [
  faster('edit to diagnostics, ComfyUI graph 1 MB', 'edit', 'graph', '1 MB', { below: 3, peer: 'json', times: 10 }),
  faster('edit to diagnostics, ComfyUI graph 10 MB', 'edit', 'graph', '10 MB', { below: 12, peer: 'json', times: 25 }),
  faster('edit to diagnostics, YAML batch 1 MB', 'edit', 'batch', '1 MB', { below: 4, peer: 'yaml', times: 100 }),
  faster('edit to diagnostics, YAML batch 10 MB', 'edit', 'batch', '10 MB', { below: 30 }),
  slowest('hover, any size', 'under 1 ms', ['hover', 'hover-edit'], isWritten, 1),
  faster('completion right after an edit, ComfyUI graph 1 MB', 'completion-edit', 'graph', '1 MB', {
    below: 5,
    peer: 'json',
    times: 5,
  }),
  faster('completion right after an edit, YAML batch 1 MB', 'completion-edit', 'batch', '1 MB', {
    below: 5,
    peer: 'yaml',
    times: 50,
  }),
  faster('completion right after an edit, YAML jobs 1 MB', 'completion-edit', 'jobs', '1 MB', { below: 5 }),
  burst('burst of 50 edits, ComfyUI graph 1 MB', 'graph'),
  burst('burst of 50 edits, YAML batch 1 MB', 'batch'),
  {
    what: 'start to initialised',
    wanted: 'before both peers',
    judge(results) {
      const [own, json, yaml] = (['sweetspot', 'json', 'yaml-paused'] as const).map((id) =>
        figure(results, id, 'start'),
      );
      if (own === null || json === null || yaml === null) return null;
      return { measured: `${ms(own)}; peers ${ms(json)} and ${ms(yaml)}`, met: own < Math.min(json, yaml) };
    },
  },
  {
    what: 'reading the compiled data',
    wanted: 'under 5 ms',
    judge(results) {
      const own = figure(results, 'sweetspot', 'data');
      return own === null ? null : { measured: ms(own), met: own < 5 };
    },
  },
  faster('open, 1 MB YAML of anchors and merges', 'open', 'merged', '1 MB', { below: 1000 }),
  faster('edit to diagnostics, 1 MB YAML of anchors and merges', 'edit', 'merged', '1 MB', { below: 4 }),
  faster('open, YAML of 0.5 KB', 'open', 'batch', '0.5 KB', { below: 15 }),
  ...['10 KB', '100 KB', '1 MB'].map((size) =>
    faster(`open, ComfyUI graph ${size}`, 'open', 'graph', size, { peer: 'json', times: 1 }),
  ),
  faster('open, YAML batch 1 MB', 'open', 'batch', '1 MB', { peer: 'yaml', times: 5 }),
  memory('peak memory, ComfyUI graph 1 MB', 'graph'),
  memory('peak memory, YAML batch 1 MB', 'batch'),
  slowest(
    'hostile inputs',
    'each answer within 1 s',
    ['open', 'edit', 'hover', 'hover-edit'],
    ({ kind }) => kind === 'hostile',
    1000,
  ),
];

function isWritten({ kind }: { kind: Kind }): boolean {
  return kind !== 'hostile';
}

function figure(results: Results, server: ServerId, measure: Measure, document?: { kind: Kind; size: string }) {
  const outcome = results.get(server, measure, document);
  return outcome && !outcome.failed && outcome.samples.length > 0 ? median(outcome.samples) : null;
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

function faster(
  what: string,
  measure: Measure,
  kind: Kind,
  size: string,
  { below, peer, times }: { below?: number; peer?: ServerId; times?: number },
): Target {
  const wanted = [times && `${times} times faster`, below && `under ${below} ms`].filter(Boolean).join(', ');
  return {
    what,
    wanted,
    judge(results) {
      const own = figure(results, 'sweetspot', measure, { kind, size });
      if (own === null) return failure(results, measure, { kind, size });
      const other = peer ? figure(results, peer, measure, { kind, size }) : null;
      if (peer && other === null) {
        const why = results.get(peer, measure, { kind, size })?.failed;
        return why ? { measured: `${ms(own)}; the peer: ${why}`, met: !below || own < below } : null;
      }
      const ratio = other === null ? null : other / own;
      return {
        measured: [ratio !== null && `${ratio.toFixed(ratio < 10 ? 1 : 0)} times`, ms(own)].filter(Boolean).join(', '),
        met: (!below || own < below) && (!times || (ratio !== null && ratio >= times)),
      };
    },
  };
}

/** The slowest median among documents and measures counts. */
function slowest(
  what: string,
  wanted: string,
  measures: readonly Measure[],
  counts: (recipe: Recipe) => boolean,
  below: number,
): Target {
  return {
    what,
    wanted,
    judge(results, recipes) {
      let worst: { value: number; at: string } | null = null;
      for (const recipe of recipes.filter(counts)) {
        for (const measure of measures) {
          const failed = failure(results, measure, recipe);
          if (failed) return { ...failed, measured: `${recipe.size}: ${failed.measured}` };
          const value = figure(results, 'sweetspot', measure, recipe);
          if (value !== null && value >= (worst?.value ?? 0)) worst = { value, at: `${recipe.kind}, ${recipe.size}` };
        }
      }
      return worst && { measured: `at most ${ms(worst.value)} (${worst.at})`, met: worst.value < below };
    },
  };
}

function burst(what: string, kind: Kind): Target {
  return {
    what,
    wanted: 'at most 5 edits',
    judge(results) {
      const all = figure(results, 'sweetspot', 'burst', { kind, size: '1 MB' });
      const one = figure(results, 'sweetspot', 'edit', { kind, size: '1 MB' });
      if (all === null || one === null) return failure(results, 'burst', { kind, size: '1 MB' });
      return { measured: `${(all / one).toFixed(1)} edits, ${ms(all)}`, met: all / one <= 5 };
    },
  };
}

function memory(what: string, kind: Kind): Target {
  return {
    what,
    wanted: 'under 150 MB',
    judge(results) {
      const own = figure(results, 'sweetspot', 'memory', { kind, size: '1 MB' });
      return own === null ? null : { measured: `${own.toFixed(0)} MB`, met: own < 150 };
    },
  };
}

function failure(results: Results, measure: Measure, document: { kind: Kind; size: string }) {
  const failed = results.get('sweetspot', measure, document)?.failed;
  return failed ? { measured: failed, met: false } : null;
}
