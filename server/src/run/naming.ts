/** How a file writes the names of samplers and schedules: what is picked from a list can be written into it. */

import type { Generation } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import type { Sampler } from '../knowledge/schema.ts';
import { ofSampling } from './model.ts';
import { runOf } from './run.ts';
import { scheduleName, writtenIn } from './schedule-name.ts';

/** What there is to choose from, by the names that are taken; `null` where nobody says. */
export interface NameLists {
  readonly samplers: readonly string[] | null;
  readonly schedules: readonly string[] | null;
}

/** Every name there is for a generation, as its file would write it: of what the backend has, else of what its program knows. */
export function namesFor(
  setting: 'sampler' | 'scheduler',
  generation: Generation,
  offers: NameLists,
  knowledge: Knowledge,
): readonly string[] {
  const { samplers, schedules } = knowledge.data.samplers;
  const names =
    setting === 'sampler'
      ? named(offers.samplers, samplers, knowledge.sampler, samplerName(generation, knowledge))
      : named(offers.schedules, schedules, knowledge.schedule, scheduleName(generation, knowledge));
  return [...new Set(names)];
}

/** Names that nobody knows stay as the backend has them. */
function named<Known extends { readonly id: string }>(
  offered: readonly string[] | null,
  all: readonly Known[],
  find: (name: string) => Known | null,
  nameOf: (known: Known) => string | null,
): readonly string[] {
  if (offered === null) return all.flatMap((known) => nameOf(known) ?? []);
  return offered.flatMap((name) => {
    const known = find(name);
    return known ? (nameOf(known) ?? []) : [name];
  });
}

/** The word of the file's program; where it is not known, of the program whose words the file uses; else the id. */
function samplerName(generation: Generation, knowledge: Knowledge): (sampler: Sampler) => string | null {
  const { model } = runOf(generation, knowledge);
  const written = writtenIn(generation, 'sampler') ?? writtenIn(generation, 'scheduler');
  const used = written === null ? null : knowledge.sampler(written);
  const spelled = Object.entries(used?.names ?? {}).find(([, names]) => names.includes(written ?? ''));
  const program =
    knowledge.program(generation.program)?.sampler_names ?? spelled?.[0] ?? generation.program ?? undefined;
  const isKnown = program !== undefined && knowledge.data.samplers.samplers.some(({ names }) => own(names, program));
  const flow = ofSampling(model, (each) => each.flow_shift ?? (each.guidance?.kind === 'embedded' || undefined));
  return ({ id, names }) => {
    if (!isKnown) return id;
    const spellings = own(names, program) ?? [];
    // diffusers has classes of their own for flow models.
    return (flow ? spellings.find((name) => name.startsWith('FlowMatch')) : undefined) ?? spellings[0] ?? null;
  };
}
