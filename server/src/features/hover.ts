/** Hover on a setting: the verdict first, then what the setting is. All prose comes from data/guides. */
import type { Hover } from 'vscode-languageserver-types';
import { countOf, type Generation, type Occurrence } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Guide, Model } from '../knowledge/schema.ts';
import { type Subject, subjectOf } from '../rules/subject.ts';
import { judgeSteps, spell, wasteAbove } from '../rules/verdict.ts';
import { type Analysis, occurrenceAt } from './analysis.ts';
import { type GaugeBand, gaugeSvg, gaugeText, type Theme } from './gauge.ts';
import type { PageLinks } from './links.ts';
import { escapeMarkdown, inlineCode } from './markdown.ts';

export interface HoverOptions {
  /** Draw the gauge as a picture, in the colours of `theme`. */
  readonly pictures: boolean;
  readonly theme: Theme;
  readonly links: PageLinks;
}

/** The hover for a setting that has a guide, `null` for anything else. */
export function hover(analysis: Analysis, offset: number, knowledge: Knowledge, options: HoverOptions): Hover | null {
  const found = occurrenceAt(analysis, offset);
  const guide = found && knowledge.guide(found.occurrence.setting);
  if (!found || !guide) return null;
  const { generation, occurrence } = found;
  const range = found.on === 'key' && occurrence.keyRange ? occurrence.keyRange : occurrence.range;
  const subject = subjectOf(generation, knowledge);
  const parts = [
    `#### ${guide.title} \u2002${inlineCode(guide.id)}`,
    gauge(guide, occurrence, subject.decisive, options),
    `**${escapeMarkdown(verdictText(occurrence, subject, knowledge))}**`,
    guide.summary,
    sectionText(guide, 'What it does'),
    rangesTable(guide, subject.decisive),
    `**Tips**\n\n${sectionText(guide, 'Tips')}`,
    `**Also written** ${aliases(guide, occurrence.key)}`,
    `${because(analysis, generation, subject)}\n\n[Full guide](${options.links.guide(guide)})`,
  ];
  return {
    contents: { kind: 'markdown', value: parts.filter((part) => part !== '').join('\n\n') },
    range: { start: analysis.lines.position(range.start), end: analysis.lines.position(range.end) },
  };
}

function verdictText(occurrence: Occurrence, subject: Subject, knowledge: Knowledge): string {
  const verdict = judgeSteps(occurrence, subject, knowledge);
  if (verdict) return verdict.text;
  const rule = knowledge.rule('steps-not-a-count');
  return `${rule.title}: ${occurrence.source || 'empty'}`;
}

function gauge(guide: Guide, occurrence: Occurrence, model: Model | null, { pictures, theme }: HoverOptions): string {
  const count = countOf(occurrence);
  const value = count !== null && count >= 1 ? Math.round(count) : null;
  const max = Math.max(100, value ?? 0, model?.steps.sweet[1] ?? 0);
  const bands = model ? modelBands(model, max) : guideBands(guide);
  const text = gaugeText(bands, value, max);
  if (!pictures) return `\`${text}\``;
  const alt = `${value ?? 'no value'} on a scale of ${bands.map(({ label, from, to }) => `${label} ${spell([from, to])}`).join(', ')}`;
  return `![${alt}](data:image/svg+xml;base64,${base64(gaugeSvg(bands, value, max, theme))})`;
}

function guideBands(guide: Guide): GaugeBand[] {
  const [low, mid, high] = guide.ranges;
  return [
    { ...low, tone: 'low' },
    { ...mid, tone: 'good' },
    { ...high, tone: 'high' },
  ];
}

function modelBands(model: Model, max: number): GaugeBand[] {
  const [from, to] = model.steps.sweet;
  const bands: GaugeBand[] = [{ label: 'Sweet spot', from, to, tone: 'good' }];
  const least = model.steps.min_useful ?? 1;
  const waste = wasteAbove(model).note + 1;
  if (least < from) bands.unshift({ label: 'Draft', from: least, to: from - 1, tone: 'low' });
  if (waste < max) bands.push({ label: 'Waste', from: Math.ceil(waste), to: max, tone: 'high' });
  return bands;
}

function rangesTable(guide: Guide, model: Model | null): string {
  const rows = guide.ranges.map(({ label, from, to, means }) => `| ${label} | ${from}-${to} | ${means} |`);
  if (model) {
    const { steps, notes = [] } = model;
    rows.unshift(
      `| **${model.name}** | **${spell(steps.sweet)}** | Best start: ${steps.default}. ${notes.join(' ')} |`,
    );
  }
  return ['| | Steps | |', '|:--|:--|:--|', ...rows].join('\n');
}

function aliases(guide: Guide, used: string): string {
  const keys = guide.aliases.map(({ key }) => key).filter((key) => key !== used);
  return keys.slice(0, 8).map(inlineCode).join(', ') + (keys.length > 8 ? ', …' : '');
}

/** Why this file and why this model: the evidence a person can check. */
function because(analysis: Analysis, generation: Generation, subject: Subject): string {
  const { dialect, evidence } = analysis.reading;
  const file =
    dialect === 'comfyui-api' ? `Read as a ComfyUI graph: ${evidence}.` : `Read as generation arguments: ${evidence}.`;
  if (subject.accelerator && subject.decisive)
    return `${file} Its steps follow ${escapeMarkdown(subject.decisive.name)}, found among its models and LoRAs.`;
  if (subject.family && generation.model) return `${file} Model from ${inlineCode(generation.model.text)}.`;
  return file;
}

function sectionText(guide: Guide, heading: string): string {
  return guide.sections.find((section) => section.heading === heading)?.markdown ?? '';
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
