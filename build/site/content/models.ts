/** The pages of data/models and data/samplers.yaml. */
import { type Family, MODEL_COLUMNS, MODELS_INTRO, type Model, modelFacts, modelRow } from '../../docs.ts';
import { blocks, type Chapter, code, facts, list, type SitePage, table } from '../page.ts';
import { escaped, sourceList } from '../sources.ts';
import type { Facts } from './facts.ts';

/** A page for each family. */
export function modelsChapter({ families }: Facts): Chapter {
  const names = new Map(families.flatMap(({ id, models }) => models.map((model) => [model.id, placeOf(id, model)])));
  return {
    overview: {
      path: 'models/index.html',
      title: 'Models',
      summary: `What is known of ${families.flatMap(({ models }) => models).length} models and accelerators: steps, guidance, size, and where each figure is from.`,
      file: 'docs/models.md',
      standsFor: ['data/models'],
      markdown: blocks(
        table(
          ['Family', 'Kind', 'Models'],
          families.map(({ id, title, models }) => [
            `[${title}](/models/${id}.html)`,
            [...new Set(models.map(({ kind }) => kind))].join(', '),
            models.map((model) => `[${model.name}](/${placeOf(id, model)})`).join(' · '),
          ]),
        ),
        '## What the figures mean',
        MODELS_INTRO.split('\n\n').slice(1).join('\n\n').trim(),
      ),
    },
    pages: families.map((family) => familyPage(family, names)),
  };
}

function placeOf(family: string, { id }: Model): string {
  return `models/${family}.html#${id}`;
}

function familyPage(family: Family, names: ReadonlyMap<string, string>): SitePage {
  const { id, title, models } = family;
  return {
    path: `models/${id}.html`,
    title,
    summary: `Steps, guidance and size of ${someOf(models.map(({ name }) => name))}.`,
    file: `data/models/${id}.yaml`,
    inParts: true,
    markdown: blocks(
      table(
        MODEL_COLUMNS,
        models.map((model) => {
          const [name, ...figures] = modelRow(model);
          return [`[${name}](#${model.id})`, ...figures];
        }),
      ),
      '[What the figures mean](/models/index.html#what-the-figures-mean)',
      ...models.map((model) => modelSection(model, names)),
    ),
  };
}

function modelSection(model: Model, names: ReadonlyMap<string, string>): string {
  const [name, ...figures] = modelRow(model);
  const lines = modelFacts(model).map((line) =>
    line.replaceAll(/`([\w-]+)`/g, (whole, id: string) => (names.has(id) ? `[${whole}](/${names.get(id)})` : whole)),
  );
  return blocks(
    `## ${name} {#${model.id}}`,
    facts(Object.fromEntries(MODEL_COLUMNS.slice(1).map((column, at) => [column, figures[at]]))),
    list(lines),
    sourceList(model.sources, '### Sources'),
  );
}

/** Samplers and schedules, on one page. */
export function samplersPage({ data }: Facts): SitePage {
  const { samplers, schedules } = data.samplers;
  return {
    path: 'samplers.html',
    title: 'Samplers and schedules',
    summary: `${samplers.length} samplers by the names that programs give them: what a step costs, and whether more steps refine the same picture.`,
    file: 'data/samplers.yaml',
    inParts: true,
    markdown: blocks(
      'A **model call** is what takes the time; guidance doubles it. With a sampler that **settles**, the same seed with more steps refines one picture. One that adds **noise** at every step gives another picture instead.',
      table(
        ['Sampler', 'Calls of N steps', 'More steps', 'Usual steps'],
        samplers.map(({ id, name, total_evaluations: calls, converges, typical_steps: usual }) => [
          `[${name}](#${id})`,
          code(calls),
          converges ? 'settle' : 'wander',
          usual ? usual.sweet.join('-') : '',
        ]),
      ),
      ...samplers.map((sampler) =>
        blocks(
          `## ${sampler.name} {#${sampler.id}}`,
          facts({
            'Calls of N steps': code(sampler.total_evaluations),
            Order: sampler.order,
            Noise: sampler.stochastic ? 'at every step' : 'none',
            'More steps': sampler.converges ? 'settle' : 'wander',
            'Usual steps': sampler.typical_steps?.sweet.join('-'),
          }),
          list(sampler.notes ?? []),
          table(
            ['Program', 'Names'],
            Object.entries(sampler.names).map(([program, names]) => [program, names.map(code).join(', ')]),
          ),
          sourceList(
            [...(sampler.typical_steps ? [sampler.typical_steps.source] : []), ...sampler.sources],
            '### Sources',
          ),
        ),
      ),
      '## Schedules',
      'How the noise is spread over the steps.',
      table(
        ['Schedule', 'Other names', ''],
        schedules.map(({ name, names, note }) => [name, names.map(code).join(', '), escaped(note ?? '')]),
      ),
    ),
  };
}

function someOf(names: readonly string[]): string {
  const [shown, left] = [names.slice(0, 4), names.length - 4];
  return left > 0 ? `${shown.join(', ')} and ${left} more` : shown.join(', ');
}
