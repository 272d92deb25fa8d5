/** Results as Markdown tables: medians, with the 95th percentile in brackets, and how many times longer a peer takes. */
import { cpus, totalmem, type } from 'node:os';
import type { Kind } from './documents/document.ts';
import type { Recipe } from './documents/index.ts';
import { MEASURES, type Measure, type Outcome, type Results } from './measures.ts';
import type { Server } from './servers.ts';
import { median, quantile } from './statistics.ts';
import { TARGETS } from './targets.ts';

const HEADINGS: Readonly<Record<Kind, string>> = {
  graph: 'ComfyUI graph, as exported for its API (JSON)',
  workflow: 'ComfyUI workflow, as its editor saves it (JSON)',
  batch: 'A list of jobs (YAML)',
  jobs: 'Jobs beside shared defaults (YAML)',
  merged: 'Jobs full of anchors and merge keys (YAML)',
  findings: 'Many findings',
  hostile: 'What nobody writes',
};

export function report(
  results: Results,
  servers: readonly Server[],
  measures: readonly Measure[],
  recipes: readonly Recipe[],
): string {
  const kinds = (Object.keys(HEADINGS) as Kind[]).filter((kind) => recipes.some((recipe) => recipe.kind === kind));
  return [
    machine(servers),
    ...targets(results, recipes),
    ...(measures.includes('start') ? ['### Start', startTable(results, servers)] : []),
    ...kinds.flatMap((kind) => {
      const own = recipes.filter((recipe) => recipe.kind === kind);
      const able = servers.filter((server) => own.some((recipe) => server.handles(recipe)));
      const table = documentTable(results, able, measures, own);
      return table ? [`### ${HEADINGS[kind]}`, table] : [];
    }),
  ]
    .join('\n\n')
    .concat('\n');
}

function machine(servers: readonly Server[]): string {
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const versions = servers.filter(({ version }) => version).map(({ name, version }) => `${name} ${version}`);
  return `Node ${process.versions.node}, ${type()}, ${cpus().length} × ${cpu.model}, ${memory}. ${versions.join(', ')}.`;
}

function targets(results: Results, recipes: readonly Recipe[]): string[] {
  const rows = TARGETS.flatMap(({ what, wanted, judge }) => {
    const verdict = judge(results, recipes);
    return verdict ? [[what, wanted, verdict.measured, verdict.met ? 'met' : '**not met**']] : [];
  });
  return rows.length === 0 ? [] : ['### Targets', table(['', 'target', 'measured', ''], rows)];
}

function startTable(results: Results, servers: readonly Server[]): string {
  const own = results.get('sweetspot', 'start');
  return table(
    ['', MEASURES.start, MEASURES.data],
    servers.map(({ id, name }) => {
      const started = results.get(id, 'start');
      const times = id === 'sweetspot' ? '' : ratio(started, own);
      return [name, [cell(started), times].filter(Boolean).join(' · '), cell(results.get(id, 'data'))];
    }),
  );
}

function documentTable(
  results: Results,
  servers: readonly Server[],
  measures: readonly Measure[],
  recipes: readonly Recipe[],
): string {
  const rows = recipes.flatMap((recipe) =>
    measures.flatMap((measure) => {
      const outcomes = servers.map(({ id }) => results.get(id, measure, recipe));
      if (outcomes.every((outcome) => outcome === undefined)) return [];
      const own = results.get('sweetspot', measure, recipe);
      const figures = servers.map(({ id }, i) => {
        const times = id !== 'sweetspot' && ratio(outcomes[i], own);
        const edits = measure === 'burst' && inEdits(outcomes[i], results.get(id, 'edit', recipe));
        return [cell(outcomes[i]), edits, times].filter(Boolean).join(' · ');
      });
      return [[recipe.size, MEASURES[measure], ...figures]];
    }),
  );
  if (rows.length === 0) return '';
  return table(['', '', ...servers.map(({ name }) => name)], rows);
}

function cell(outcome: Outcome | undefined): string {
  if (!outcome) return '';
  if (outcome.failed) return outcome.failed;
  if (outcome.samples.length === 0) return 'not offered';
  const [middle, high] = [median(outcome.samples), quantile(outcome.samples, 0.95)];
  return `${rounded(middle)} (${rounded(high)})`;
}

function ratio(outcome: Outcome | undefined, own: Outcome | undefined): string {
  if (!outcome || !own || outcome.failed || own.failed) return '';
  if (outcome.samples.length === 0 || own.samples.length === 0) return '';
  const times = median(outcome.samples) / median(own.samples);
  return `×${times < 10 ? times.toPrecision(2) : times.toFixed(0)}`;
}

/** A burst as a multiple of one edit. */
function inEdits(burst: Outcome | undefined, edit: Outcome | undefined): string {
  if (!burst?.samples.length || !edit?.samples.length) return '';
  return `${(median(burst.samples) / median(edit.samples)).toPrecision(2)} edits`;
}

function rounded(value: number): string {
  return value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
