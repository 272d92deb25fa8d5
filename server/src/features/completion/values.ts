/** The values that make sense for a setting of a generation, the best first, each with the reason. */
import { type Generation, settingOf } from '../../dialects/generation.ts';
import { numberOf } from '../../dialects/numbers.ts';
import { type Knowledge, normaliseKey, say } from '../../knowledge/knowledge.ts';
import { own } from '../../knowledge/own.ts';
import type { Model } from '../../knowledge/schema.ts';
import {
  codesOf,
  flowModelOf,
  holdsSampler,
  isFewStep,
  ofPicture,
  ofSampling,
  type Run,
  runOf,
  schedulesFor,
  scheduleWords,
} from '../../run/index.ts';
import { DIFFUSERS, isLikeDiffusers } from '../../run/like-diffusers.ts';
import { type NameLists, namesFor, samplerWords } from '../../run/naming.ts';

/** A value as the file would write it, without quotes. */
export interface Suggestion {
  readonly value: string;
  /** For people, in a few words; `''` where nothing is known of it. */
  readonly why: string;
}

export interface ValueQuestion {
  readonly setting: string;
  /** The spelling in the file: one program's guidance may be another's input. */
  readonly key: string;
  readonly generation: Generation;
}

/** Values of a setting, best first; none for settings without any. `lists`: what the chosen backend has, where that is known. */
export function valuesOf(question: ValueQuestion, lists: NameLists, knowledge: Knowledge): Suggestion[] {
  const run = runOf(question.generation, knowledge);
  const found = find(question, {
    ...{ run, lists, knowledge },
    say: (id, values) => say(knowledge.data.writing.words, id, values),
  });
  const seen = new Set<string>();
  return found.filter(({ value }) => !seen.has(value) && seen.add(value));
}

interface Asked {
  readonly run: Run;
  readonly say: (id: string, values?: Record<string, string | number>) => string;
  readonly lists: NameLists;
  readonly knowledge: Knowledge;
}

function find({ setting, key, generation }: ValueQuestion, asked: Asked): Suggestion[] {
  switch (setting) {
    case 'inference_steps':
      return steps(asked);
    case 'guidance_scale':
    case 'distilled_guidance':
      return guidance(setting, key, asked);
    case 'sampler':
      return samplers(setting, asked);
    case 'scheduler':
      return holdsSampler(settingOf(generation, 'scheduler')?.value ?? null, generation, asked.knowledge)
        ? samplers(setting, asked)
        : schedules(asked);
    case 'width':
    case 'height':
      return sides(setting, generation, asked);
    case 'size':
      return pairs(key, generation, asked);
    case 'frames':
      return frames(generation, asked);
    case 'fps':
      return videoFigure(asked, ({ frames }) => frames?.fps, 'rate');
    case 'flow_shift':
      return videoFigure(asked, ({ flow_shift }) => flow_shift, 'shift');
    case 'clip_skip': {
      const last = asked.run.facts.clip_skip?.last;
      return last === undefined ? [] : [{ value: String(last), why: asked.say('every-layer') }];
    }
    case 'lora_weight': {
      const lora = asked.run.model.accelerator;
      return lora ? [{ value: String(lora.lora_weight ?? 1), why: asked.say('made-for', { model: lora.name }) }] : [];
    }
    default:
      return [];
  }
}

function steps({ run: { model }, say, knowledge: { stepsGuide } }: Asked): Suggestion[] {
  const at = (value: number | undefined, id: string, name = ''): Suggestion[] =>
    value === undefined ? [] : [{ value: String(value), why: say(id, { model: name }) }];
  const { decisive, accelerator, lora } = model;
  if (!decisive) {
    if (model.ownModel || model.noPicture) return [];
    const { compare_few: few } = stepsGuide;
    return [
      ...at(stepsGuide.default, 'safe'),
      ...at(stepsGuide.draft.steps, 'draft'),
      ...(model.mayBeFewStep
        ? few.flatMap((count) => at(count, 'few'))
        : stepsGuide.compare.flatMap((c) => at(c, 'many'))),
    ];
  }
  const { default: best, sweet, draft, min_useful: least } = decisive.steps;
  return [
    ...at(best, accelerator && lora ? 'loaded' : 'best', decisive.name),
    ...at(sweet[0], 'from', decisive.name),
    ...at(sweet[1], 'to', decisive.name),
    ...at(isFewStep(model) ? undefined : (draft ?? least), 'least', decisive.name),
  ];
}

