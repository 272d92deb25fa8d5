/** The program that renders: chosen, found, and how it is. Its names and versions are a server's words: text to show, no more. */
import * as v from 'valibot';
import { NoParams, type Read, type Sent } from './message.ts';

export const CredentialsSchema = v.variant('kind', [
  v.object({ kind: v.literal('basic'), user: v.string(), password: v.string() }),
  v.object({ kind: v.literal('bearer'), token: v.string() }),
]);
/** From the client's secret storage; never logged. */
export type BackendCredentials = Read<typeof CredentialsSchema>;

/** `null` for the built-in one. */
const address = v.nullable(v.string());
const credentials = v.nullish(CredentialsSchema, null);

const ChoiceSchema = v.object({
  /** `builtin`, or a kind that was found (`comfyui`, `a1111`, …). */
  kind: v.string(),
  address,
  credentials,
});
/** Which program renders. Chosen by a person, kept by the client in user or machine settings, never from a workspace. */
export type BackendChoice = Sent<typeof ChoiceSchema>;

/** Told by the client: renders go there from now on. Contacts nobody by itself. */
export const USE_BACKEND = { method: 'sweetspot/useBackend', params: ChoiceSchema };

const FoundBackendSchema = v.object({
  kind: v.string(),
  address,
  /** Product ("ComfyUI", "Forge"). */
  name: v.string(),
  version: v.nullable(v.string()),
  /** How many models it lists; `null` where it has no list, or is locked. */
  models: v.nullable(v.number()),
  /** It wants credentials before it says more. */
  locked: v.boolean(),
});
/** A backend that was found, or asked for by address. */
export type FoundBackend = Read<typeof FoundBackendSchema>;

/** Asks this machine's usual ports. Only when a person asks for it. */
export const DETECT_BACKENDS = {
  method: 'sweetspot/detectBackends',
  params: NoParams,
  result: v.array(FoundBackendSchema),
};

/** What answers at an address; nothing is refused with a message for people and `ProblemData`. */
export const PROBE_BACKEND = {
  method: 'sweetspot/probeBackend',
  params: v.object({
    /** As typed. */
    address: v.string(),
    /** Left out: whatever answers. */
    kind: v.exactOptional(v.string()),
    credentials,
  }),
  result: FoundBackendSchema,
};

export const ProblemDataSchema = v.object({ code: v.string() });
/**
 * `data` of the response errors around backends: `code` is one of render/problem.ts (`unauthorized`, `unreachable`, …), or
 * `nothing-recognised` of a file without anything that could be rendered.
 */
export type ProblemData = Read<typeof ProblemDataSchema>;

const BackendStateSchema = v.object({
  name: v.string(),
  address,
  /** `unknown`: chosen, not asked yet. `failed`: the last contact failed, `detail` says how. */
  state: v.picklist(['unknown', 'ready', 'rendering', 'failed']),
  version: v.nullable(v.string()),
  detail: v.nullable(v.string()),
});
export type BackendState = Read<typeof BackendStateSchema>;

/** Told by the server on every change, for the status item of a client that said it hears this (`backendStates`). */
export const BACKEND_STATE = { method: 'sweetspot/backendState', params: BackendStateSchema };
