/** Writes docs/models.md from data/models: what is known of which model, and from where. A test holds that it is current. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { ModelsSchema } from '../server/src/knowledge/schema.ts';

/** With its sources, which programs do without. */
export type Model = v.InferOutput<typeof ModelsSchema>[number];

/** A file of data/models. */
export interface Family {
  /** Its name, without ending. */
  readonly id: string;
  /** As its comment says. */
  readonly title: string;
  readonly models: readonly Model[];
}

/** What the columns mean. */
export const MODELS_INTRO = `What Sweetspot knows of each model, and from where. Made from \`data/models\` by the build; change it there.

- **Steps** is the range in which a finished picture is made, **start** what a new config should get, **draft** what is enough to
  judge a prompt. A figure marked \\* is an estimate of ours: alone it never grounds a warning.
- **Guidance** is counted so that 1 is off. *real* costs two model calls a step, *low* works only near 1, *input* is a number the
  model was trained to take (real guidance stays at 1), *two* is one for the text and one for the input picture, *off* was
  distilled away.
- **Made for** is the count that a few-step model was distilled for.
- Where sources disagree, the range holds both, and who says what is listed below the table.
`;

const GUIDANCE: Readonly<Record<NonNullable<Model['guidance']>['kind'], string>> = {
  cfg: 'real',
  'cfg-low': 'low',
  embedded: 'input',
  off: 'off',
  other: 'two',
};

/** The families of `folder`, by the names of their files. Throws when a file does not begin with its title. */
export async function readFamilies(folder: string): Promise<Family[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(
    files.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      const title = /^# (?!yaml-language-server)(.+)$/m.exec(text)?.[1];
      if (title === undefined)
        throw new Error(`${name}: the line after the first must be a comment, the title of the family`);
      return { id: name.slice(0, -'.yaml'.length), title, models: v.parse(ModelsSchema, parse(text)) };
    }),
  );
}

/** The page as it should be, from the files in `folder`. Throws as `readFamilies`. */
export async function modelsPage(folder: string): Promise<string> {
  const families = await readFamilies(folder);
  return `# Models\n\n${MODELS_INTRO}\n${families.map(section).join('\n')}`;
}

/** Writes the page into `file`. */
export async function writeModelsPage(folder: string, file: string): Promise<void> {
  await writeFile(file, await modelsPage(folder));
}

/** The columns of a model's figures. */
export const MODEL_COLUMNS = ['Model', 'Kind', 'Steps', 'Start', 'Draft', 'Made for', 'Guidance', 'Size'] as const;

function section({ title, models }: Family): string {
  const table = [MODEL_COLUMNS, MODEL_COLUMNS.map(() => ':--'), ...models.map(modelRow)].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  return `## ${title}\n\n${table.join('\n')}\n\n${models.map(details).join('\n')}`;
}

/** Its figures, in the order of the columns; `''` where nothing is said. */
export function modelRow({ name, kind, distillation, steps, guidance, size }: Model): string[] {
  const { sweet, default: start, draft, distilled_for: madeFor, derived = {} } = steps;
  const [native] = size?.native ?? [];
  const few = distillation.includes('step') ? `${kind}, few steps` : kind;
  return [
    name,
    few,
    mark(range(sweet), derived.sweet),
    mark(String(start), derived.default),
    draft === undefined ? '' : mark(String(draft), derived.draft),
    madeFor === undefined ? '' : String(madeFor),
    guidance ? describeGuidance(guidance) : '',
    native ? native.join('×') : '',
  ];
}

/** What it speeds up, what is waste, what sources disagree in, what to know: a line each, in Markdown. */
export function modelFacts({ steps, guidance, applies_to, disagreements = [], notes = [] }: Model): string[] {
  const { wasteful_above: waste, host_limits: limits = [], derived = {} } = steps;
  return [
    ...(applies_to ? [`For ${applies_to.map((id) => `\`${id}\``).join(', ')}.`] : []),
    ...(waste === undefined
      ? []
      : [`More than ${waste} steps are waste${derived.wasteful_above ? ` (${derived.wasteful_above})` : ''}.`]),
    ...limits.map(
      ({ host, min, max, source }) =>
        `${host} takes ${min === undefined ? 'at most' : `${min} to`} ${max} steps (${source}).`,
    ),
    ...disagreements,
    ...(guidance?.note ? [`Guidance: ${guidance.note}`] : []),
    ...notes,
  ];
}

function details(model: Model): string {
  const lines = [
    ...modelFacts(model),
    ...model.sources.map(({ at, figure }) => `Source: ${code(at)}: ${figure}`),
    ...(model.sources.length === 0 ? ['No source could be traced; all figures are second-hand.'] : []),
  ];
  return `<details><summary>${model.name}</summary>\n\n${lines.map((line) => `- ${line}`).join('\n')}\n\n</details>\n`;
}

function describeGuidance({ kind, default: usual, sweet }: NonNullable<Model['guidance']>): string {
  if (kind === 'off') return 'off';
  return `${GUIDANCE[kind]}, ${usual}${sweet && sweet[0] !== sweet[1] ? ` (${range(sweet)})` : ''}`;
}

function range([low, high]: readonly [number, number]): string {
  return low === high ? String(low) : `${low}-${high}`;
}

function mark(figure: string, reason: string | undefined): string {
  return reason ? `${figure} \\*` : figure;
}

function code(at: string): string {
  return at.includes(':') ? `\`${at}\`` : at;
}