function guidance(setting: string, key: string, { run, say, knowledge }: Asked): Suggestion[] {
  const { known, off, below, scales } = run.guidance;
  if (!known) {
    // Low, usual and high, side by side.
    const compared = (knowledge.guide(setting)?.compare ?? []).map(String);
    const usual = compared[compared.length >> 1];
    return [usual, ...compared].flatMap((value) =>
      value === undefined ? [] : [{ value, why: say(value === usual ? 'usual' : 'many') }],
    );
  }
  const { facts, model } = known;
  const kind = scales.find(({ occurrence }) => occurrence.key === key)?.kind;
  const isInput = setting === 'distilled_guidance' || kind === 'embedded' || isInputHere();
  const values = (numbers: readonly [number, string][]): Suggestion[] =>
    numbers.map(([number, id]) => ({ value: String(number), why: say(id, { model: model.name }) }));
  if (facts.kind === 'other') return [];
  if (facts.kind === 'off') return values([[off, 'off']]);
  if (facts.kind === 'embedded' && !isInput) return values([[off, 'input']]);
  if (facts.kind !== 'embedded' && isInput) return [];
  const shift = isInput ? 0 : below;
  const [from, to] = facts.sweet ?? [facts.default, facts.default];
  return values([
    [facts.default - shift, 'best'],
    [from - shift, 'from'],
    [to - shift, 'to'],
  ]);

  /** A key that stands for whichever kind the model has (diffusers), before it has a value. */
  function isInputHere(): boolean {
    const { real = [], as_model = [] } = run.facts.guidance ?? {};
    return facts.kind === 'embedded' && !real.includes(key) && (as_model.includes(key) || run.program === null);
  }
}

function samplers(setting: 'sampler' | 'scheduler', asked: Asked): Suggestion[] {
  const { say, knowledge, run } = asked;
  const { decisive } = run.model;
  const wanted = decisive?.samplers ?? [];
  const common = (knowledge.guide('sampler')?.compare ?? []).map(String);
  const judge = (name: string): Judged => {
    const known = knowledge.sampler(name);
    const best = known ? wanted.indexOf(known.id) : -1;
    if (best >= 0) return { rank: best, why: say('best', { model: decisive?.name ?? '' }) };
    if (!known) return { rank: 400, why: '' };
    const isCommon = common.includes(known.id);
    return {
      rank: (isCommon ? 100 : 200) + (known.stochastic ? 50 : 0),
      why: known.stochastic ? say('fresh-noise') : '',
    };
  };
  const codes = codesOf(setting, run.generation, knowledge);
  if (!codes) return ranked(samplerNames(setting, asked), judge);
  const suits = new Set(schedulesFor(run.model, knowledge));
  return codes
    .map(({ code, name }) => {
      const { rank, why } = judge(name);
      const schedule = knowledge.scheduleBehind(name);
      return {
        rank:
          rank +
          (schedule?.flow === false && flowModelOf(run.model, knowledge)
            ? 300
            : schedule && !suits.has(schedule.id)
              ? 10
              : 0),
        ...{ value: code, why: why === '' ? name : `${name}, ${why}` },
      };
    })
    .sort((a, b) => a.rank - b.rank);
}

/** Those of the file's program; in a file of none, the usual ones; of a program whose names nobody knows, what the backend has. */
function samplerNames(
  setting: 'sampler' | 'scheduler',
  { run: { generation }, lists, knowledge }: Asked,
): readonly string[] {
  const words = samplerWords(generation, knowledge) ?? (isLikeDiffusers(generation, knowledge) ? DIFFUSERS : null);
  const isOpen = setting === 'sampler' && generation.program === null;
  if (words === null && !isOpen && lists.samplers === null) return [];
  return namesFor('sampler', generation, lists, knowledge, setting === 'scheduler' ? words : null);
}

