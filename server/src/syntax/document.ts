/**
 * The one view of a config file that everything above syntax/ sees: values with exact places, whatever the format.
 *
 * All offsets are UTF-16 code units from the start of the text (a leading byte order mark counts as one). They are true at the
 * moment they are asked for: when the text is edited, the values that stay move with it.
 */
import type { Range, SourceText } from './text.ts';

/**
 * A range that moves with the text: a value, a key, or a stretch within one. Whatever outlives an edit keeps places, never offsets:
 * only syntax/ can make a place, so that two numbers are none.
 */
export abstract class Place implements Range {
  abstract readonly start: number;
  abstract readonly end: number;
  /** Makes the type nominal. */
  declare private readonly moves: true;
}

/** Where a value hangs: its parent, and its key (maps) or index (lists) there. The root of a document has neither. */
interface Node extends Place {
  readonly parent: MapValue | ListValue | null;
  /** Key text, list index, or `null` at a root. */
  readonly key: string | number | null;
  /** Where it starts, from the start of the parent; of a root from the start of the text. Costs nothing at any depth. */
  readonly offset: number;
  readonly length: number;
}

/**
 * A scalar. `value` is what a reader of the format gets; `source` is the literal text at `[start, end)`, with the
 * markers of a git conflict blanked. A value not written yet is a null with an empty range, where it would be typed.
 */
export interface ScalarValue extends Node {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly source: string;
  readonly style: 'plain' | 'quoted' | 'block';
}

/** What lists and maps have for those who remember things about them. */
interface Container extends Node {
  /**
   * Revision of the document in which anything in it, or its JSON pointer, changed last. What is remembered under an older one is
   * stale, whatever it is.
   */
  readonly revision: number;
  /** Revision in which it was given other values or keys last; what is in those may have changed since. */
  readonly shape: number;
  /** A place for what a reader remembers about it. Nothing in syntax/ looks at it. */
  notes: object | null;
}

export interface ListValue extends Container {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

export interface MapValue extends Container {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  /** The `shape` in which it was seen to merge nothing in and to have each key once; `null` before. */
  plainAt: number | null;
}

/** A YAML alias (`*name`), never expanded. `target`: the anchored value, which may hold the alias; `null` for none. */
export interface AliasValue extends Node {
  readonly kind: 'alias';
  readonly name: string;
  readonly target: ResolvedValue | null;
}

/** Any value but an alias. YAML can't anchor an alias, so one step leads here. */
export type ResolvedValue = ScalarValue | ListValue | MapValue;

export type Value = ResolvedValue | AliasValue;

export interface Entry {
  /** Literal key text, unquoted, with its range (quotes included). */
  readonly key: Place & { readonly text: string; readonly offset: number; readonly length: number };
  readonly value: Value;
  /** True for a YAML merge key (`<<`). */
  readonly merge: boolean;
}

/**
 * Where a text begins that is not read: YAML that only its parser understands (`parsed`), and there was too much of that before; or
 * JSON that is too deep (`deep`).
 */
export interface Unread {
  readonly why: 'parsed' | 'deep';
  readonly place: Place;
  /** The innermost collection that goes on there. */
  readonly within: ListValue | MapValue | null;
}

export interface SourceDocument {
  readonly format: 'json' | 'yaml';
  readonly text: SourceText;
  /** One value per YAML document; one (or none, for empty text) for JSON. */
  readonly roots: readonly Value[];
  readonly unread?: Unread | undefined;
  /** Rises with every edit. */
  readonly revision: number;
}

/** A stretch of a text that nobody edits meanwhile. */
export class Stretch extends Place {
  readonly start: number;
  readonly end: number;

  constructor(start: number, end: number) {
    super();
    this.start = start;
    this.end = end;
  }
}

/** A stretch inside the text of a scalar, which moves with it. */
export class ValueSpan extends Place {
  readonly value: ScalarValue;
  readonly #from: number;
  readonly #length: number;

  /** `from`: from the value's start. */
  constructor(value: ScalarValue, from: number, length: number) {
    super();
    this.value = value;
    this.#from = from;
    this.#length = length;
  }

  get start(): number {
    return this.value.start + this.#from;
  }

  get end(): number {
    return this.start + this.#length;
  }
}
