/** Writes docs/programs.md from data/programs: what each program does with settings, and from where. A test holds that it is current. */
import { writeFile } from 'node:fs/promises';
import type { compileData } from './data.ts';
import { code, listed, patternSaid, valuesOf } from './pattern-said.ts';

/** With its sources, which programs do without. */
export type FullProgram = Awaited<ReturnType<typeof compileData>>['programs'][number];
type Facts = NonNullable<FullProgram['pipelines']>[number];

/** What the page is. */
export const PROGRAMS_INTRO = `What Sweetspot knows of the programs that read settings, and from where. Made from \`data/programs\` by the build; change it there.
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

/** The page as it should be. */
export function programsPage(programs: readonly FullProgram[]): string {
  return `# Programs\n\n${PROGRAMS_INTRO}\n${programs.map(section).join('\n')}`;
}

/** Writes the page into `file`. */
export async function writeProgramsPage(programs: readonly FullProgram[], file: string): Promise<void> {
  await writeFile(file, programsPage(programs));
}

/** Facts of a program that hold together, in Markdown, and where they are from. */
export interface ProgramPart {
  /** When they hold; `null`: always. */
  readonly title: string | null;
  readonly facts: readonly string[];
  readonly sources: FullProgram['sources'];
}

/** What a program does with settings: what always holds, then what holds with some models, pipelines or nodes. */
export function programParts({
  open,
  library,
  host_of: host,
  pipelines = [],
  nodes = [],
  ...program
}: FullProgram): readonly ProgramPart[] {
  return [
    {
      title: null,
      facts: [
        ...(open ? ['Stands for several programs: only what is said here is certain.'] : []),
        ...(library ? ['Other programs call it from configs of their own, of which less is certain.'] : []),
        ...(host ? [`Its limits hold for models whose name ${patternSaid(host)}.`] : []),
        ...facts(program),
      ],
      sources: program.sources,
    },
    ...pipelines.map(({ models = [], when = {}, ...own }) => ({
      title: [
        ...(models.length > 0 ? [`With ${models.map(code).join(', ')}`] : []),
        ...Object.entries(when).map(([name, pattern]) => `Where ${code(name)} ${patternSaid(pattern)}`),
      ].join('. '),
      facts: facts(own),
      sources: own.sources,
    })),
    ...nodes.map(({ types, ...own }) => ({
      title: `In ${nodesSaid(types)}`,
      facts: facts(own),
      sources: own.sources,
    })),
  ];
}

function section(program: FullProgram): string {
  const parts = programParts(program).map(({ title, facts, sources }) => {
    const lines = [
      ...facts,
      ...sources.map(({ at, figure }) => `Source: ${at.includes(':') ? code(at) : at}: ${figure}`),
    ];
    return `${title === null ? '' : `${title}:\n\n`}${lines.map((line) => `- ${line}`).join('\n')}`;
  });
  return `## ${program.name}\n\n${parts.join('\n\n')}\n`;
}

function facts({
  steps,
  guidance,
  strength,
  strength_range,
  latent_upscale,
  batch_frames,
  lora_phases,
  sampler_names,
  seed,
  clip_skip,
  size,
  ignores = [],
}: Facts): string[] {
  const { real, embedded, as_model, off, only_at, off_when, off_unless, negative_when, below, needs_negative } =
    guidance ?? {};
  return [
    steps?.max !== undefined && `Takes at most ${steps.max} steps.`,
    steps?.within &&
      `Takes its steps from ${code(steps.within.switch)} (${steps.within.usual}) times strength, and refuses more.`,
    keys(real, 'real guidance: two model calls a step'),
    keys(embedded, 'guidance that is an input of the model'),
    keys(as_model, 'guidance of whichever kind the model has'),
    keys(needs_negative, 'without effect unless there is a negative prompt, even an empty one'),
    off !== undefined && `Guidance is off at ${off} and below.`,
    only_at && `Guidance is off at ${off ?? 1} alone: below it the prompt counts for less, at 0 for nothing.`,
    off_when && `Guidance is off${where(off_when)}.`,
    off_unless && `Guidance is on only${where(off_unless)}.`,
    negative_when && `A negative prompt is read without guidance${where(negative_when)}.`,
    below !== undefined && `Guidance is counted ${below} lower than elsewhere.`,
    strength && STRENGTH[strength],
    strength_range &&
      `Takes strengths from 0 to 1; others are ${strength_range === 'cut' ? 'taken as the nearest of these' : 'refused'}.`,
    latent_upscale &&
      `An upscale within the latent stays blurred below strength ${latent_upscale.below}${where(latent_upscale.when)}.`,
    batch_frames && `A batch is one video${where(batch_frames.when)}; ${batch_frames.usual} frames are usual.`,
    lora_phases && `LoRA weights have as many phases as ${code(lora_phases)} says, or one; others are refused.`,
    sampler_names && `Takes the sampler names listed for \`${sampler_names}\` in \`data/samplers.yaml\`.`,
    seed && `Takes seeds from ${seed.min}${seed.max === undefined ? '' : ` to ${seed.max}`}.`,
    clip_skip && `CLIP skip ${clip_skip.last} uses every layer${taken(clip_skip)}.`,
    size &&
      `Width and height are multiples of ${size.multiple_of}; others are ${size.otherwise === 'cut' ? 'rounded down' : 'refused'}.`,
    ...ignores.map(ignored),
  ].filter((fact) => typeof fact === 'string');
}

function taken({ min, max }: NonNullable<Facts['clip_skip']>): string {
  return min === undefined ? '' : `; ${min} ${max === undefined ? 'and above' : `to ${max}`} are taken`;
}

function ignored({ keys, reads, beside, without, when, unless }: NonNullable<Facts['ignores']>[number]): string {
  const read = reads ? `; reads ${code(reads)}` : '';
  const besides = beside ? ` beside ${beside.map(code).join(', ')}` : '';
  const absent = [...(without ?? []), ...(unless ?? [])];
  const alone = absent.length > 0 ? ` without ${listed(absent.map(code), 'or')}` : '';
  return `Passes over ${keys.map(code).join(', ')}${read}${besides}${when ? where(when) : ''}${alone}.`;
}

function where(when: Readonly<Record<string, string>>): string {
  const conditions = Object.entries(when).map(([name, pattern]) => `${code(name)} ${patternSaid(pattern)}`);
  return ` where ${listed(conditions, 'and')}`;
}

function nodesSaid(types: string): string {
  const names = valuesOf(types);
  return names ? listed(names.map(code), 'and') : `nodes whose type ${patternSaid(types)}`;
}

function keys(names: readonly string[] | undefined, what: string): string | undefined {
  return names && `${names.map(code).join(', ')}: ${what}.`;
}
