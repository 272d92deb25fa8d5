/** Hover on the name of a model or LoRA: what it is, what it wants, and what the file gives it. */
import { t } from '@vscode/l10n';
import type { Hover } from 'vscode-languageserver-types';
import { check } from '../../check/check.ts';
import { type Generation, type Lora, type Name, settingOf, wholeName } from '../../dialects/generation.ts';
import { type Knowledge, say } from '../../knowledge/knowledge.ts';
import { own } from '../../knowledge/own.ts';
import type { Model } from '../../knowledge/schema.ts';
import { spell } from '../../verdicts/steps-usual.ts';
import { type Analysis, lookAt } from '../analysis.ts';
import { code, hoverOf, joined, type Markdown, md, ours } from '../markdown.ts';

/** Findings that are told at the model's name. */
const MOST_FINDINGS = 4;
const MOST_SAMPLERS = 5;

/** Findings in which the model has no part. */
const NOT_OF_MODEL = ['key-typo'];

/** A name in a file, and the generations it is the model or a LoRA of. */
export interface NamedModel {
  readonly name: Name;
  readonly model: Model;
  readonly generations: readonly Generation[];
}

/** The model whose name an offset touches; `null` for anything else, and for names that nothing is known of. */
export function modelAt(analysis: Analysis, offset: number, knowledge: Knowledge): NamedModel | null {
  const at = lookAt(analysis, offset);
  if (!at) return null;
  for (const field of ['model', 'lora'] as const) {
    const nameIn = ({ model, loras }: Generation): Name | undefined =>
      (field === 'model' ? [model] : loras).find((each) => each !== null && at.touches(each.range)) ?? undefined;
    const generations = at.generations.filter((generation) => nameIn(generation));
    const name = generations[0] && nameIn(generations[0]);
    if (!name) continue;
    const written = name.detail ? `${name.text}-${name.detail}` : name.text;
    const model = knowledge.model(field === 'lora' ? wholeName(name) : written, field);
    if (model) return { name, model, generations };
  }
  return null;
}

/** The card of a model's name; `null` where there is none. */
export function modelCard(analysis: Analysis, offset: number, knowledge: Knowledge): Hover | null {
  const found = modelAt(analysis, offset, knowledge);
  if (!found) return null;
  const { name, model, generations } = found;
  const tell: Tell = (id, values) => say(knowledge.data.writing.card, id, values);
  const lora = generations[0].loras.find(({ range }) => range === name.range);
  const parts = [
    md`#### ${ours(model.name)} \u2002${code(name.text)}`,
    ours(tell(lora ? 'lora' : `${model.kind}-${model.distillation === 'step+guidance' ? 'both' : model.distillation}`)),
    wrong(analysis, generations, knowledge, tell),
    ours(table(model, generations[0], lora, knowledge, tell)),
    ours([...(model.notes ?? []), ...(model.disagreements ?? [])].map((note) => `- ${note}`).join('\n')),
    ours(sources(model, knowledge, tell)),
  ];
  return hoverOf(parts, name.range, analysis.lines);
}

type Tell = (id: string, values?: Record<string, string | number>) => string;

/** What does not go together here: the model is half of most of it. */
function wrong(analysis: Analysis, generations: readonly Generation[], knowledge: Knowledge, tell: Tell): Markdown {
  const findings = check({ ...analysis.reading, generations: [...generations] }, knowledge);
  const ofModel = findings.filter(({ code: rule }) => !NOT_OF_MODEL.includes(rule));
  const messages = new Set(ofModel.map(({ message }) => message));
  if (messages.size === 0) return ours('');
  const lines = [...messages].slice(0, MOST_FINDINGS).map((message) => md`- ${message}`);
  return joined([ours(`**${tell('wrong')}**`), ours(''), ...lines], '\n');
}

/** One row a setting: what is recommended, and what the file says. */
function table(model: Model, generation: Generation, lora: Lora | undefined, knowledge: Knowledge, tell: Tell): string {
  const { steps, guidance, samplers, schedules, size, frames, flow_shift: shift } = model;
  const named = (ids: readonly string[] | undefined, of: (id: string) => { readonly name: string } | null): string =>
    (ids ?? [])
      .slice(0, MOST_SAMPLERS)
      .map((id) => of(id)?.name ?? id)
      .join(', ');
  const guided = guidance?.sweet ? t`${spell(guidance.sweet)}, best start ${guidance.default}` : guidance?.default;
  const rows: readonly [string, string][] = [
    ['lora_weight', lora ? String(model.lora_weight ?? 1) : ''],
    ['inference_steps', t`${spell(steps.sweet)}, best start ${steps.default}`],
    [
      'guidance_scale',
      guidance && guidance.kind !== 'other' ? tell(`guidance-${guidance.kind}`, { range: guided ?? '' }) : '',
    ],
    ['sampler', named(samplers, knowledge.sampler)],
    ['scheduler', named(schedules, knowledge.schedule)],
    ['width', (size?.native ?? []).map(([width, height]) => `${width} x ${height}`).join(', ')],
    ['frames', frames?.default ? tell('frames', { frames: frames.default, fps: frames.fps ?? '?' }) : ''],
    ['flow_shift', shift === undefined ? '' : String(shift)],
  ];
  const lines = rows
    .filter(([, wanted]) => wanted !== '')
    .map(
      ([setting, wanted]) =>
        `| ${t(knowledge.guide(setting)?.title ?? setting)} | ${wanted} | ${here(setting, generation, lora)} |`,
    );
  return [`| | ${tell('recommended')} | ${tell('here')} |`, '|:--|:--|:--|', ...lines].join('\n');
}

/** What the file says of a setting, as it is written. */
function here(setting: string, generation: Generation, lora: Lora | undefined): string {
  const written = (id: string): string => settingOf(generation, id)?.source ?? '';
  const read: Readonly<Record<string, string>> = {
    lora_weight: String(lora?.weight ?? ''),
    width: [written('width'), written('height')].filter((side) => side !== '').join(' x '),
    guidance_scale: written('guidance_scale') || written('distilled_guidance'),
  };
  const text = own(read, setting) ?? written(setting);
  return text === '' ? '' : code(text).source.replaceAll('|', '\\|');
}

function sources(model: Model, { data: { modelSources } }: Knowledge, tell: Tell): string {
  const known = own(modelSources, model.id) ?? [];
  if (known.length === 0) return '';
  return [`**${tell('from')}**`, '', ...known.map(({ at, figure }) => `- ${at}: ${figure}`)].join('\n');
}
