/** The user's settings, validated. Anything missing or malformed takes its default, so that a client without settings works. */
import * as v from 'valibot';
import type { Price } from '../findings/local.ts';
import { SEVERITY_CHOICES } from '../findings/severity.ts';
import { readAs, recordOf } from '../knowledge/readable.ts';
import type { Read } from '../protocol/message.ts';
import type { RenderLimits } from '../render/backend-kind.ts';
import { DEFAULT_LIMITS } from '../render/plan/bounds.ts';

const severity = v.fallback(v.picklist(SEVERITY_CHOICES), 'default');

/** Millions of characters that are read of one file: editors send up to 50, and reading that takes seconds. */
const FILE_SIZE = 20;

const nonNegative = v.fallback(v.pipe(v.number(), v.finite(), v.minValue(0)), 0);
const on = v.fallback(v.boolean(), true);
const off = v.fallback(v.boolean(), false);

/** A section: without it, its defaults, and where one of its settings is malformed, that one's. */
const section = <Entries extends v.ObjectEntries>(entries: Entries) => {
  const schema = v.object(entries);
  return v.fallback(schema, v.getFallbacks(schema) as v.InferOutput<typeof schema>);
};

const SettingsSchema = v.object({
  hover: section({ enable: on, pictures: off }),
  completion: section({ enable: on }),
  outline: section({ enable: on }),
  codeLens: section({ enable: off }),
  inlayHints: section({ enable: on, names: on, effective: on, sweetSpot: off }),
  price: section({
    perStep: nonNegative,
    perSecond: nonNegative,
    unit: v.fallback(v.pipe(v.string(), v.maxLength(20)), '$'),
  }),
  rules: recordOf(severity),
  limits: section({ fileSize: v.fallback(v.pipe(v.number(), v.minValue(0)), FILE_SIZE) }),
});
export type Settings = Read<typeof SettingsSchema>;

export const DEFAULT_SETTINGS: Settings = v.getFallbacks(SettingsSchema);

/** Reads what a client answers to `workspace/configuration` for the section `sweetspot`. Never throws. */
export function parseSettings(answer: unknown): Settings {
  return readAs(SettingsSchema, answer ?? {}) ?? DEFAULT_SETTINGS;
}

/** `null` where nothing is charged for. */
export function priceOf({ price }: Settings): Price | null {
  return price.perStep > 0 || price.perSecond > 0 ? price : null;
}

const LimitsSchema = v.object({
  maxSide: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(64)), DEFAULT_LIMITS.maxSide),
  maxMinutes: v.fallback(v.pipe(v.number(), v.minValue(0.1)), DEFAULT_LIMITS.maxDuration / 60_000),
});

/** Reads what a client answers for the section `sweetspot.render`. Never throws. */
export function parseLimits(answer: unknown): RenderLimits {
  const limits = readAs(LimitsSchema, answer ?? {});
  return limits ? { maxSide: limits.maxSide, maxDuration: limits.maxMinutes * 60_000 } : DEFAULT_LIMITS;
}
