/**
 * The requests and notifications Sweetspot adds to the Language Server Protocol: all that client and server share.
 * Types and names only, so that the client bundle takes nothing of the analysis.
 */
import type { Position, Range } from 'vscode-languageserver-types';
import type { Theme } from '../features/gauge.ts';
import type { Page, PageName } from '../features/pages.ts';
import type { QualityCurve, SweetSpotResult } from '../render/convergence/curve.ts';
import type { Comparable, SweepSetting } from '../render/sweep/setting.ts';

/** `draft`: the model's draft step count. `configured`: the file's own. */
export type RenderMode = 'draft' | 'configured';

/** `sweetspot/render` (request): plans a render of the generation at a position, starts it, and answers with the plan. */
export const RENDER = 'sweetspot/render';
export interface RenderParams {
  /** Chosen by the client; names the render in events and in cancel. */
  readonly renderId: string;
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
  readonly mode: RenderMode;
  /** Answers to earlier questions about models: the name in the file to the server's name. Kept by the client, a machine. */
  readonly models?: Readonly<Record<string, string>>;
  /** The person has agreed to run nodes that cost credits. */
  readonly paidNodesAllowed?: boolean;
}
/** Either the render has been started, or a person must be asked first and the request be sent again. */
export type RenderAnswer = RenderPlan | RenderQuestion;
export type RenderQuestion =
  /** The server has no model of this name. Nothing else is rendered quietly: `models` of the next request says which. */
  | {
      readonly question: 'model';
      /** `''`: the file names no model, and this server needs one. The answer is kept under this name. */
      readonly wanted: string;
      /** The server's names, closest first. */
      readonly models: readonly string[];
    }
  /** Nodes that cost credits (class names): `paidNodesAllowed` of the next request says yes. */
  | { readonly question: 'paid-nodes'; readonly nodes: readonly string[] };

/** What will be rendered. A request that can't be planned is answered by a response error whose message says what to do. */
export interface RenderPlan {
  /** For people: which generation this is ("FLUX.1 schnell, line 4"). */
  readonly title: string;
  readonly backend: {
    readonly kind: string;
    readonly name: string;
    /** `null` for the built-in one. */
    readonly address: string | null;
    /** One honest sentence about the picture. */
    readonly note: string;
  };
  readonly mode: RenderMode;
  readonly settings: readonly {
    readonly label: string;
    readonly value: string;
    /** Where the value is from. `drawn`: at random, for this render. */
    readonly from: 'file' | 'draft' | 'default' | 'drawn' | 'override' | 'server';
  }[];
  /** What the preview changes in the file's own graph, a short text each ("steps 30 → 8"). */
  readonly changes: readonly string[];
  readonly warnings: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  /** Decimal: seeds go to 2^64. */
  readonly seed: string;
  /** The file asks for a random seed (-1) or gives none: `seed` was drawn for this render. */
  readonly seedIsDrawn: boolean;
  /** Step count of each mode; a mode that can't be planned has none. */
  readonly counts: { readonly [Mode in RenderMode]?: number };
}

/** `sweetspot/renderEvent` (server to client notification). Exactly one of `failed`, `cancelled`, `done` ends a render. */
export const RENDER_EVENT = 'sweetspot/renderEvent';
export interface RenderEventParams {
  readonly renderId: string;
  readonly event: RenderEventMessage;
}
export type RenderEventMessage =
  /** `ahead`: jobs before this one, `null` where the server does not say. */
  | { readonly kind: 'queued'; readonly ahead: number | null }
  /** Something slow before the first step, for people ("loading sd_xl_base_1.0"). */
  | { readonly kind: 'loading'; readonly what: string }
  | { readonly kind: 'step'; readonly done: number; readonly total: number; readonly elapsedSeconds: number }
  /** 0 to 1, from servers that count no steps. */
  | { readonly kind: 'progress'; readonly fraction: number; readonly elapsedSeconds: number }
  | ({ readonly kind: 'preview' } & PictureMessage & PictureInline)
  | ({ readonly kind: 'picture' } & PictureMessage & (PictureInline | PictureFile))
  | { readonly kind: 'warning'; readonly text: string }
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** Where in the file, when the server says which node or input it refuses. */
      readonly places: readonly { readonly range: Range; readonly message: string }[];
    }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'done'; readonly seconds: number; readonly modelEvaluations: number | null };

export interface PictureMessage {
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly width: number;
  readonly height: number;
}
export interface PictureInline {
  /** Base64. */
  readonly data: string;
}
/** Only for a client that names a folder (`ClientAbilities.pictureFolder`): base64 in JSON costs more than the rest of the way. */
export interface PictureFile {
  /** Name of a file in that folder, complete when this arrives. The client removes it. */
  readonly file: string;
}

