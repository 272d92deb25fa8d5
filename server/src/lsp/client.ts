/** What clients send beyond the protocol, validated. */

import { isAbsolute } from 'node:path';
import * as v from 'valibot';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type {
  BackendChoice,
  CancelRenderParams,
  CancelSweepParams,
  PageName,
  ProbeBackendParams,
  RenderParams,
  SeenLines,
  SettingEditParams,
  Theme,
} from './messages.ts';

const ThemeSchema = v.picklist(['light', 'dark', 'high-contrast', 'high-contrast-light']);
const AbilitiesSchema = v.object({
  pictures: v.fallback(v.optional(v.boolean(), false), false),
  commandLinks: v.fallback(v.optional(v.boolean(), false), false),
  seen: v.fallback(v.optional(v.boolean(), false), false),
  theme: v.fallback(v.optional(ThemeSchema, 'dark'), 'dark'),
  pictureFolder: v.fallback(v.nullish(v.pipe(v.string(), v.check(isAbsolute)), null), null),
  measurementsFile: v.fallback(v.nullish(v.pipe(v.string(), v.check(isAbsolute)), null), null),
});

export type Abilities = v.InferOutput<typeof AbilitiesSchema>;

/** What a client says it can do; a client that says nothing can do nothing special. */
export function parseAbilities(options: unknown): Abilities {
  const result = v.safeParse(AbilitiesSchema, options ?? {});
  return result.success ? result.output : v.getFallbacks(AbilitiesSchema);
}

/** The lines that a person sees; `null` for anything else. */
export function parseSeenLines(answer: unknown): SeenLines | null {
  const line = v.pipe(v.number(), v.integer(), v.minValue(0));
  const result = v.safeParse(v.object({ first: line, last: line }), answer);
  return result.success ? result.output : null;
}

export function parseTheme(params: unknown): Theme | undefined {
  const result = v.safeParse(v.object({ theme: ThemeSchema }), params);
  return result.success ? result.output.theme : undefined;
}

/** Throws a response error when the parameters are malformed. */
export function parsePageName(params: unknown): PageName {
  return parse('sweetspot/page', v.object({ kind: v.picklist(['guide', 'rule']), id: v.string() }), params);
}

/** Where in which document. */
export const PlaceSchema = {
  textDocument: v.object({ uri: v.string() }),
  position: v.object({ line: v.number(), character: v.number() }),
};
/** What a person has been asked before. */
export const AnswersSchema = {
  models: v.exactOptional(v.record(v.string(), v.string())),
  paidNodesAllowed: v.exactOptional(v.boolean()),
};

const SettingEditParamsSchema = v.object({ ...PlaceSchema, setting: v.string(), value: v.string() });

/** Throws a response error when the parameters are malformed. */
export function parseSettingEditParams(params: unknown): SettingEditParams {
  return parse('sweetspot/settingEdit', SettingEditParamsSchema, params);
}

const RenderParamsSchema = v.object({
  ...PlaceSchema,
  ...AnswersSchema,
  renderId: v.string(),
  mode: v.picklist(['draft', 'configured']),
});

/** Throws a response error when the parameters are malformed. */
export function parseRenderParams(params: unknown): RenderParams {
  return parse('sweetspot/render', RenderParamsSchema, params);
}

export function parseCancelParams(params: unknown): CancelRenderParams | null {
  const result = v.safeParse(v.object({ renderId: v.string() }), params);
  return result.success ? result.output : null;
}

export function parseCancelSweepParams(params: unknown): CancelSweepParams | null {
  const result = v.safeParse(v.object({ sweepId: v.string() }), params);
  return result.success ? result.output : null;
}

const CredentialsSchema = v.nullish(
  v.variant('kind', [
    v.object({ kind: v.literal('basic'), user: v.string(), password: v.string() }),
    v.object({ kind: v.literal('bearer'), token: v.string() }),
  ]),
  null,
);
const ChoiceSchema = v.object({
  kind: v.string(),
  address: v.nullable(v.string()),
  credentials: CredentialsSchema,
});

/** `null` for a malformed choice. */
export function parseBackendChoice(params: unknown): BackendChoice | null {
  const result = v.safeParse(ChoiceSchema, params);
  return result.success ? result.output : null;
}

const ProbeSchema = v.object({
  address: v.string(),
  kind: v.exactOptional(v.string()),
  credentials: CredentialsSchema,
});

/** Throws a response error when the parameters are malformed. */
export function parseProbeParams(params: unknown): ProbeBackendParams {
  return parse('sweetspot/probeBackend', ProbeSchema, params);
}

/** Throws a response error when the parameters are malformed. */
export function parse<S extends v.GenericSchema>(method: string, schema: S, params: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, params);
  if (!result.success) throw new ResponseError(LSPErrorCodes.RequestFailed, `${method}: ${result.issues[0].message}`);
  return result.output;
}
