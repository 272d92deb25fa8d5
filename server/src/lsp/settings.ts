/** The user's settings, validated. Anything missing or malformed takes its default, so that a client without settings works. */
import * as v from 'valibot';
import type { HintChoice } from '../features/value-hints.ts';
import type { Price } from '../findings/local.ts';
import { SEVERITY_CHOICES } from '../findings/severity.ts';
import type { RenderLimits } from '../render/backend-kind.ts';
import { DEFAULT_LIMITS } from '../render/plan/bounds.ts';

const severity = v.fallback(v.picklist(SEVERITY_CHOICES), 'default');

/** Millions of characters that are read of one file: editors send up to 50, and reading that takes seconds. */
const FILE_SIZE = 20;

const nonNegative = v.fallback(v.pipe(v.number(), v.finite(), v.minValue(0)), 0);
const UNIT = '$';
const FREE: Price = { perStep: 0, perSecond: 0, unit: UNIT };

export interface Settings {
  readonly hover: { readonly enable: boolean; readonly pictures: boolean };
  readonly completion: { readonly enable: boolean };
  readonly outline: { readonly enable: boolean };
  readonly codeLens: { readonly enable: boolean };
  readonly inlayHints: { readonly enable: boolean } & HintChoice;
  readonly price: Price;
  readonly rules: Readonly<Record<string, v.InferOutput<typeof severity>>>;
  readonly limits: { readonly fileSize: number };
}

export const DEFAULT_SETTINGS: Settings = {
  hover: { enable: true, pictures: false },
  completion: { enable: true },
  outline: { enable: true },
  codeLens: { enable: false },
  inlayHints: { enable: true, names: true, effective: true, sweetSpot: false },
  price: FREE,
  rules: {},
  limits: { fileSize: FILE_SIZE },
};

const enable = (by: boolean) => v.fallback(v.boolean(), by);
const { hover, completion, outline, codeLens, inlayHints, price, rules, limits } = DEFAULT_SETTINGS;

/** Each section by itself, and in it each setting: one that is malformed takes no other with it. */
const SettingsSchema = v.object({
  hover: v.fallback(v.object({ enable: enable(hover.enable), pictures: enable(hover.pictures) }), hover),
  completion: v.fallback(v.object({ enable: enable(completion.enable) }), completion),
  outline: v.fallback(v.object({ enable: enable(outline.enable) }), outline),
  codeLens: v.fallback(v.object({ enable: enable(codeLens.enable) }), codeLens),
  inlayHints: v.fallback(
    v.object({
      enable: enable(inlayHints.enable),
      names: enable(inlayHints.names),
      effective: enable(inlayHints.effective),
      sweetSpot: enable(inlayHints.sweetSpot),
    }),
    inlayHints,
  ),
  price: v.fallback(
    v.object({
      perStep: nonNegative,
      perSecond: nonNegative,
      unit: v.fallback(v.pipe(v.string(), v.maxLength(20)), UNIT),
    }),
    price,
  ),
  rules: v.fallback(v.record(v.string(), severity), rules),
  limits: v.fallback(v.object({ fileSize: v.fallback(v.pipe(v.number(), v.minValue(0)), FILE_SIZE) }), limits),
}) satisfies v.GenericSchema<unknown, Settings>;

/** Reads what a client answers to `workspace/configuration` for the section `sweetspot`. Never throws. */
export function parseSettings(answer: unknown): Settings {
  const result = v.safeParse(SettingsSchema, answer ?? {});
  return result.success ? result.output : DEFAULT_SETTINGS;
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
  const result = v.safeParse(LimitsSchema, answer ?? {});
  if (!result.success) return DEFAULT_LIMITS;
  return { maxSide: result.output.maxSide, maxDuration: result.output.maxMinutes * 60_000 };
}
