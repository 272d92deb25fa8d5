/** Image-to-image: a strength below 1 lets many programs run only a part of the written steps. */
import type { Generation } from '../dialects/generation.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { Model } from '../knowledge/schema.ts';
import { type NumberSetting, numberOf } from './numbers.ts';

/** What runs of the written steps. */
export interface Part {
  readonly strength: NumberSetting;
  /** The steps that run of so many written. */
  readonly run: (count: number) => number;
  /** The steps to write so that so many run. */
  readonly write: (count: number) => number;
  /** Known to be so: otherwise the program may as well run all of them. */
  readonly certain: boolean;
}

/** Why a program passes over the strength: because of the model (`key: null`) or of another key. `null` where it does not. */
export function strengthPassedOver(
  generation: Generation,
  family: Model | null,
  knowledge: Knowledge,
): { readonly key: string | null } | null {
  const rule = knowledge.tool(generation.tool)?.strength_ignored;
  if (!rule) return null;
  if (family && rule.models.includes(family.id)) return { key: null };
  const keys = new Set(rule.beside.map(normaliseKey));
  return generation.settings.find(({ key, value }) => value !== null && keys.has(normaliseKey(key))) ?? null;
}

/** `null` where all steps run: no strength, full strength, or a program that stretches the schedule instead. */
export function partOf(generation: Generation, knowledge: Knowledge): Part | null {
  const strength = numberOf(generation, 'strength');
  const rule = knowledge.tool(generation.tool)?.strength;
  if (!strength || strength.number < 0 || strength.number >= 1 || rule === 'all') return null;
  const extra = rule === 'part-and-one' ? 1 : 0;
  return {
    strength,
    run: (count) => Math.floor(count * strength.number) + extra,
    write: (count) => Math.ceil((count - extra) / strength.number),
    // The +1 programs take the same key in text-to-image, where it is the hires pass's.
    certain: rule === 'part',
  };
}
