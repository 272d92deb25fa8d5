/** Hover on a setting: what its value means here first, then what the setting is. All prose comes from data/guides. */
import { t } from '@vscode/l10n';
import type { Hover } from 'vscode-languageserver-types';
import { check } from '../check/check.ts';
import { countOf, type Generation, type Lora, type Occurrence, wholeName } from '../dialects/generation.ts';
import { labels, usersOf } from '../dialects/users.ts';
import type { LocalMeasurements, MeasurementsOf } from '../findings/local.ts';
import { type Knowledge, say } from '../knowledge/knowledge.ts';
import type { Guide } from '../knowledge/schema.ts';
import { type Run, runOf } from '../run/index.ts';
import type { Place } from '../syntax/document.ts';
import { isSamePlace } from '../syntax/navigate.ts';
import { costOfSteps, judgeLoraName, judgeSetting } from '../verdicts/settings/index.ts';
import { bestWeight } from '../verdicts/settings/lora-weight.ts';
import { type Measured, measuredSteps, NOTHING_MEASURED } from '../verdicts/settings/measured.ts';
import { judgeSteps } from '../verdicts/steps.ts';
import { spell } from '../verdicts/steps-usual.ts';
import { type Analysis, type At, generationsOn, lookAt, occurrenceIn } from './analysis.ts';
import { type GaugeOptions, hoverGauge, suits } from './hover-gauge.ts';
import { inheritedHover } from './hover-inherited.ts';
import { hoverPictures, type StepPictures } from './hover-pictures.ts';
import type { PageLinks } from './links.ts';
import { code, hoverOf, type Markdown, md, ours, sentence } from './markdown.ts';

export interface HoverOptions extends GaugeOptions {
  readonly links: PageLinks;
  /** The client shows findings above the hover. */
  readonly findingsShown?: boolean;
  /** What is known on this machine. */
  readonly measurementsOf: MeasurementsOf;
  /** Shown with a step count; left out: none are wanted. */
  readonly stepPictures?: StepPictures;
}

/** What the hover is about. */
interface Target {
  readonly generation: Generation;
  /** `null` for a LoRA. */
  readonly occurrence: Occurrence | null;
  readonly setting: string;
  /** Its spelling in the file, left out of the other spellings. */
  readonly key: string;
  readonly value: number | null;
  /** The one value that suits, as an acceleration LoRA's weight; `null` where there is a range or nothing known. */
  readonly best: number | null;
  readonly range: Place;
  /** Where findings about it stand. */
  readonly place: Place;
  /** What the value means where no rule has a finding. */
  readonly verdict: (run: Run, local: LocalMeasurements | null) => string;
  /** A second line, `''` for none. */
  readonly cost: (run: Run) => string;
  /** What is known of it on this machine. */
  readonly measured: (run: Run, local: LocalMeasurements | null) => Measured;
}

/** The hover for a setting that has a guide, for a LoRA and for a job that inherits its count; `null` for anything else. */
export function hover(analysis: Analysis, offset: number, knowledge: Knowledge, options: HoverOptions): Hover | null {
  const at = lookAt(analysis, offset);
  if (!at) return null;
  const target = settingAt(at, knowledge) ?? loraAt(at, knowledge);
  const guide = target && knowledge.guide(target.setting);
  if (!target || !guide) return inheritedHover(analysis, at, knowledge, options.measurementsOf);
  const run = runOf(takerOf(target, analysis, knowledge), knowledge);
  const local = options.measurementsOf(run);
  const findings = messagesAt(target, analysis, knowledge, options.measurementsOf);
  const unsaid = options.findingsShown ? [] : findings;
  const verdicts = findings.length > 0 ? unsaid : [target.verdict(run, local)];
  const { said, rests } = target.measured(run, local);
  const tips = sectionText(guide, 'Tips');
  const others = aliases(guide, target);
  const note = knowledge.note(target.setting);
  const parts = [
    md`#### ${ours(t(guide.title))} \u2002${code(target.setting)}`,
    ours(hoverGauge(guide, target.value, run, target.best, options)),
    ...verdicts.filter((text) => text).map((text) => md`**${text.trim()}**`),
    md`${[...said, target.cost(run), takenBy(target, analysis, knowledge)].join(' ').trim()}`,
    ours(rests && `*${rests}*`),
    ours(hoverPictures(guide, run.model, knowledge.stepsGuide, options.stepPictures ?? {})),
    note === null ? ours('') : md`**${ours(t`Of this project`)}** ${note}`,
    ours(t(guide.summary)),
    ours(rangesTable(guide, run)),
    ours(tips && `**${t`Tips`}**\n\n${tips}`),
    ours(others && `**${t`Also written`}** ${others}`),
    ours(sectionText(guide, 'What it does')),
    because(analysis, target, run),
    ours(`[${t`Full guide`}](${options.links.guide(guide)})`),
  ];
  return hoverOf(parts, target.range, analysis.lines);
}

function settingAt(at: At, knowledge: Knowledge): Target | null {
  const found = occurrenceIn(at);
  if (!found) return null;
  const { generation, occurrence, on } = found;
  const isSteps = occurrence.setting === knowledge.stepsGuide.id;
  return {
    generation,
    occurrence,
    setting: occurrence.setting,
    key: occurrence.key,
    value: countOf(occurrence),
    best: null,
    range: on === 'key' && occurrence.keyRange ? occurrence.keyRange : occurrence.range,
    place: occurrence.range,
    verdict: (run, local) =>
      isSteps ? stepsVerdict(occurrence, run, knowledge, local) : judgeSetting(occurrence, run, knowledge),
    cost: (run) => (isSteps ? costOfSteps(occurrence, run, knowledge) : ''),
    measured: (run, local) => (isSteps ? measuredSteps(occurrence, run, knowledge, local) : NOTHING_MEASURED),
  };
}

