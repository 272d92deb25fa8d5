/** How a file writes the names of samplers and schedules: what is picked from a list can be written into it. */

import type { Generation } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import type { Sampler } from '../knowledge/schema.ts';
import { flowModelOf, ofSampling } from './model.ts';
import { runOf } from './run.ts';
import { programsNames, scheduleName, schedulesOf, spelledBy } from './schedule-name.ts';

/** What there is to choose from, by the names that are taken; `null` where nobody says. */
export interface NameLists {
  readonly samplers: readonly string[] | null;
  readonly schedules: readonly string[] | null;
}

/**
 * Every name there is for a generation, as its file would write it: of what the backend has, else of what its program knows. `like`: whose
 * names for samplers it would take, where that is known of something else.
 */
export function namesFor(
  setting: 'sampler' | 'scheduler',
  generation: Generation,
  offers: NameLists,
  knowledge: Knowledge,
  like: string | null = null,
): readonly string[] {
  const { samplers, schedules } = knowledge.data.samplers;
  // A graph runs where it is, so that what packs have added there is as it is called there.
  const keeps = generation.graph !== undefined;
  const names =
    setting === 'sampler'
      ? named(offers.samplers, samplers, knowledge.sampler, samplerName(generation, like, knowledge), keeps)
      : named(offers.schedules, schedules, knowledge.schedule, scheduleName(generation, knowledge), keeps);
  return [...new Set(names)];
}

/** Names that nobody knows stay as the backend has them; `keeps`: those, too, that the file's program has no word for. */
function named<Known extends { readonly id: string }>(
  offered: readonly string[] | null,
  all: readonly Known[],
  find: (name: string) => Known | null,
  nameOf: (known: Known) => string | null,
  keeps: boolean,
): readonly string[] {
  if (offered === null) return all.flatMap((known) => nameOf(known) ?? []);
  return offered.flatMap((name) => {
    const known = find(name);
    return known ? (nameOf(known) ?? (keeps ? name : [])) : [name];
  });
}

/** The word of the file's program; where it is not known, of the program whose words the file uses; else the id. */
function samplerName(
  generation: Generation,
  like: string | null,
  knowledge: Knowledge,
): (sampler: Sampler) => string | null {
  const { model } = runOf(generation, knowledge);
  const program = like ?? samplerWords(generation, knowledge);
  // Models with guidance as an input are mostly flow models, also those of which nobody says so.
  const flow =
    flowModelOf(model, knowledge) ?? ofSampling(model, ({ guidance }) => guidance?.kind === 'embedded' || undefined);
  return ({ id, names }) => {
    if (program === null) return id;
    const spellings = own(names, program) ?? [];
    const flowName = flow && spellings.find((name) => name.startsWith(knowledge.data.samplers.flow_names));
    return flowName ?? spellings[0] ?? null;
  };
}

/** The program whose names for samplers a file has: its own, else the one that the written one is of; `null` for none. */
export function samplerWords(generation: Generation, knowledge: Knowledge): string | null {
  const { samplers, takes_names_of } = knowledge.data.samplers;
  const { program } = generation;
  const candidates = [
    programsNames(generation, knowledge),
    spelledBy(generation, knowledge),
    program,
    own(takes_names_of, program ?? ''),
    ...(program === null ? [schedulesOf(generation, knowledge)] : []),
  ];
  return candidates.find((one) => one && samplers.some(({ names }) => own(names, one))) ?? null;
}
