/** The settings that renders of one generation can be compared in, and how their values are told apart. */
import { t } from '@vscode/l10n';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { SweepSetting } from '../../protocol/sweep.ts';
import type { Overridable } from '../../run/asked.ts';
import type { RenderRequest } from '../backend.ts';
import { PlanError } from '../plan/error.ts';

/** For people. */
export const labels = (): Readonly<Record<SweepSetting, string>> => ({
  inference_steps: t`Steps`,
  guidance_scale: t`Guidance`,
  sampler: t`Sampler`,
  scheduler: t`Schedule`,
});

/** More pictures than anyone looks at side by side. */
const MOST_VALUES = 64;

/** Which guidance a request runs with: models that take it as an input leave the real one off. */
export function guidanceOf({ distilledGuidance, guidance }: RenderRequest): {
  readonly setting: 'guidance_scale' | 'distilled_guidance';
  readonly value: number;
} {
  return distilledGuidance === null || guidance > 1
    ? { setting: 'guidance_scale', value: guidance }
    : { setting: 'distilled_guidance', value: distilledGuidance };
}

/** The setting that is given over the file's for a comparison in `setting`. */
export function overriddenBy(setting: SweepSetting, request: RenderRequest): Overridable {
  return setting === 'guidance_scale' ? guidanceOf(request).setting : setting;
}

/** What a request has in a setting; `null` where the backend chooses. */
export function valueIn(setting: SweepSetting, request: RenderRequest): string | null {
  switch (setting) {
    case 'inference_steps':
      return String(request.steps);
    case 'guidance_scale':
      return String(guidanceOf(request).value);
    case 'sampler':
      return request.sampler?.written ?? null;
    case 'scheduler':
      return request.schedule?.written ?? null;
  }
}

/** One for values that mean the same: `4` and `4.0`, `euler_a` and `Euler a`. */
export function meaningOf(setting: SweepSetting, value: string, knowledge: Knowledge): string {
  switch (setting) {
    case 'inference_steps':
    case 'guidance_scale':
      return String(Number(value));
    case 'sampler':
      return knowledge.sampler(value)?.id ?? value.toLowerCase();
    case 'scheduler':
      return knowledge.schedule(value)?.id ?? value.toLowerCase();
  }
}

/** The values that were asked for, each once, in their order. Throws `PlanError` for what is none, and for too many. */
export function checkedValues(setting: SweepSetting, values: readonly string[], knowledge: Knowledge): string[] {
  const found = new Map<string, string>();
  for (const value of values.map((text) => text.trim()).filter((text) => text !== '')) {
    checkValue(setting, value);
    const meaning = meaningOf(setting, value, knowledge);
    const isNumber = setting === 'inference_steps' || setting === 'guidance_scale';
    if (!found.has(meaning)) found.set(meaning, isNumber ? meaning : value);
  }
  if (found.size === 0) throw new PlanError(t`There is no value to compare. Give at least one.`);
  if (found.size > MOST_VALUES) throw new PlanError(t`At most ${MOST_VALUES} values are compared at once.`);
  return [...found.values()];
}

function checkValue(setting: SweepSetting, value: string): void {
  const number = Number(value);
  if (setting === 'inference_steps' && !(Number.isInteger(number) && number >= 1))
    throw new PlanError(t`${value} is not a step count. Give a whole number from 1.`);
  if (setting === 'guidance_scale' && !(Number.isFinite(number) && number >= 0))
    throw new PlanError(t`${value} is no guidance scale. Give a number from 0.`);
}
