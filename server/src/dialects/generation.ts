/** What a config says: generations, and where each of their settings stands. Everything a person sees is read off these. */
import type { MapValue, Place, ScalarValue, Unread } from '../syntax/document.ts';

/**
 * How a value was reached when it is not simply written beside its key. `list`: counted off a list, `maths`: worked out of other
 * values; nothing can be written there.
 */
export type Via = 'link' | 'embedded' | 'placeholder' | 'list' | 'maths' | null;

/** One setting at one place. */
export interface Occurrence {
  /** Canonical name: `inference_steps`, `guidance_scale`, … */
  readonly setting: string;
  /** The spelling in the file. */
  readonly key: string;
  readonly keyRange: Place | null;
  /** Of the value's literal, quotes included. */
  readonly range: Place;
  /** RFC 6901, of the place where the value is written. */
  readonly pointer: string;
  /** `null`: empty, or computed when the graph runs. */
  readonly value: string | number | boolean | null;
  /** The literal text of the value. */
  readonly source: string;
  readonly via: Via;
  /** Pass it counts (hires fix, …), `null` for the main one. */
  readonly pass: string | null;
  /** The program's word for "not set": never judged. */
  readonly sentinel: boolean;
  /** Of a graph: class of the node in which the value stands. */
  readonly node?: string;
  /** Not in the file: given by whoever renders (`run/asked`). */
  readonly asked?: true;
}

/** One of the main pass, where it is said outright. */
export function plainOccurrence(
  at: Omit<Occurrence, 'keyRange' | 'via' | 'pass' | 'sentinel'> & Pick<Partial<Occurrence>, 'keyRange'>,
): Occurrence {
  return { keyRange: null, via: null, pass: null, sentinel: false, ...at };
}

/** A name of a model or LoRA, with its place. */
export interface Name {
  readonly text: string;
  /** A variant that the file names elsewhere (`model_family: z-image`, `model_flavour: turbo`). */
  readonly detail?: string;
  readonly pointer: string;
  readonly range: Place;
}

/** The name of a LoRA with what the file says of it elsewhere: the file in its repository, or what a mode loads. */
export function wholeName({ text, detail }: Pick<Name, 'text' | 'detail'>): string {
  return detail === undefined ? text : `${text}/${detail}`;
}

/** A LoRA with the strength it is loaded at, where the file says. */
export interface Lora extends Name {
  readonly weight: number | null;
  readonly weightRange: Place | null;
  /** It has no weight while the first phase runs, which has a guidance of its own. */
  readonly joinsLater?: boolean;
}

/** How a sampler of a graph shares a schedule with others. `null` where it can't be told. */
export interface Handover {
  readonly addsNoise: boolean | null;
  readonly leavesNoise: boolean | null;
  /** Where the node says the two; `null` where it is linked, or says neither. */
  readonly addsAt: ScalarValue | null;
  readonly leavesAt: ScalarValue | null;
  /** Id of the generation of the sampler whose result it takes, with nothing between them. */
  readonly after: string | null;
  /** It starts from no other sampler's result. */
  readonly first: boolean;
  /** What it gives is decoded and goes to no other sampler. */
  readonly last: boolean;
}

/** Where a graph holds what it renders with. */
export interface GraphPart {
  /** The graph as it is run. */
  readonly root: MapValue;
  /** Id of the node that samples, unique in the graph: `3`, in subgraphs `12:7`. */
  readonly sampler: string;
  /** By setting, and under `model`: the node whose input has the value, written there or linked to it. */
  readonly inputs: Readonly<Record<string, { readonly node: string; readonly input: string }>>;
  readonly handover?: Handover;
  /** Another sampler goes on with its result as it is. */
  readonly handsOn?: boolean;
  /** The count is not the sampler's: another node takes steps of its own from the schedule, or gives it one. */
  readonly counted?: 'resampled' | 'replaced';
  /** Settings that say which part of the schedule runs, and are worked out as the graph runs. */
  readonly open?: readonly string[];
}

/** LoRAs that are read of one generation, nearest first: real files load a handful. */
export const MOST_LORAS = 100;

