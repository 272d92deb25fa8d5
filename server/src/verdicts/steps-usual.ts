/** What a step count means by the figures of its model, or by the guide where there are none. */

import { t } from '@vscode/l10n';
import { remembered } from '../common/memory.ts';
import { countOf, isCountRange, isPlaceholder, isSlot, type Occurrence } from '../dialects/generation.ts';
import type { Ground } from '../findings/severity.ts';
import { fill, type Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import { evaluationsOf } from '../knowledge/sampler-names.ts';
import type { Model, StepsGuide } from '../knowledge/schema.ts';
import { isPartOpen, type Run, type RunModel, scheduleLength } from '../run/index.ts';

/** How a count stands to its range. `rising`/`past` lie beside the sweet spot without being worth a finding. */
export type Standing = 'too-few' | 'rising' | 'sweet' | 'past' | 'wasteful' | 'unjudged';

export interface Verdict {
  readonly standing: Standing;
  /** One line for people. Most are never asked for. */
  readonly text: () => string;
  /** Count to use instead; `null` when the present one is fine or nothing better is known. */
  readonly suggested: number | null;
  /** Why that count, in a few words ("FLUX.1 schnell", "safe default"). */
  readonly why: () => string;
  /** Whether sources carry it (`sourced`) or only an estimate, the general guide or a measurement of the user's own does. */
  readonly ground: Ground;
  /** Sweet spot on which it rests, inclusive. */
  readonly sweet: readonly [number, number];
  /** Wasteful because an acceleration LoRA is loaded and the count is still that of the model without it. */
  readonly accelerated?: boolean;
}

/** Half again above a sourced range is waste (project rule, knowledge/README). */
export const WASTE_FACTOR = 1.5;

/** Judges a step count. `null` when the value is no usable count (then `steps-not-a-count` speaks, or nobody). */
export function usualVerdict(occurrence: Occurrence, run: Run, knowledge: Knowledge): Verdict | null {
  const { model } = run;
  const guide = knowledge.stepsGuide;
  const unjudged = (id: string, name = ''): Verdict => ({
    standing: 'unjudged',
    text: () => say(guide, id, { value: occurrence.source, model: name }),
    suggested: null,
    why: () => '',
    ground: 'guide',
    sweet: guideSweet(guide),
  });
  if (occurrence.via === 'placeholder' || isPlaceholder(occurrence.value)) return unjudged('placeholder');
  if (occurrence.via === 'link' && occurrence.value === null) return unjudged('computed');
  if (isCountRange(occurrence.value)) return unjudged('range');
  if (occurrence.via === 'list') return unjudged('listed');
  const counted = run.generation.graph?.counted;
  if (counted) return unjudged(counted);
  if (occurrence.sentinel || isSlot(occurrence)) return unjudged('not-set');
  const count = countOf(occurrence);
  if (count === null || !Number.isInteger(count) || count < 1) return null;
  // A video made over a picture's checkpoint has motion of its own to resolve: the picture's figures say nothing of it.
  if (model.decisive?.kind === 'image' && model.accelerator === null && model.isVideo)
    return unjudged('video-over-picture', model.decisive.name);
  const judge = (steps: number) =>
    model.decisive ? judgeByModel(steps, model.decisive, guide) : judgeByGuide(steps, run, guide);
  const verdict = judge(count);
  // Few steps of what may be made for few steps are no mistake; too many of them would still be waste.
  if (
    verdict.standing === 'too-few' &&
    (model.mayBeFewStep || isLikeFewStep(run)) &&
    model.accelerator === null &&
    model.decisive?.steps.distilled_for === undefined
  ) {
    const { text } = unjudged('few-step-maybe');
    return { ...verdict, standing: 'unjudged', text, suggested: null };
  }
  if (isOfOpenPart(verdict, run)) return unjudged('open');
  if (verdict.standing === 'too-few' && run.generation.graph?.handsOn)
    return { ...verdict, standing: 'unjudged', text: () => say(guide, 'handed-on', { value: count }), suggested: null };
  // Sources count steps of one call of the model each.
  const calls = evaluationsOf(run.sampling.sampler, count);
  if (verdict.standing === 'too-few' && calls > count && judge(calls).standing !== 'too-few')
    return {
      ...verdict,
      standing: 'unjudged',
      text: () => say(guide, 'many-calls', { value: count, calls }),
      suggested: null,
    };
  if (verdict.standing === 'too-few' && occurrence.pass === null) {
    // The end of a longer schedule is as fine as the whole of it.
    const length = scheduleLength(count, run.generation, run.program, run.facts);
    if (length > count && judge(length).standing !== 'too-few')
      return {
        ...verdict,
        standing: 'unjudged',
        text: () => say(guide, run.program ? 'stretched' : 'stretched-maybe', { value: count, length }),
        suggested: null,
      };
  }
  if (verdict.standing !== 'wasteful') return verdict;
  // How many an acceleration LoRA needs so far below its weight, nobody says.
  if (model.isReduced) return unjudged('reduced', model.decisive?.name);
  return inPart(occurrence, count, run, judge, unjudged, guide) ?? accelerated(verdict, count, model, guide);
}

/** Nobody knows how many of the steps run, or of how long a schedule they are the last. */
function isOfOpenPart({ standing }: Verdict, { generation, facts }: Run): boolean {
  if (standing === 'too-few') return generation.graph?.open !== undefined;
  return standing === 'wasteful' && isPartOpen(generation, facts);
}

/** Guidance is off where the model wants it: as few-step models and merges run, whose names often do not say so. */
function isLikeFewStep({ model: { decisive }, guidance }: Run): boolean {
  const kind = decisive?.guidance?.kind;
  return (kind === 'cfg' || kind === 'cfg-low') && guidance.on === false;
}

/** In image-to-image only a part of the steps may run: what is left must be too many by itself. `null` where all run. */
function inPart(
  occurrence: Occurrence,
  count: number,
  { steps: { part } }: Run,
  judge: (steps: number) => Verdict,
  unjudged: (id: string) => Verdict,
  guide: StepsGuide,
): Verdict | null {
  if (!part || occurrence.pass !== null) return null;
  const runs = part.run(count);
  const verdict = judge(Math.max(1, runs));
  if (verdict.standing !== 'wasteful') {
    const [start, end] = part.bounds(count);
    const values = { value: count, runs, strength: part.by.occurrence.source, start, end };
    const id = `partial-${part.kind}`;
    return { ...unjudged(id), text: () => say(guide, id, values) };
  }
  return {
    ...judge(count),
    suggested: verdict.suggested && part.write && Math.min(part.write(verdict.suggested), count),
  };
}

/** Says so where the count is still that of the model without its acceleration LoRA. */
function accelerated(
  verdict: Verdict,
  count: number,
  { lora, family, decisive }: RunModel,
  guide: StepsGuide,
): Verdict {
  const usual = family?.steps.sweet[0] ?? guideSweet(guide)[0];
  if (!lora || !decisive || count < usual) return verdict;
  const values = {
    model: decisive.name,
    value: count,
    range: spell(verdict.sweet),
    base: family?.name ?? t`a plain model`,
  };
  return { ...verdict, accelerated: true, text: () => say(guide, 'accelerated', values) };
}

function judgeByModel(count: number, model: Model, guide: StepsGuide): Verdict {
  const { sweet, default: best, min_useful: least = 1, derived = {} } = model.steps;
  const [low, high] = sweet;
  const above = wasteAbove(model);
  const family = model.steps.distilled_for === undefined ? 'model' : 'distilled';
  const verdict = (standing: Standing, id: string, ground: Verdict['ground'] = 'sourced'): Verdict => ({
    standing,
    text: () =>
      say(guide, `${family}-${id}`, {
        model: model.name,
        value: count,
        range: spell(sweet),
        high,
        default: best,
        times: ratio(count, reference(model)),
      }),
    suggested: standing === 'too-few' || standing === 'wasteful' || standing === 'past' ? best : null,
    why: () => model.name,
    ground: derived.sweet ? 'estimate' : ground,
    sweet,
  });
  if (count > above.warn) return verdict('wasteful', 'wasteful');
  if (count > above.note) return verdict('wasteful', 'wasteful', 'estimate');
  if (count > high) return verdict('past', 'above');
  if (count >= low) return verdict('sweet', 'sweet');
  if (count < least) return verdict('too-few', 'below', derived.min_useful ? 'estimate' : 'sourced');
  return {
    ...verdict('rising', 'sweet'),
    text: () => say(guide, 'model-draft', { model: model.name, value: count, range: spell(sweet) }),
  };
}

/** Counts above which more is reported: as an information (`note`), as a warning (`warn`). An estimate alone never warns. */
export function wasteAbove({ steps }: Model): { readonly note: number; readonly warn: number } {
  const { sweet, wasteful_above: stated, derived = {} } = steps;
  const half = sweet[1] * WASTE_FACTOR;
  const warn = stated !== undefined && !derived.wasteful_above ? Math.max(stated, sweet[1]) : half;
  return { warn, note: Math.min(warn, half, stated ?? half) };
}

/** The count that a surplus is compared with: what the model was distilled for, or its usual one. */
function reference(model: Model): number {
  return model.steps.distilled_for === undefined ? model.steps.default : model.steps.sweet[1];
}

function judgeByGuide(count: number, { model, sampling: { sampler }, guidance }: Run, guide: StepsGuide): Verdict {
  const [low, mid, high] = ['low', 'mid', 'high'].map((id) => rangeOf(guide, id));
  const unnamed = model.name === null;
  const lowest = guidance.scales.find(({ occurrence }) => occurrence.setting === 'guidance_scale')?.number ?? null;
  const verdict = (standing: Standing, id: string): Verdict => ({
    standing,
    text: () =>
      say(guide, unnamed ? `guide-${id}` : `unknown-${standing === 'wasteful' ? 'high' : 'other'}`, {
        model: model.name ?? '',
        value: count,
        range: rangeText(guide),
        high: mid.to,
        default: guide.default,
        times: ratio(count, guide.default),
      }),
    suggested: standing === 'too-few' || standing === 'wasteful' ? guide.default : null,
    why: () => t`safe default`,
    ground: model.certainty === 'untraced' ? 'untraced' : unnamed ? 'guide' : 'unknown-model',
    sweet: [mid.from, mid.to],
  });
  if (model.noPicture) return { ...verdict('unjudged', 'mid'), text: () => say(guide, 'no-picture', { value: count }) };
  if (model.isVideo) {
    const values = { value: count, model: model.name ?? '' };
    return { ...verdict('unjudged', 'mid'), text: () => say(guide, unnamed ? 'video' : 'video-unknown', values) };
  }
  if (unnamed && model.ownModel)
    return { ...verdict('unjudged', 'mid'), text: () => say(guide, 'own-model', { value: count }) };
  // A model that is not known is not judged harder than any that is.
  if (count >= high.from && (unnamed || count > mid.to * WASTE_FACTOR)) return verdict('wasteful', 'high');
  if (count <= low.to && sampler?.few_step) {
    return {
      ...verdict('unjudged', 'low'),
      text: () => say(guide, 'few-step-sampler', { value: count, sampler: sampler.name }),
    };
  }
  if (unnamed && count <= low.to && lowest !== null && lowest <= guide.few_step_guidance) {
    return {
      ...verdict('unjudged', 'low'),
      text: () => say(guide, 'few-step-guidance', { value: count, guidance: lowest }),
    };
  }
  if (count <= low.to) return verdict(unnamed ? 'too-few' : 'unjudged', 'low');
  if (count < mid.from) return verdict('rising', 'rising');
  return count <= mid.to ? verdict('sweet', 'mid') : verdict('past', 'past');
}

/** A named range of the guide. Throws if data lacks it, which the guide's tests rule out. */
function rangeOf(guide: StepsGuide, id: string): StepsGuide['ranges'][number] {
  const range = guide.ranges.find((candidate) => candidate.id === id);
  if (!range) throw new Error(`${guide.file} has no range "${id}"`);
  return range;
}

/** The middle range in words. A file of many jobs has it in the finding of each. */
const rangeText = remembered((guide: StepsGuide) => {
  const { from, to } = rangeOf(guide, 'mid');
  return t`${from} to ${to}`;
});

/** The guide's own sweet spot, for models that say nothing. */
export function guideSweet(guide: StepsGuide): readonly [number, number] {
  const mid = rangeOf(guide, 'mid');
  return [mid.from, mid.to];
}

/** A verdict of the guide. */
export function say(guide: StepsGuide, id: string, values: Record<string, string | number>): string {
  return fill(own(guide.verdicts, id) ?? `{${id}}`, values);
}

/** `20-30`, or `4` where both ends are one. */
export function spell([low, high]: readonly [number, number]): string {
  return low === high ? `${low}` : `${low}-${high}`;
}

/** How many times as much, as people say it: 7, 3.2, 2. */
export function ratio(count: number, to: number): string {
  const times = count / to;
  return times >= 10 ? times.toFixed(0) : String(Number(times.toFixed(1)));
}
