/** A value that was tried in a render, written into the file. */
import type { Range } from 'vscode-languageserver-types';
import { type Generation, isWritten, type Occurrence, settingOf } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { runOf, scheduleStart } from '../run/index.ts';
import { literalLike } from '../syntax/literal.ts';
import type { Analysis } from './analysis.ts';

/** What can't stand inside a string that holds several settings. */
const BREAKS_OUT = /["'\\,\n]/;

/**
 * Replaces the value of a setting of a generation, where it is written or linked to; what is quoted stays quoted. Numbers are
 * decimal. `null` where the generation has no place for it, or one that is filled in only when the file is used (a placeholder,
 * an empty value).
 */
export function settingEdit(
  analysis: Analysis,
  generation: Generation,
  setting: string,
  value: string,
  knowledge: Knowledge,
): { readonly range: Range; readonly newText: string } | null {
  const written = placeOf(setting, generation, knowledge);
  if (!written || !isWritten(written)) return null;
  // A number that stands for a name (Draw Things) is no place for the name.
  if (typeof written.value === 'number' && !Number.isFinite(Number(value))) return null;
  const whole = setting === 'sampler' ? value + scheduleBehind(written, generation, knowledge) : value;
  if (written.via === 'embedded' && BREAKS_OUT.test(whole)) return null;
  const { text, format } = analysis.document;
  const { start, end } = written.range;
  // Nothing is written there but a tag, which says that it is a text.
  if (start === end) return null;
  return {
    range: analysis.lines.range(written.range),
    newText: written.via === 'embedded' ? whole : literalLike(text.slice(start, end), whole, format),
  };
}

function placeOf(setting: string, generation: Generation, knowledge: Knowledge): Occurrence | null | undefined {
  const own = settingOf(generation, setting);
  switch (setting) {
    case 'guidance_scale': {
      const { real, input, known, off } = runOf(generation, knowledge).guidance;
      // Where the model takes guidance as an input, that is what is tried, also where the file has no place for it.
      const isInput = (input !== null || known?.facts.kind === 'embedded') && (real?.number ?? off) <= off;
      return isInput ? input?.occurrence : (real?.occurrence ?? own);
    }
    case 'sampler':
      return runOf(generation, knowledge).sampling.samplerAt;
    case 'scheduler': {
      const { samplerAt, scheduleAt } = runOf(generation, knowledge).sampling;
      return scheduleAt === samplerAt ? null : scheduleAt;
    }
    default:
      return own;
  }
}

/** ` Karras` of `DPM++ 2M Karras`, where the schedule is written nowhere else: only the sampler was another. */
function scheduleBehind({ value }: Occurrence, generation: Generation, knowledge: Knowledge): string {
  const { samplerAt, scheduleAt } = runOf(generation, knowledge).sampling;
  if (typeof value !== 'string' || scheduleAt !== samplerAt) return '';
  const schedule = value.slice(scheduleStart(value, knowledge));
  return schedule && ` ${schedule}`;
}
