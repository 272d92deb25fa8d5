/** A kind of backend: how it is recognised and made. Each folder in `backends/` but `shared` exports one or more of these. */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Connection } from './address.ts';
import type { Backend, ServerInfo } from './backend.ts';

/** Bounds that the user's settings set. */
export interface RenderLimits {
  /** Longest side of a render, pixels. */
  readonly maxSide: number;
  /** Milliseconds a render may take, its wait in the server's queue included. */
  readonly maxDuration: number;
}

export interface BackendServices {
  readonly knowledge: Knowledge;
  readonly limits: RenderLimits;
  /** A line for the log of the server; holds no credentials. */
  readonly log: (line: string) => void;
}

export interface BackendKind {
  readonly kind: string;
  /** Name shown to people before a server has told its own. */
  readonly name: string;
  /** Ports of this machine where programs of this kind listen by default, likeliest first. */
  readonly ports: readonly number[];
  /**
   * What answers at an address, if it is of this kind; `null` if it is something else or nothing. Throws `BackendError`
   * where it is of this kind but can't be used: `unauthorized` (locked), `api-disabled`, `missing-model`. Whatever else it throws on
   * the way means that it is not of this kind (`detect`). Asks as little as it can: 1.5 s is all it has.
   */
  recognise(connection: Connection, signal: AbortSignal, services: BackendServices): Promise<ServerInfo | null>;
  create(connection: Connection, services: BackendServices): Backend;
}
