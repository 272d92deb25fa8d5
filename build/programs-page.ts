/** Writes docs/programs.md from data/programs: what each program does with settings, and from where. A test holds that it is current. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { ProgramSchema } from '../server/src/knowledge/schema.ts';

/** With its sources, which programs do without. */
type Program = v.InferOutput<typeof ProgramSchema>;
type Facts = NonNullable<Program['pipelines']>[number];

const INTRO = `# Programs

What Sweetspot knows of the programs that read settings, and from where. Made from \`data/programs\` by the build; change it there.
Of what is not listed nothing is said: a finding about a program needs a line of its page.
`;

const STRENGTH: Readonly<Record<NonNullable<Facts['strength']>, string>> = {
  all: 'Image-to-image runs as many steps as written.',
  stretched: 'Image-to-image runs as many steps as written, of a longer schedule.',
  part: 'Image-to-image runs steps × strength of the steps.',
  'part-and-one': 'Image-to-image runs steps × strength of the steps, and one more.',
  'part-up': 'Image-to-image runs steps × strength of the steps, rounded up.',
  'part-rounded': 'Image-to-image runs steps × strength of the steps, rounded to the nearest.',
  unsure: 'Strength may be that of another pass.',
};

/** The page as it should be, from the files in `folder`. */
export async function programsPage(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const programs = await Promise.all(
    files.map(async (name) => v.parse(ProgramSchema, parse(await readFile(join(folder, name), 'utf8')))),
  );
  return `${INTRO}\n${programs.map(section).join('\n')}`;
}

/** Writes the page into `file`. */
export async function writeProgramsPage(folder: string, file: string): Promise<void> {
  await writeFile(file, await programsPage(folder));
}

function section({ name, open, host_of: host, pipelines = [], nodes = [], ...program }: Program): string {
  const lines = [
    ...(open ? ['Stands for several programs: only what is said here is certain.'] : []),
    ...(host ? [`Its limits hold for models named as ${code(host)}.`] : []),
    ...facts(program),
  ];
  const parts = [
    ...pipelines.map(({ models = [], when = {}, ...own }) =>
      part(
        [
          ...(models.length > 0 ? [`With ${models.map(code).join(', ')}`] : []),
          ...Object.entries(when).map(([name, pattern]) => `Where \`${name}\` is ${code(pattern)}`),
        ].join('. '),
        own,
      ),
    ),
    ...nodes.map(({ types, ...own }) => part(`In nodes ${code(types)}`, own)),
  ];
  return `## ${name}\n\n${list([...lines, ...sourcesOf(program)])}\n${parts.map((text) => `\n${text}\n`).join('')}`;
}

function part(title: string, own: Facts): string {
  return `${title}:\n\n${list([...facts(own), ...sourcesOf(own)])}`;
}

function facts({
  steps,
  guidance,
  strength,
  latent_upscale,
  batch_frames,
  lora_phases,
  sampler_names,
  seed,
  clip_skip,
  size,
  ignores = [],
}: Facts): string[] {
  const {
    real = [],
    embedded = [],
    as_model = [],
    off,
    only_at,
    off_when,
    negative_when,
    below,
    needs_negative = [],
  } = guidance ?? {};
  return [
    ...(steps?.max === undefined ? [] : [`Takes at most ${steps.max} steps.`]),
    ...(steps?.within
      ? [`Takes its steps from ${code(steps.within.switch)} (${steps.within.usual}) times strength, and refuses more.`]
      : []),
    ...keys(real, 'real guidance: two model calls a step'),
    ...keys(embedded, 'guidance that is an input of the model'),
    ...keys(as_model, 'guidance of whichever kind the model has'),
    ...keys(needs_negative, 'without effect unless there is a negative prompt, even an empty one'),
    ...(off === undefined ? [] : [`Guidance is off at ${off} and below.`]),
    ...(only_at
      ? [`Guidance is off at ${off ?? 1} alone: below it the prompt counts for less, at 0 for nothing.`]
      : []),
    ...(off_when ? [`Guidance is off${where(off_when)}.`] : []),
    ...(negative_when ? [`A negative prompt is read without guidance${where(negative_when)}.`] : []),
    ...(below === undefined ? [] : [`Guidance is counted ${below} lower than elsewhere.`]),
    ...(strength ? [STRENGTH[strength]] : []),
    ...(latent_upscale
      ? [
          `An upscale within the latent stays blurred below strength ${latent_upscale.below}${where(latent_upscale.when)}.`,
        ]
      : []),
    ...(batch_frames
      ? [`A batch is one video${where(batch_frames.when)}; ${batch_frames.usual} frames are usual.`]
      : []),
    ...(lora_phases
      ? [`LoRA weights have as many phases as ${code(lora_phases)} says, or one; others are refused.`]
      : []),
    ...(sampler_names ? [`Takes the sampler names listed for \`${sampler_names}\` in \`data/samplers.yaml\`.`] : []),
    ...(seed ? [`Takes seeds from ${seed.min}${seed.max === undefined ? '' : ` to ${seed.max}`}.`] : []),
    ...(clip_skip
      ? [
          `CLIP skip ${clip_skip.last} uses every layer${clip_skip.min === undefined ? '' : `; ${clip_skip.min} ${clip_skip.max === undefined ? 'and above' : `to ${clip_skip.max}`} are taken`}.`,
        ]
      : []),
    ...(size
      ? [
          `Width and height are multiples of ${size.multiple_of}; others are ${size.otherwise === 'cut' ? 'rounded down' : 'refused'}.`,
        ]
      : []),
    ...ignores.map(ignored),
  ];
}

function ignored({ keys, reads, beside, when, unless }: NonNullable<Facts['ignores']>[number]): string {
  return [
    `Passes over ${keys.map(code).join(', ')}`,
    ...(reads ? [`; reads ${code(reads)}`] : []),
    ...(beside ? [` beside ${beside.map(code).join(', ')}`] : []),
    ...(when ? [where(when)] : []),
    ...(unless ? [` without ${unless.map(code).join(', ')}`] : []),
    '.',
  ].join('');
}

function where(when: Readonly<Record<string, string>>): string {
  return Object.entries(when)
    .map(([name, pattern]) => ` where \`${name}\` is ${code(pattern)}`)
    .join('');
}

function keys(names: readonly string[], what: string): string[] {
  return names.length === 0 ? [] : [`${names.map(code).join(', ')}: ${what}.`];
}

function sourcesOf({ sources }: Pick<Program, 'sources'>): string[] {
  return sources.map(({ at, figure }) => `Source: ${at.includes(':') ? code(at) : at}: ${figure}`);
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