/** `sweetspot/cancelRender` (client to server notification). Unknown or ended renders are ignored. */
export const CANCEL_RENDER = 'sweetspot/cancelRender';
export interface CancelRenderParams {
  readonly renderId: string;
}

/**
 * `sweetspot/settingEdit` (request): the edit that writes a value where the generation at a position has the setting, answered
 * by `SettingEdit`, or `null` where there is no place that it could be written to.
 */
export const SETTING_EDIT = 'sweetspot/settingEdit';
export interface SettingEditParams {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
  /** `seed`, `inference_steps`, … */
  readonly setting: string;
  /** Numbers are decimal. */
  readonly value: string;
}
export interface SettingEdit {
  readonly range: Range;
  readonly newText: string;
}

/** `sweetspot/comparable` (request): what the generation at a position can be compared in, answered by `Comparable[]`. */
export const COMPARABLE = 'sweetspot/comparable';
export interface ComparableParams {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}
export type { Comparable, SweepSetting };

/**
 * `sweetspot/compare` (request): plans renders of one generation that differ in one setting and have one seed, starts them, and
 * answers with the plan. Each is a render of its own: its events come as `sweetspot/renderEvent` with its `renderId`, and
 * `sweetspot/cancelRender` leaves that one out, running or not yet begun.
 */
export const COMPARE = 'sweetspot/compare';
export interface CompareParams {
  /** Chosen by the client. */
  readonly sweepId: string;
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
  readonly setting: SweepSetting;
  /** As typed or picked; left out: what `sweetspot/comparable` suggests. */
  readonly values?: readonly string[];
  /** Decimal; left out: the file's, or one drawn. Lets a comparison be gone on with. */
  readonly seed?: string;
  readonly models?: Readonly<Record<string, string>>;
  readonly paidNodesAllowed?: boolean;
}

/**
 * `sweetspot/findSweetSpot` (request): renders the generation at steps of a ladder until it is known where more steps change
 * nothing that can be seen, and answers with the plan. Renders join as they are decided on (`variants`).
 */
export const FIND_SWEET_SPOT = 'sweetspot/findSweetSpot';
export interface FindSweetSpotParams {
  readonly sweepId: string;
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
  /** How many seeds tell how far the answer may be trusted; left out: 2. */
  readonly seeds?: number;
  readonly models?: Readonly<Record<string, string>>;
  readonly paidNodesAllowed?: boolean;
}

export type SweepAnswer = SweepPlan | RenderQuestion;
export interface SweepPlan {
  readonly title: string;
  readonly backend: RenderPlan['backend'];
  readonly setting: SweepSetting;
  /** For people ("Steps"). */
  readonly label: string;
  readonly seed: string;
  readonly seedIsDrawn: boolean;
  readonly width: number;
  readonly height: number;
  /** What differs from the file in every one of them. */
  readonly changes: readonly string[];
  readonly warnings: readonly string[];
  /** In the order in which they are shown; they need not be rendered in it. Empty when they are decided on later. */
  readonly variants: readonly SweepVariant[];
  /** Counts that a search may render, ascending; empty for a comparison. */
  readonly ladder: readonly number[];
  /** Whether this sampler comes to one picture with more steps; `null` where that is not known. */
  readonly converges: boolean | null;
}

/** One render of a sweep. */
export interface SweepVariant {
  readonly renderId: string;
  /** The value that tells it from the others, as it would be written into the file. */
  readonly value: string;
  readonly steps: number;
  readonly seed: string;
  /** It is what the file says now. */
  readonly isCurrent: boolean;
  /** From measurements on this backend; `null` where there are none. */
  readonly expectedSeconds: number | null;
}

/** `sweetspot/sweepEvent` (server to client notification). Exactly one `ended` is the last. */
export const SWEEP_EVENT = 'sweetspot/sweepEvent';
export interface SweepEventParams {
  readonly sweepId: string;
  readonly event: SweepEvent;
}
export type SweepEvent =
  /** A search goes on with these. They come before their first event. */
  | { readonly kind: 'variants'; readonly variants: readonly SweepVariant[] }
  /** The backend is out of reach; what is missing is rendered once it answers again. For people. */
  | { readonly kind: 'waiting'; readonly message: string }
  | { readonly kind: 'resumed' }
  /** What is known so far. */
  | { readonly kind: 'measured'; readonly curve: QualityCurve }
  | { readonly kind: 'found'; readonly result: SweetSpotResult }
  /** `failed`: nothing more can be rendered; what was stays. */
  | { readonly kind: 'ended'; readonly outcome: 'done' | 'cancelled' | 'failed'; readonly message: string | null };