/** One thing that would be rendered. */
export interface Generation {
  /** Format of the file part it was read from. */
  readonly dialect: string;
  /** Program that reads it, by its id in data/programs; `null` where the format says nothing about it. */
  readonly program: string | null;
  /** The format belongs to one model that the file need not name: the general guide does not apply. */
  readonly ownModel?: boolean;
  /** What stands around it says that it makes sound, speech or a 3D shape: the general guide does not apply. */
  readonly noPicture?: boolean;
  /** What stands around it says that it makes a video. */
  readonly video?: boolean;
  /** The file itself makes or loads a few-step version of its model (a distillation, say). */
  readonly fewStep?: boolean;
  /** Unique in its file and stable under edits elsewhere: the node id in a graph, else the pointer. */
  readonly id: string;
  /** RFC 6901 of the mapping or node that holds it. */
  readonly pointer: string;
  readonly range: Place;
  readonly model: Name | null;
  readonly loras: readonly Lora[];
  /** In file order of discovery; the generation's own before those it shares with others. */
  readonly settings: readonly Occurrence[];
  /** What else the file says that decides what its program does (`pipeline`, `performance`, …), by names of data/dialects. */
  readonly switches?: Readonly<Record<string, string | number | boolean>>;
  /** Only of a graph. */
  readonly graph?: GraphPart;
}

/** Which generations have something at a place, so that nobody asks all those of a large file. Some may no longer be in the reading. */
export interface Places {
  /** Those that may have a setting or LoRA at a value or key, or inside a value: its takers, and those around it. */
  at(range: Place): Iterable<Generation>;
  /** Those of mappings and nodes around a value, the nearest first. */
  around(range: Place): Iterable<Generation>;
  /** Those of elsewhere that take what is there: by links, aliases, merges and defaults. */
  takers(range: Place): Iterable<Generation>;
  /** Whether generations that a place is not in may take it: quicker than asking which. */
  mayBeTaken(range: Place): boolean;
}

/** A document, read. `dialect` is `null` when nothing of ours was found. */
export interface Reading {
  readonly dialect: string | null;
  /** The dialect's name for people. */
  readonly name: string;
  /** For people: why the file was taken for this dialect. */
  readonly evidence: string;
  readonly generations: readonly Generation[];
  readonly places: Places;
  /** The first of more generations than are read of one file. */
  readonly beyond?: Place;
  /** Where the text begins that can't be read (`SourceDocument`), in a file that has anything of ours. */
  readonly unread?: Pick<Unread, 'why' | 'place'>;
  /** Only what a person sees of the document was read so far. */
  readonly partial?: boolean;
}

/** The first occurrence of a setting (its main pass). */
export function settingOf(generation: Generation, setting: string): Occurrence | undefined {
  // Asked some thirty times of each generation: a function for each occurrence would be a seventh of all calls.
  const { settings } = generation;
  for (let at = 0; at < settings.length; at += 1) {
    const occurrence = settings[at];
    if (occurrence.setting === setting && occurrence.pass === null) return occurrence;
  }
  return undefined;
}

/** Whether the value stands in the file, to be replaced by another. */
export function isWritten({ value, via }: Pick<Occurrence, 'value' | 'via'>): boolean {
  return value !== null && via !== 'placeholder' && via !== 'list' && via !== 'maths';
}

/** A step count as a number: `20` and `"20"` are, anything else is `null`. */
export function countOf(occurrence: Occurrence): number | null {
  const { value } = occurrence;
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^\s*[-+]?\d+(\.\d+)?\s*$/.test(value)) return Number(value);
  return null;
}

/** Whether it is counts to choose from (`8-10`), as advice for people has them. */
export function isCountRange(value: Occurrence['value']): boolean {
  return typeof value === 'string' && /^\W*\d+\s*(-|–|to|\.\.)\s*\d+\W*$/.test(value);
}

/** Whether it is the 0 of a node that others are linked to, for a program to put its count there. */
export function isSlot({ value, via, node }: Pick<Occurrence, 'value' | 'via' | 'node'>): boolean {
  return value === 0 && via === 'link' && node !== undefined;
}

/** What stands anywhere in a text that is filled in, and what is the whole of one. */
const MARKS = ['${', '{{', '%%'];
const PLACEHOLDER =
  /^\s*(\{\w+\}|%[^%]+%|<[^<>]+>|\$\w+|\$\([^)]*\)|(?:var(?:iable)?s?|env|param(?:eter)?s?|inputs?|config|settings?|globals?|ref):[a-z_][\w.]*)\s*$/i;

/** Characters that are looked at: many may share one long text, and each asks. */
const LONGEST = 1000;

/** True for text that a program replaces before use: `${steps}`, `{{ steps }}`, `%steps%`, `<steps>`, `$STEPS`, `variable:steps`. */
export function isPlaceholder(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const text = value.length > LONGEST ? value.slice(0, LONGEST) : value;
  return MARKS.some((mark) => text.includes(mark)) || PLACEHOLDER.test(text);
}
