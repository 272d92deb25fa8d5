/** Hover on a job that takes its step count from elsewhere in the file: what it inherits, and what the count means for it. */
import type { Hover } from 'vscode-languageserver-types';
import type { Generation, Occurrence } from '../dialects/generation.ts';
import { isOwn, mappingOf } from '../dialects/users.ts';
import type { MeasurementsOf } from '../findings/local.ts';
import { type Knowledge, say } from '../knowledge/knowledge.ts';
import { runOf } from '../run/index.ts';
import { judgeSteps } from '../verdicts/steps.ts';
import type { Analysis, At } from './analysis.ts';
import { code, hoverOf, joined, type Markdown, md, ours } from './markdown.ts';

/** Settings that are listed. */
const LISTED = 12;

/** Asked where nothing else is to be said: for entries of the job itself, `null` elsewhere. */
export function inheritedHover(
  analysis: Analysis,
  { touched, generations }: At,
  knowledge: Knowledge,
  measurementsOf: MeasurementsOf,
): Hover | null {
  const { entry } = touched;
  if (!entry) return null;
  const generation = generations.find(
    (each) => mappingOf(each)?.entries.includes(entry) === true && inheritsCount(each),
  );
  if (!generation) return null;
  const settings = inheritedBy(generation);
  const told = (id: string) => ours(say(knowledge.stepsGuide.verdicts, id));
  const parts = [
    joined([ours('#### '), told('inherited')], ''),
    ...verdictsOn(settings, generation, knowledge, measurementsOf).map((text) => md`**${text}**`),
    told('inherited-from'),
    joined(settings.slice(0, LISTED).map(lineOf), '\n'),
  ];
  return hoverOf(parts, touched.on === 'key' ? entry.key : touched.value, analysis.lines);
}

function inheritsCount(generation: Generation): boolean {
  return (
    generation.graph === undefined &&
    inheritedBy(generation).some(({ setting, pass }) => setting === 'inference_steps' && pass === null)
  );
}

function inheritedBy(generation: Generation): Occurrence[] {
  return generation.settings.filter((occurrence) => !isOwn(occurrence, generation));
}

/** What the inherited counts mean for a job. */
function verdictsOn(
  settings: readonly Occurrence[],
  generation: Generation,
  knowledge: Knowledge,
  measurementsOf: MeasurementsOf,
): string[] {
  const run = runOf(generation, knowledge);
  return settings
    .filter(({ setting }) => setting === 'inference_steps')
    .flatMap((occurrence) => judgeSteps(occurrence, run, knowledge, measurementsOf(run))?.text() ?? []);
}

function lineOf({ key, source, pointer }: Occurrence): Markdown {
  const from = pointer.split('/').slice(0, -1).join('/').replace(/^\//, '');
  return joined([ours('- '), code(`${key}: ${source}`), ours(' \u2190 '), code(from || '/')], '');
}
