/** What can be asked of the built-in model, and what to say of a request that can't be answered. */
import * as v from 'valibot';
import { samplers } from './samplers.ts';
import { schedules } from './schedules.ts';

const MOST_STEPS = 10_000;
const MOST_GUIDANCE = 100;
const SMALLEST_SIDE = 16;
const LARGEST_SIDE = 2048;
const LARGEST_SEED = 2n ** 64n - 1n;

function whole(what: string, least: number, most: number, unit = '') {
  const message = (issue: { readonly input: unknown }): string =>
    `The built-in model takes ${what} from ${least} to ${most}${unit}, whole numbers; this asks for ${issue.input}.`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}

function oneOf(what: string, table: ReadonlyMap<string, unknown>) {
  const list = [...table.keys()].join(', ');
  return v.pipe(
    v.string(`A ${what} is named by a string.`),
    v.check(
      (name) => table.has(name),
      (issue) => `The built-in model has no ${what} "${issue.input}". It has: ${list}.`,
    ),
  );
}

const guidanceMessage = (issue: { readonly input: unknown }): string =>
  `The built-in model takes guidance from 0 to ${MOST_GUIDANCE}; this asks for ${issue.input}.`;

const LandRequestSchema = v.object({
  prompt: v.string('The prompt is not a string.'),
  negativePrompt: v.string('The negative prompt is not a string.'),
  steps: whole('steps', 1, MOST_STEPS),
  guidance: v.pipe(
    v.number(guidanceMessage),
    v.finite(guidanceMessage),
    v.minValue(0, guidanceMessage),
    v.maxValue(MOST_GUIDANCE, guidanceMessage),
  ),
  width: whole('widths', SMALLEST_SIDE, LARGEST_SIDE, ' pixels'),
  height: whole('heights', SMALLEST_SIDE, LARGEST_SIDE, ' pixels'),
  seed: v.pipe(
    v.bigint('The seed is not a whole number.'),
    v.check((seed) => seed >= 0n && seed <= LARGEST_SEED, 'The built-in model takes seeds from 0 to 2^64 - 1.'),
  ),
  sampler: oneOf('sampler', samplers),
  schedule: oneOf('schedule', schedules),
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
