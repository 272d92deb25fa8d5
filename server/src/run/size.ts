/** Width and height of a run, however they are written, and what the program makes of them. */
import { kept } from '../common/memory.ts';
import { type Generation, type Occurrence, settingOf } from '../dialects/generation.ts';
import { numberOf } from '../dialects/numbers.ts';
import type { Program } from '../knowledge/schema.ts';
import { nodeFacts, type RunFacts } from './facts.ts';
import type { RunModel } from './model.ts';

/** What lengths must be multiples of. */
export interface Unit {
  readonly pixels: number;
  /** Whose unit it is, for people. */
  readonly of: string;
  /** What becomes of another length; `either`: that depends on the program, which is not known. */
  readonly otherwise: 'refuse' | 'cut' | 'either';
}

export interface RunSize {
  /** The sides that are written. */
  readonly sides: readonly Side[];
  readonly unit: Unit | null;
  /** Pixels as they are written, also as one text or one number for both; `null` for none. */
  readonly written: { readonly width: number | null; readonly height: number | null };
  /** Pixels as they are made; `null` where that can't be told, or where the program refuses them. */
  readonly width: number | null;
  readonly height: number | null;
}

/** One written length in pixels. */
export interface Side {
  readonly occurrence: Occurrence;
  readonly pixels: number;
  /** The literal with another length in its place. */
  readonly replaced: (pixels: number) => number | string;
}

const PAIR = /^\s*(\d{2,5})(\s*[x×*]\s*)(\d{2,5})\s*$/i;

/** Below this a number is a scale or a ratio, not a length that is judged. */
const SMALLEST_PIXELS = 64;
/** A lone number under `size` below this counts something else. */
const SMALLEST_SQUARE = 16;

/** Reads the size of a generation. */
export function sizeOf(generation: Generation, program: Program | null, facts: RunFacts, model: RunModel): RunSize {
  const sides = sidesOf(generation);
  const own = sides[0] ? nodeFacts(program, sides[0].occurrence)?.size : undefined;
  const unit = unitOf(program, own ? { ...facts, size: own } : facts, model);
  const made = (side: Side | undefined): number | null => {
    if (!side) return null;
    const over = unit ? side.pixels % unit.pixels : 0;
    if (over === 0) return side.pixels;
    return unit?.otherwise === 'cut' ? side.pixels - over : null;
  };
  const of = (setting: string) => sides.find(({ occurrence }) => occurrence.setting === setting);
  const isPair = sides.length === 2 && sides[0].occurrence === sides[1].occurrence;
  return {
    sides,
    unit,
    written: writtenOf(generation),
    width: made(isPair ? sides[0] : of('width')),
    height: made(isPair ? sides[1] : of('height')),
  };
}

function asItIs(pixels: number): number {
  return pixels;
}

/** Where the program is known, only its own figures count. */
function unitOf(program: Program | null, facts: RunFacts, { family, accelerator }: RunModel): Unit | null {
  const models = [family, accelerator].filter((model) => model !== null);
  if (program === null) {
    const model = models.find(({ size }) => size?.multiple_of !== undefined);
    return model?.size?.multiple_of ? { pixels: model.size.multiple_of, of: model.name, otherwise: 'either' } : null;
  }
  if (!facts.size) return null;
  const [model] = models;
  return {
    pixels: facts.size.multiple_of,
    of: facts.sizeOfPipeline && model ? `${model.name} in ${program.name}` : program.name,
    otherwise: facts.size.otherwise,
  };
}

function writtenOf(generation: Generation): RunSize['written'] {
  const whole = (setting: string, least: number): number | null => {
    const number = numberOf(generation, setting)?.number ?? 0;
    return Number.isInteger(number) && number >= least ? number : null;
  };
  const [, width, , height] = PAIR.exec(String(settingOf(generation, 'size')?.value ?? '')) ?? [];
  const square = whole('size', SMALLEST_SQUARE);
  return {
    width: whole('width', 1) ?? (width ? Number(width) : square),
    height: whole('height', 1) ?? (height ? Number(height) : square),
  };
}

/** The sides that are written: `width` and `height`, or a pair such as `1024x1024`. */
function sidesOf(generation: Generation): readonly Side[] {
  const sides: Side[] = [];
  for (const setting of ['width', 'height']) {
    const side = numberOf(generation, setting);
    if (side && side.number >= SMALLEST_PIXELS && Number.isInteger(side.number))
      sides.push({ occurrence: side.occurrence, pixels: side.number, replaced: asItIs });
  }
  const occurrence = settingOf(generation, 'size');
  const pair = PAIR.exec(String(occurrence?.value ?? ''));
  if (sides.length > 0 || !occurrence || !pair) return kept(sides);
  const [, width, by, height] = pair;
  return [
    { occurrence, pixels: Number(width), replaced: (pixels) => `${pixels}${by}${height}` },
    { occurrence, pixels: Number(height), replaced: (pixels) => `${width}${by}${pixels}` },
  ];
}