function schedules(asked: Asked): Suggestion[] {
  const { say, knowledge, lists, run } = asked;
  const { decisive } = run.model;
  const wanted = decisive?.schedules ?? [];
  const flow = flowModelOf(run.model, knowledge);
  const common = (knowledge.guide('scheduler')?.compare ?? []).map(String);
  // The word means a schedule here and a sampler there: who takes which is not known.
  if (lists.schedules === null && scheduleWords(run.generation, knowledge) === null) return [];
  return ranked(namesFor('scheduler', run.generation, lists, knowledge), (name) => {
    const known = knowledge.schedule(name);
    const best = known ? wanted.indexOf(known.id) : -1;
    if (best >= 0) return { rank: best, why: say('best', { model: decisive?.name ?? '' }) };
    if (known && flow && known.flow === false) return { rank: 300, why: say('flow', { model: flow.name }) };
    return { rank: known ? (common.includes(known.id) ? 100 : 200) : 400, why: '' };
  });
}

/** The lowest rank is the best. */
interface Judged {
  readonly rank: number;
  readonly why: string;
}

function ranked(names: readonly string[], judge: (name: string) => Judged): Suggestion[] {
  return names
    .map((value) => ({ value, ...judge(value) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value, why }) => ({ value, why }));
}

/** Of the sizes it was made for, first those that go with the other side. */
function sides(setting: 'width' | 'height', generation: Generation, asked: Asked): Suggestion[] {
  const other = numberOf(generation, setting === 'width' ? 'height' : 'width')?.number;
  return natives(asked)
    .map(({ width, height, name }) => ({
      fits: (setting === 'width' ? height : width) === other,
      value: String(setting === 'width' ? width : height),
      why: asked.say('native', { model: name, width, height }),
    }))
    .sort((a, b) => Number(b.fits) - Number(a.fits));
}

/** Both sides as one text, where that is how the key is written: `1024x1024`. */
function pairs(key: string, generation: Generation, asked: Asked): Suggestion[] {
  const written = /^\s*\d+(\s*[x×*]\s*)\d+\s*$/i.exec(String(settingOf(generation, 'size')?.value ?? ''))?.[1];
  const by = written ?? own(asked.knowledge.data.writing.pairs, normaliseKey(key));
  if (by === undefined) return [];
  return natives(asked).map(({ width, height, name }) => ({
    value: `${width}${by}${height}`,
    why: asked.say('best', { model: name }),
  }));
}

/** The sizes that the model was made for, upright and lying. */
function natives({ run: { model } }: Asked): { width: number; height: number; name: string }[] {
  const sized = ofPicture(model, ({ size }) => size?.native);
  const name = sized?.model.name ?? '';
  return (sized?.fact ?? []).flatMap(([a, b]) => {
    const lying = { width: a, height: b, name };
    return a === b ? [lying] : [lying, { width: b, height: a, name }];
  });
}

function frames(generation: Generation, { run: { model }, say }: Asked): Suggestion[] {
  const video = ofPicture(model, (each) => each.frames);
  if (!video?.fact.default) return [];
  const { default: best, max = best, form, fps } = video.fact;
  const counts = [best, max];
  // Shorter ones in the form that the model takes: three quarters, half, a quarter.
  for (const part of [0.75, 0.5, 0.25]) {
    const count = best * part;
    counts.push(
      form
        ? Math.max(0, Math.round((count - form.offset) / form.multiple)) * form.multiple + form.offset
        : Math.round(count),
    );
  }
  const rate = numberOf(generation, 'fps')?.number ?? fps;
  return counts
    .filter((count) => count >= 1 && count <= max)
    .map((count) => ({
      value: String(count),
      why: rate
        ? say('lasts', { model: video.model.name, seconds: Number((count / rate).toFixed(1)), fps: rate })
        : say('takes', { model: video.model.name }),
    }));
}

function videoFigure(
  { run: { model }, say }: Asked,
  figure: (model: Model) => number | undefined,
  id: string,
): Suggestion[] {
  const said = ofSampling(model, figure);
  return said ? [{ value: String(said.fact), why: say(id, { model: said.model.name }) }] : [];
}