/** A LoRA by its weight, or by its name where nothing more is known of it: else its card says it (`model/card`). */
function loraAt({ generations, touches }: At, knowledge: Knowledge): Target | null {
  for (const generation of generations) {
    const lora = generation.loras.find(({ range, weightRange }) => touches(range) || touches(weightRange));
    if (lora) return loraTarget(generation, lora, touches(lora.weightRange), knowledge);
  }
  return null;
}

function loraTarget(generation: Generation, lora: Lora, onWeight: boolean, knowledge: Knowledge): Target | null {
  const accelerator = knowledge.model(wholeName(lora), 'lora');
  if (accelerator && !onWeight) return null;
  return {
    generation,
    occurrence: null,
    setting: 'lora_weight',
    key: '',
    value: lora.weight,
    best: accelerator && bestWeight(accelerator, knowledge),
    range: (onWeight && lora.weightRange) || lora.range,
    place: lora.weightRange ?? lora.range,
    verdict: () => judgeLoraName(lora, knowledge),
    cost: () => '',
    measured: () => NOTHING_MEASURED,
  };
}

/** Messages of the rules about this place. Only generations that share it are asked: a hover must not cost a whole check. */
function messagesAt(
  { generation, place }: Target,
  analysis: Analysis,
  knowledge: Knowledge,
  measurementsOf: MeasurementsOf,
): string[] {
  const isHere = ({ range }: Occurrence) => isSamePlace(range, place);
  const sharing = new Set([generation, ...generationsOn(place, analysis)]);
  return check(analysis.reading, knowledge, {}, measurementsOf, [...sharing])
    .filter(({ occurrence }) => isHere(occurrence))
    .map(({ message }) => message);
}

/** Whose run tells what the value does: of a negative prompt that several share, one that reads it. */
function takerOf({ generation, occurrence }: Target, { reading }: Analysis, knowledge: Knowledge): Generation {
  if (occurrence?.setting !== 'negative_prompt') return generation;
  const reader = usersOf(occurrence, reading).find((user) => runOf(user.generation, knowledge).negative.read);
  return reader?.generation ?? generation;
}

/** For which jobs it is, where it is inherited by several. */
function takenBy({ occurrence }: Target, { reading }: Analysis, knowledge: Knowledge): string {
  const users = occurrence ? usersOf(occurrence, reading).filter(({ generation }) => !generation.graph) : [];
  if (users.length < 2) return '';
  const jobs = labels(users.map(({ generation }) => generation));
  return say(knowledge.stepsGuide.verdicts, 'taken-by', { jobs });
}

function stepsVerdict(occurrence: Occurrence, run: Run, knowledge: Knowledge, local: LocalMeasurements | null): string {
  const verdict = judgeSteps(occurrence, run, knowledge, local);
  return verdict?.text() ?? `${t(knowledge.rule('steps-not-a-count').title)}: ${occurrence.source || t`empty`}`;
}

function rangesTable(guide: Guide, run: Run): string {
  if (guide.ranges.length === 0 || !suits(guide, run)) return '';
  const rows = guide.ranges.map(({ label, from, to, means }) => `| ${t(label)} | ${spell([from, to])} | ${t(means)} |`);
  const own = modelRow(guide, run);
  return [`| | ${t`Values`} | |`, '|:--|:--|:--|', ...(own ? [own] : []), ...rows].join('\n');
}

/** What the model itself wants, in the same table. */
function modelRow(guide: Guide, run: Run): string | null {
  if (guide.id === 'inference_steps' && run.model.decisive) {
    const { name, steps, disagreements = [], notes = [] } = run.model.decisive;
    return `| **${name}** | **${spell(steps.sweet)}** | ${t`Best start: ${steps.default}.`} ${[...disagreements, ...notes].join(' ')} |`;
  }
  const known = guide.id === 'guidance_scale' || guide.id === 'distilled_guidance' ? run.guidance.known : null;
  if (!known?.facts.sweet) return null;
  const { model, facts } = known;
  return `| **${model.name}** | **${spell(known.facts.sweet)}** | ${t`Best start: ${facts.default}.`} |`;
}

function aliases(guide: Guide, { setting, key }: Target): string {
  const keys = guide.aliases
    .filter((alias) => (alias.setting ?? guide.id) === setting && !alias.declared_only && alias.key !== key)
    .map((alias) => alias.key);
  return (
    keys
      .slice(0, 8)
      .map((spelling) => `\`${spelling}\``)
      .join(', ') + (keys.length > 8 ? ', …' : '')
  );
}

/** Why this file and why this model: the evidence a person can check. */
function because({ reading }: Analysis, { generation, setting }: Target, { model }: Run): Markdown {
  const file = md`Read as ${reading.name}: ${sentence(reading.evidence)}.`;
  if (setting === 'inference_steps' && model.accelerator && model.decisive)
    return md`${file} Its steps follow ${model.decisive.name}, found among its models and LoRAs.`;
  return model.decisive && generation.model ? md`${file} Model from ${code(generation.model.text)}.` : file;
}

function sectionText(guide: Guide, heading: string): string {
  return t(guide.sections.find((section) => section.heading === heading)?.markdown ?? '');
}
