/**
 * The requests and notifications Sweetspot adds to the Language Server Protocol: all that client and server share.
 * Types and names only, so that the client bundle takes nothing of the analysis.
 */
import type { Position } from 'vscode-languageserver-types';
import type { Theme } from '../features/gauge.ts';

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
}
/** What will be rendered. A request that can't be planned is answered by a response error whose message says what to do. */
export interface RenderPlan {
  /** For people: which generation this is ("FLUX.1 schnell, line 4"). */
  readonly title: string;
  readonly backend: {
    readonly id: string;
    readonly name: string /** One honest sentence about the picture. */;
    readonly note: string;
  };
  readonly mode: RenderMode;
  readonly settings: readonly {
    readonly label: string;
    readonly value: string /** Where the value is from. */;
    readonly from: 'file' | 'draft' | 'default' | 'override';
  }[];
  readonly warnings: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly steps: number;
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
  | { readonly kind: 'step'; readonly done: number; readonly total: number; readonly elapsedSeconds: number }
  | {
      readonly kind: 'preview' | 'picture' /** Base64. */;
      readonly png: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'warning'; readonly text: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'done'; readonly seconds: number; readonly modelEvaluations: number };

/** `sweetspot/cancelRender` (client to server notification). Unknown or ended renders are ignored. */
export const CANCEL_RENDER = 'sweetspot/cancelRender';
export interface CancelRenderParams {
  readonly renderId: string;
}

/** `sweetspot/page` (request): a page of the guide or of a rule, as Markdown. */
export const PAGE = 'sweetspot/page';
export interface PageParams {
  readonly kind: 'guide' | 'rule';
  /** Setting id (`inference_steps`) or rule code (`steps-wasteful`). */
  readonly id: string;
}
export interface Page {
  readonly title: string;
  readonly markdown: string;
}

/** `sweetspot/pages` (request, no parameters): every page there is, in the order to offer them. */
export const PAGES = 'sweetspot/pages';
export type PageListing = PageParams & { readonly title: string };

/** `sweetspot/theme` (client to server notification): which colours pictures in hovers are drawn for. */
export const THEME = 'sweetspot/theme';
export type { Theme };
export interface ThemeParams {
  readonly theme: Theme;
}

/** `initializationOptions` of a client that can do more than the protocol says. */
export interface ClientAbilities {
  /** Hover Markdown may hold pictures (data URIs). Without it the gauge is text. */
  readonly pictures?: boolean;
  /** Commands that links may run (`sweetspot.openPage`). Without it links are file addresses. */
  readonly commandLinks?: boolean;
  readonly theme?: Theme;
}
