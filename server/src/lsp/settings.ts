/** The user's settings, validated. Anything missing or malformed takes its default, so that a client without settings works. */
import * as v from 'valibot';

const severity = v.fallback(v.picklist(['default', 'error', 'warning', 'information', 'hint', 'off']), 'default');

const SettingsSchema = v.object({
  hover: v.optional(v.object({ enable: v.fallback(v.boolean(), true) }), { enable: true }),
  codeLens: v.optional(v.object({ enable: v.fallback(v.boolean(), false) }), { enable: false }),
  rules: v.optional(v.record(v.string(), severity), {}),
});

export type Settings = v.InferOutput<typeof SettingsSchema>;

export const DEFAULT_SETTINGS: Settings = { hover: { enable: true }, codeLens: { enable: false }, rules: {} };

/** Reads what a client answers to `workspace/configuration` for the section `sweetspot`. Never throws. */
export function parseSettings(answer: unknown): Settings {
  const result = v.safeParse(SettingsSchema, answer ?? {});
  return result.success ? result.output : DEFAULT_SETTINGS;
}
