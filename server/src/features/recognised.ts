/** As what a text is read, and why; why a text is not read. */
import { t } from '@vscode/l10n';
import { oneLine } from '../common/printable.ts';
import { countOf, type Generation, settingOf } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Recognised } from '../protocol/recognised.ts';
import { runOf } from '../run/index.ts';
import type { MapValue } from '../syntax/document.ts';
import { resolve, walk } from '../syntax/navigate.ts';
import type { Analysis } from './analysis.ts';
import { titleOf } from './generations.ts';

/** Generations that are told one by one. */
const MOST_TOLD = 1000;
/** Letters of a value that are shown. */
const SHOWN = 60;

/** What is recognised in a text, for people. Pure. */
export function recognised(analysis: Analysis, knowledge: Knowledge): Recognised {
  const { reading } = analysis;
  if (reading.generations.length === 0)
    return { format: null, ...whyNot(analysis, knowledge), count: 0, generations: [] };
  const { name, evidence } = reading;
  return {
    format: name,
    why: evidence,
    brief: '',
    count: reading.generations.length,
    generations: reading.generations
      .slice(0, MOST_TOLD)
      .map((generation) => described(generation, analysis, knowledge)),
  };
}

/** Why a text is read as it is, or what it lacks to be read. */
export function recognisedBy(analysis: Analysis, knowledge: Knowledge): string {
  const { generations, evidence } = analysis.reading;
  return generations.length === 0 ? whyNot(analysis, knowledge).why : evidence;
}

function described(
  generation: Generation,
  { lines }: Analysis,
  knowledge: Knowledge,
): Recognised['generations'][number] {
  const { model } = runOf(generation, knowledge);
  const steps = settingOf(generation, knowledge.stepsGuide.id);
  const count = steps && countOf(steps);
  const named = [
    ...(generation.model ? [{ label: t`model`, written: generation.model }] : []),
    ...generation.loras.map((written) => ({ label: 'LoRA', written })),
  ];
  return {
    title: [
      ...(generation.graph ? [titleOf(generation)].filter((title) => title !== null) : []),
      model.name ?? t`No model named`,
      ...(typeof count === 'number' ? [t`${count} steps`] : []),
    ].join(', '),
    range: lines.range(generation.range),
    parts: [
      ...named.map(({ label, written: { text, range } }) => ({
        label,
        value: oneLine(text, SHOWN),
        range: lines.range(range),
      })),
      ...generation.settings.map(({ key, setting, source, range }) => ({
        label: knowledge.guide(setting)?.id === setting ? t(knowledge.guide(setting)?.title ?? key) : key,
        value: oneLine(source, SHOWN),
        range: lines.range(range),
      })),
    ],
  };
}

/** What stands beside a step count in the mapping that comes nearest to a generation, and what does not. */
function whyNot({ document, lines }: Analysis, knowledge: Knowledge): Pick<Recognised, 'why' | 'brief'> {
  const steps = knowledge.stepsGuide.id;
  let best: { readonly key: string; readonly line: number; readonly signs: ReadonlySet<string> } | null = null;
  walk(document, (value) => {
    if (value.kind !== 'map') return true;
    const counted = value.entries.find(
      // The steps of a build are a list.
      ({ key, value: count }) => knowledge.alias(key.text)?.setting === steps && resolve(count)?.kind === 'scalar',
    );
    const signs = counted ? signsIn(value, knowledge) : null;
    if (counted && signs && (!best || signs.size > best.signs.size))
      best = { key: counted.key.text, line: lines.position(counted.key.start).line + 1, signs };
    return true;
  });
  // Assigned in the walk, which TypeScript does not see.
  const found = best as { key: string; line: number; signs: ReadonlySet<string> } | null;
  if (!found)
    return {
      why: t`There is no step count in this file, under any spelling that is known.`,
      brief: t`no step count`,
    };
  const { key, line, signs } = found;
  const has = SIGNS.filter((sign) => signs.has(sign)).map((sign) => aSign()[sign]);
  const lacks = SIGNS.filter((sign) => !signs.has(sign)).map((sign) => sign);
  const there = inWords([t`a step count (\`${key}\`, line ${line})`, ...has]);
  const lacking = eitherOf(lacks.map((sign) => signNamed()[sign])) || t`form that is known`;
  return {
    why: t`There is ${there}, but no ${lacking} beside ${has.length > 0 ? t`them` : t`it`}. It may be about something other than pictures.`,
    brief: t`no ${lacking} beside ${key}`,
  };
}

function inWords(things: readonly string[]): string {
  const last = things.at(-1) ?? '';
  return things.length > 1 ? t`${things.slice(0, -1).join(', ')} and ${last}` : last;
}

function eitherOf(things: readonly string[]): string {
  const last = things.at(-1) ?? '';
  return things.length > 1 ? t`${things.slice(0, -1).join(', ')} or ${last}` : last;
}

/** What makes a mapping with a step count recognisable. */
const SIGNS = ['prompt', 'model', 'sampler'] as const;
const aSign = () => ({ prompt: t`a prompt`, model: t`a model`, sampler: t`a sampler` });
const signNamed = () => ({ prompt: t`prompt`, model: t`model`, sampler: t`sampler` });

function signsIn(map: MapValue, knowledge: Knowledge): Set<string> {
  const found = new Set<string>();
  for (const { key } of map.entries) {
    const setting = knowledge.alias(key.text)?.setting;
    if (setting === 'scheduler') found.add('sampler');
    else if (setting !== undefined && (SIGNS as readonly string[]).includes(setting)) found.add(setting);
  }
  return found;
}
