/** What can be asked of the built-in model, and what to say of a request that can't be answered. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { Choice, RenderRequest } from '../backend.ts';
import { LIMITS, SAMPLERS, SCHEDULES } from './names.ts';

const MOST_GUIDANCE = 100;
const SMALLEST_SIDE = 16;

/**
 * The built-in model's nearest sampler or schedule to one that is known by its id, with the names of both for people; `null`
 * for an unknown one.
 */
export type Nearest = (
  what: 'sampler' | 'schedule',
  id: string,
) => { readonly id: string; readonly name: string; readonly asked: string } | null;

/**
 * The part of a request that makes a difference to imaginary land, still to be checked, and what is drawn with something else,
 * a sentence each. A name that nobody knows stays as written, so that the check says which names there are.
 */
export function toLand(request: RenderRequest, nearest: Nearest): { land: unknown; replaced: readonly string[] } {
  const { prompt, negativePrompt, steps, guidance, width, height, seed } = request;
  const replaced: string[] = [];
  const choose = (what: 'sampler' | 'schedule', choice: Choice | null, otherwise: string): string => {
    if (choice === null) return otherwise;
    const found = choice.id === null ? null : nearest(what, choice.id);
    if (found === null) return choice.written;
    if (found.id !== choice.id) {
      const asked = what === 'sampler' ? found.asked : t`The ${found.asked} schedule`;
      replaced.push(t`${asked} is drawn with ${found.name}, the nearest ${what} the built-in model has.`);
    }
    return found.id;
  };
  const sampler = choose('sampler', request.sampler, 'euler');
  const schedule = choose('schedule', request.schedule, 'karras');
  return { land: { prompt, negativePrompt, steps, guidance, width, height, seed, sampler, schedule }, replaced };
}

function whole(what: string, least: number, most: number, unit = '') {
  const message = (issue: { readonly input: unknown }): string =>
    t`The built-in model takes ${what} from ${least} to ${most}${unit}, whole numbers; this asks for ${String(issue.input)}.`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}

function oneOf(what: string, names: readonly string[]) {
  const list = names.join(', ');
  return v.pipe(
    v.string(() => t`A ${what} is named by a string.`),
    v.check(
      (name) => names.includes(name),
      (issue) => t`The built-in model has no ${what} "${issue.input}". It has: ${list}.`,
    ),
  );
}

const guidanceMessage = (issue: { readonly input: unknown }): string =>
  t`The built-in model takes guidance from 0 to ${MOST_GUIDANCE}; this asks for ${String(issue.input)}.`;

const LandRequestSchema = v.object({
  prompt: v.string(() => t`The prompt is not a string.`),
  negativePrompt: v.string(() => t`The negative prompt is not a string.`),
  steps: whole('steps', 1, LIMITS.steps),
  guidance: v.pipe(
    v.number(guidanceMessage),
    v.finite(guidanceMessage),
    v.minValue(0, guidanceMessage),
    v.maxValue(MOST_GUIDANCE, guidanceMessage),
  ),
  width: whole('widths', SMALLEST_SIDE, LIMITS.side, ' pixels'),
  height: whole('heights', SMALLEST_SIDE, LIMITS.side, ' pixels'),
  seed: v.pipe(
    v.bigint(() => t`The seed is not a whole number.`),
    v.check(
      (seed) => seed >= 0n && seed <= LIMITS.seed,
      () => t`The built-in model takes seeds from 0 to 2^64 - 1.`,
    ),
  ),
  sampler: oneOf('sampler', SAMPLERS),
  schedule: oneOf('schedule', SCHEDULES),
  /** The picture's place in its batch. */
  image: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
});

/** A request the engine can answer. */
export type LandRequest = v.InferOutput<typeof LandRequestSchema>;

/** The request, or one sentence for people about the first thing that is wrong with it. */
export function checkRequest(request: unknown): { readonly ok: LandRequest } | { readonly problem: string } {
  const result = v.safeParse(LandRequestSchema, request, { abortEarly: true });
  return result.success ? { ok: result.output } : { problem: result.issues[0].message };
}