export type { QualityCurve, SweetSpotResult };

/** `sweetspot/cancelSweep` (client to server notification): ends all of it. */
export const CANCEL_SWEEP = 'sweetspot/cancelSweep';
export interface CancelSweepParams {
  readonly sweepId: string;
}

/** `sweetspot/clearMeasurements` (request, no parameters): forgets what was measured, answered by `null`. */
export const CLEAR_MEASUREMENTS = 'sweetspot/clearMeasurements';

/** Which program renders. Chosen by a person, kept by the client in user or machine settings, never from a workspace. */
export interface BackendChoice {
  /** `builtin`, or a kind that `sweetspot/backends` listed (`comfyui`, `a1111`, …). */
  readonly kind: string;
  /** `null` for the built-in one. */
  readonly address: string | null;
  /** From the client's secret storage; never logged. */
  readonly credentials?: BackendCredentials | null;
}
export type BackendCredentials =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** `sweetspot/useBackend` (client to server notification): renders go there from now on. Contacts nobody by itself. */
export const USE_BACKEND = 'sweetspot/useBackend';

/** A backend that was found, or asked for by address. Names and versions are a server's words: text to show, no more. */
export interface FoundBackend {
  readonly kind: string;
  readonly address: string | null;
  /** Product ("ComfyUI", "Forge"). */
  readonly name: string;
  readonly version: string | null;
  /** How many models it lists; `null` where it has no list, or is locked. */
  readonly models: number | null;
  /** It wants credentials before it says more. */
  readonly locked: boolean;
}

/** `sweetspot/detectBackends` (request, no parameters): asks this machine's usual ports. Only when a person asks for it. */
export const DETECT_BACKENDS = 'sweetspot/detectBackends';

/** `sweetspot/probeBackend` (request): what answers at an address, answered by `FoundBackend` or a response error for people. */
export const PROBE_BACKEND = 'sweetspot/probeBackend';
export interface ProbeBackendParams {
  /** As typed. */
  readonly address: string;
  /** Left out: whatever answers. */
  readonly kind?: string;
  readonly credentials?: BackendCredentials | null;
}

/** `data` of the response errors of these requests: `code` is one of render/problem.ts (`unauthorized`, `unreachable`, …). */
export interface ProblemData {
  readonly code: string;
}

/** `sweetspot/backendState` (server to client notification): for the status item. Sent on every change. */
export const BACKEND_STATE = 'sweetspot/backendState';
export interface BackendState {
  readonly name: string;
  readonly address: string | null;
  /** `unknown`: chosen, not asked yet. `failed`: the last contact failed, `detail` says how. */
  readonly state: 'unknown' | 'ready' | 'rendering' | 'failed';
  readonly version: string | null;
  readonly detail: string | null;
}

/** `sweetspot/page` (request): a page of the guide or of a rule (`Page`), `null` where there is none. Its parameters name it. */
export const PAGE = 'sweetspot/page';
/** `sweetspot/pages` (request, no parameters): every page there is (`Page[]`), in the order to offer them. */
export const PAGES = 'sweetspot/pages';
export type { Page, PageName };

/** `sweetspot/theme` (client to server notification): which colours pictures in hovers are drawn for. */
export const THEME = 'sweetspot/theme';
export type { Theme };
export interface ThemeParams {
  readonly theme: Theme;
}

/**
 * `sweetspot/seen` (server to client request, once for a large file when it is opened): the lines that a person sees of it, which
 * are then read first. Answered by `SeenLines`, or `null` when it is not shown.
 */
export const SEEN = 'sweetspot/seen';
export interface SeenParams {
  readonly textDocument: { readonly uri: string };
}
/** Both 0-based, both shown. */
export interface SeenLines {
  readonly first: number;
  readonly last: number;
}

/** `initializationOptions` of a client that can do more than the protocol says. */
export interface ClientAbilities {
  /** Hover Markdown may hold pictures (data URIs). Without it the gauge is text. */
  readonly pictures?: boolean;
  /** Commands that links may run (`sweetspot.openPage`). Without it links are file addresses. */
  readonly commandLinks?: boolean;
  /** It answers `sweetspot/seen`. */
  readonly seen?: boolean;
  readonly theme?: Theme;
  /**
   * Absolute path of a folder on the machine that both share, where the server may leave finished pictures as files under
   * names of its own (`PictureFile`). It still sends them as base64 when it can't write there.
   */
  readonly pictureFolder?: string;
  /**
   * Absolute path of a file of the server's own, for what it measures. Several servers may share it. Without it measurements end
   * with the server.
   */
  readonly measurementsFile?: string;
}
