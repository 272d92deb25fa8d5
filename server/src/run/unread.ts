/** Settings of the file that its program passes over, each with the reason. */
import { remembered } from '../common/memory.ts';
import { type Generation, isPlaceholder, type Occurrence, settingOf } from '../dialects/generation.ts';
import { normaliseKey } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import type { Ignores } from '../knowledge/schema.ts';
import type { ListValue } from '../syntax/document.ts';
import { holds, type RunFacts } from './facts.ts';
import { isAbove, type RunGuidance, type Scale } from './guidance.ts';
import type { RunModel } from './model.ts';
import type { Sampling } from './sampling.ts';

/**
 * Those of data/programs, and what follows from the rest of the file. `adaptive`: the sampler stops by itself. `no-negative`:
 * guidance starts only beside a negative prompt. `switched-off`: guidance is turned off elsewhere. `guidance-off`: only guidance
 * would read it, and that is off.
 */
export type Because = Ignores['because'] | 'adaptive' | NonNullable<Scale['idle']> | 'guidance-off';

export interface Unread {
  readonly occurrence: Occurrence;
  readonly because: Because;
  /** The setting that makes it so. */
  readonly by?: Occurrence;
  /** The name under which the program would read it. */
  readonly reads?: string;
  /** How many steps run instead of a count. */
  readonly instead?: number;
}

/** What runs of a generation, as far as it decides what is read. */
interface Known {
  readonly model: RunModel;
  readonly sampling: Sampling;
  readonly guidance: RunGuidance;
}

/** What the program passes over whatever its value: the sampler, guidance and steps of a run are not read off it. */
export function ignoredOf(generation: Generation, { ignores = [] }: RunFacts): readonly Unread[] {
  return ignores.flatMap((each) => ignoredBy(each, generation));
}

/** All that is passed over for certain: what is `ignored`, and what follows from the rest that runs. */
export function unreadOf(
  generation: Generation,
  facts: RunFacts,
  ignored: readonly Unread[],
  known: Known,
): readonly Unread[] {
  return [
    ...ignored,
    ...adaptiveSteps(generation, known),
    ...unusedGuidance(known),
    ...unusedNegative(generation, facts, known),
  ];
}

/** The plain spellings of a list of data/programs. */
const plainOf = remembered((spellings: readonly string[]): ReadonlySet<string> => new Set(spellings.map(normaliseKey)));

function ignoredBy(
  { keys, because, pass: which, reads, sets, beside, without = [], when, unless = [] }: Ignores,
  generation: Generation,
): Unread[] {
  const { settings, switches = {} } = generation;
  const written = (spellings: readonly string[]) => {
    const plain = plainOf(spellings);
    return settings.filter(
      ({ key, pass, value, range, asked, sentinel }) =>
        pass === (which ?? null) &&
        !asked &&
        !(sentinel && which) &&
        isSet(value, range) &&
        plain.has(normaliseKey(key)),
    );
  };
  const found = written(keys).filter(({ value }) => String(value).toLowerCase() !== sets);
  if (found.length === 0 || (when && !holds(when, generation))) return [];
  if (unless.some((name) => Boolean(own(switches, name))) || written(without).length > 0) return [];
  const by = beside && written(beside)[0];
  if (beside && !by) return [];
  // A list of steps says how many there are.
  const listed =
    because === 'listed' && by && 'items' in by.range ? { instead: (by.range as ListValue).items.length } : {};
  return found.map((occurrence) => ({ occurrence, because, ...listed, ...(by && { by }), ...(reads && { reads }) }));
}

/** A list is a value, though no single one. */
function isSet(value: Occurrence['value'], range: Occurrence['range']): boolean {
  return (value !== null && value !== '') || 'items' in range;
}

function adaptiveSteps(generation: Generation, { sampling: { sampler } }: Known): Unread[] {
  const occurrence = settingOf(generation, 'inference_steps');
  if (!occurrence || !sampler || sampler.total_evaluations.includes('N')) return [];
  return [{ occurrence, because: 'adaptive' }];
}

function unusedGuidance({ model: { family }, guidance: { scales, off } }: Known): Unread[] {
  const { kind, parameter } = family?.guidance ?? {};
  const isOn = ({ number }: Scale): boolean => number !== null && isAbove(number, off);
  const elsewhere = scales
    .filter((scale) => kind === 'cfg' && scale.kind === 'unused' && isOn(scale))
    .map(({ occurrence }) => ({ occurrence, because: 'other-key' as const, ...(parameter && { reads: parameter }) }));
  const idle = scales.flatMap((scale) =>
    scale.idle !== null && isOn(scale) ? [{ occurrence: scale.occurrence, because: scale.idle }] : [],
  );
  return [...elsewhere, ...idle];
}

function unusedNegative(
  generation: Generation,
  { guidance: { negative_when: otherwise } = {} }: RunFacts,
  { guidance: { on, scales } }: Known,
): Unread[] {
  const by = scales.find(({ kind }) => kind === 'real' || kind === 'likely-real')?.occurrence;
  if (on !== false || !by || (otherwise && holds(otherwise, generation))) return [];
  return negativeTexts(generation).map((occurrence) => ({ occurrence, because: 'guidance-off', by }));
}

/** Negative prompts that say something, of which only guidance makes anything. */
export function negativeTexts({ settings }: Generation): readonly Occurrence[] {
  return settings.filter(
    ({ setting, value }) =>
      setting === 'negative_prompt' && typeof value === 'string' && value.trim() !== '' && !isPlaceholder(value),
  );
}
