/** How a file writes the names of schedules. */
import { type Generation, settingOf } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import type { Schedule } from '../knowledge/schema.ts';
import { flowModelOf, type RunModel } from './model.ts';

/** Ids of the schedules that suit a model, the best first: what its authors name, what flow models have, what is usual. */
export function schedulesFor(model: RunModel, knowledge: Knowledge): readonly string[] {
  const flow = flowModelOf(model, knowledge);
  const usual = flow?.usual_schedule === undefined ? knowledge.data.samplers.flow_schedules : [flow.usual_schedule];
  return model.decisive?.schedules ?? (flow ? usual : (knowledge.guide('scheduler')?.compare ?? []).map(String));
}

/**
 * How the file writes a schedule; `null` where its program does not have it. A1111 takes its own spelling only
 * (modules/sd_schedulers.py): `sgm_uniform` or `SGM Uniform`. Where no program is known, as the one that is written.
 */
export function scheduleName(generation: Generation, knowledge: Knowledge): (schedule: Schedule) => string | null {
  const program = scheduleWords(generation, knowledge);
  const isTitle = /^\p{Lu}/u.test(writtenIn(generation, 'scheduler') ?? '');
  return ({ id, name, words }) => {
    if (program !== null) return own(words, program) ?? null;
    return isTitle ? name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()) : id;
  };
}

/** The program whose words for schedules a file has: its own, else the one that the written sampler or schedule is of; `null` for none. */
export function scheduleWords(generation: Generation, knowledge: Knowledge): string | null {
  const { schedules } = knowledge.data.samplers;
  const candidates = [
    programsNames(generation, knowledge),
    generation.program,
    spelledBy(generation, knowledge),
    schedulesOf(generation, knowledge),
  ];
  return candidates.find((one) => one && schedules.some(({ words }) => own(words, one))) ?? null;
}

/** Where the schedule begins in `DPM++ 2M Karras`, behind its sampler; the end of the text where there is none. */
export function scheduleStart(text: string, knowledge: Knowledge): number {
  for (let space = text.indexOf(' '); space > 0; space = text.indexOf(' ', space + 1))
    if (knowledge.schedule(text.slice(space + 1)) && knowledge.sampler(text.slice(0, space))) return space + 1;
  return text.length;
}

/** Whose names its program takes, and no others. */
export function programsNames({ program }: Generation, knowledge: Knowledge): string | undefined {
  return knowledge.program(program)?.sampler_names;
}

/** The program that writes the file's sampler as the file does. */
export function spelledBy(generation: Generation, { sampler }: Knowledge): string | undefined {
  const written = writtenIn(generation, 'sampler') ?? writtenIn(generation, 'scheduler') ?? '';
  return Object.entries(sampler(written)?.names ?? {}).find(([, names]) => names.includes(written))?.[0];
}

/** The program that writes the file's schedule as the file does. */
export function schedulesOf(generation: Generation, { data: { samplers } }: Knowledge): string | undefined {
  const written = writtenIn(generation, 'scheduler');
  return samplers.schedules.flatMap(({ words }) => Object.entries(words)).find(([, word]) => word === written)?.[0];
}

export type Codes = readonly { readonly code: string; readonly name: string }[];

/** Names that a format writes as numbers or codes, with these; `null` where it writes names. */
export function codesOf(setting: string, { dialect }: Generation, { data: { dialects } }: Knowledge): Codes | null {
  const parts = dialects.find(({ id }) => id === dialect)?.generations ?? [];
  const [codes] = parts.flatMap(({ values = {} }) => Object.entries(values).filter(([of]) => of === setting));
  return codes ? Object.entries(codes[1]).map(([code, name]) => ({ code, name })) : null;
}

/** A name that the file gives a setting. */
export function writtenIn(generation: Generation, setting: string): string | null {
  const value = settingOf(generation, setting)?.value;
  return typeof value === 'string' && value !== '' ? value : null;
}
