/** Which of a server's samplers and schedules a request means. */

import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { own } from '../../../knowledge/own.ts';
import type { Choice, RenderRequest } from '../../backend.ts';
import { plainName } from './names.ts';

/** A sampler or schedule that a server offers. */
export interface Offered {
  /** Sent to choose it. */
  readonly name: string;
  readonly aliases: readonly string[];
}

export interface Offer {
  /** Product, for people. */
  readonly by: string;
  readonly samplers: readonly Offered[];
  /** `null` where a schedule is part of the sampler's name (`DPM++ 2M Karras`). */
  readonly schedules: readonly Offered[] | null;
  /** Key of its names in data/samplers.yaml. */
  readonly names: string;
}

export interface Sampling {
  /** As the server calls it; `null`: the server's own choice. */
  readonly sampler: string | null;
  readonly schedule: string | null;
  /** What differs from what was asked for, a sentence each. */
  readonly warnings: readonly string[];
}

/** The schedule of samplers whose names have none. */
const PLAIN_SCHEDULE = 'normal';

/** Chooses for a request. What the server lacks is replaced by the nearest it has, or left to it, and said. */
export function chooseSampling(
  request: Pick<RenderRequest, 'sampler' | 'schedule'>,
  offer: Offer,
  knowledge: Knowledge,
): Sampling {
  const warnings: string[] = [];
  const sampler = request.sampler && chooseSampler(request.sampler, request.schedule, offer, knowledge, warnings);
  if (!request.schedule) return { sampler, schedule: null, warnings };
  const wanted = knowledge.schedule(request.schedule.id ?? '')?.name ?? request.schedule.written;
  if (offer.schedules === null) {
    const drawn = sampler === null ? PLAIN_SCHEDULE : scheduleWithin(sampler, knowledge);
    if (drawn !== request.schedule.id) warnings.push(t`${offer.by} can't be told to use the ${wanted} schedule here.`);
    return { sampler, schedule: null, warnings };
  }
  const schedule = chooseSchedule(request.schedule, offer.schedules, knowledge);
  if (schedule === null) warnings.push(t`${offer.by} has no ${wanted} schedule: it uses its own choice.`);
  return { sampler, schedule, warnings };
}

function chooseSampler(
  wanted: Choice,
  schedule: Choice | null,
  offer: Offer,
  knowledge: Knowledge,
  warnings: string[],
): string | null {
  const known = knowledge.sampler(wanted.id ?? wanted.written);
  const exact = spelled(wanted.written, offer.samplers);
  const scheduleId = offer.schedules === null ? (schedule?.id ?? null) : null;
  // `DPM++ 2M` may stand in the list as it is written, and `DPM++ 2M Karras` be what is meant.
  if (exact !== null && (scheduleId === null || scheduleWithin(exact, knowledge) === scheduleId)) return exact;
  const found = known && nearestTo(known.id, scheduleId, offer, knowledge);
  if (found) return found;
  if (exact !== null) return exact;
  const standIn = known && known.builtin !== known.id ? nearestTo(known.builtin, scheduleId, offer, knowledge) : null;
  const name = known?.name ?? wanted.written;
  warnings.push(
    standIn
      ? t`${offer.by} has no ${name}: it draws with ${standIn}, the nearest it has.`
      : t`${offer.by} has no sampler ${name}: it uses its own choice.`,
  );
  return standIn;
}

/**
 * Of the samplers with an id: one with the schedule, else one without any in its name, each in the order of
 * data/samplers.yaml.
 */
function nearestTo(id: string, schedule: string | null, offer: Offer, knowledge: Knowledge): string | null {
  const usual = (own(knowledge.sampler(id)?.names, offer.names) ?? []).map(plainName);
  const rank = (name: string): number => {
    const within = scheduleWithin(name, knowledge);
    const place = usual.indexOf(plainName(name));
    return (within === schedule ? 0 : within === PLAIN_SCHEDULE ? 1 : 2) * 1000 + (place < 0 ? 500 : place);
  };
  const [best] = offer.samplers
    .map(({ name }) => name)
    .filter((name) => knowledge.sampler(name)?.id === id)
    .sort((a, b) => rank(a) - rank(b));
  return best ?? null;
}

/** The schedule at the end of a sampler's name (`DPM++ 2M Karras`, `dpmpp_2m_k`). `LCM` alone is a sampler. */
function scheduleWithin(name: string, knowledge: Knowledge): string {
  return (/[ _]/.test(name) && knowledge.schedule(name)?.id) || PLAIN_SCHEDULE;
}

function chooseSchedule(wanted: Choice, offered: readonly Offered[], knowledge: Knowledge): string | null {
  const known = knowledge.schedule(wanted.id ?? wanted.written);
  const spellings = [wanted.written, ...(known ? [known.id, known.name] : [])];
  for (const spelling of spellings) {
    const found = spelled(spelling, offered);
    if (found !== null) return found;
  }
  if (!known) return null;
  const same = ({ name, aliases }: Offered): boolean =>
    [name, ...aliases].some((each) => knowledge.schedule(each)?.id === known.id);
  return offered.find(same)?.name ?? null;
}

function spelled(written: string, offered: readonly Offered[]): string | null {
  const plain = plainName(written);
  const found =
    offered.find(({ name }) => name === written) ??
    offered.find(({ name }) => plainName(name) === plain) ??
    offered.find(({ aliases }) => aliases.some((alias) => plainName(alias) === plain));
  return found?.name ?? null;
}
