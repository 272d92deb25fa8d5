/** Palettes of scenes.yaml made ready for painting: look-up tables by height, and mixtures of palettes. */
import type { PaletteData } from './scenes-schema.ts';

/** Colours are linear mixtures of sRGB values 0 to 255, as three numbers. */
export interface Palette {
  /** Colour by height: entry round((height - LOWEST) / STEP), three numbers each; see `tableIndex`. */
  readonly dry: Float32Array;
  readonly lush: Float32Array;
  readonly beach: Float32Array;
  readonly rock: Float32Array;
  readonly snow: Float32Array;
  readonly snowLine: number;
  readonly beachHeight: number;
  readonly glowEdge: Float32Array;
  readonly glowCore: Float32Array;
  /** 0 to 1. */
  readonly glowStrength: number;
}

const LOWEST = -3;
const HIGHEST = 4;
const ENTRIES = 1024;
const PER_HEIGHT = (ENTRIES - 1) / (HIGHEST - LOWEST);

/** Where the colours of a height begin in a palette's tables. */
export function tableIndex(height: number): number {
  const entry = Math.floor((height - LOWEST) * PER_HEIGHT + 0.5);
  return 3 * (entry < 0 ? 0 : entry >= ENTRIES ? ENTRIES - 1 : entry);
}

/** "#rrggbb" as three numbers, 0 to 255. */
export function rgb(hex: string): Float32Array {
  return Float32Array.from([1, 3, 5], (at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

type Ramp = readonly (readonly [number, string])[];

/** A palette ready for painting. Below 0 both tables hold the water's colours. */
export function preparePalette(data: PaletteData): Palette {
  return {
    dry: table(data.water, data.dry),
    lush: table(data.water, data.lush),
    beach: rgb(data.beach),
    rock: rgb(data.rock),
    snow: rgb(data.snow),
    snowLine: data.snowLine,
    beachHeight: data.beachHeight,
    glowEdge: rgb(data.glow?.edge ?? data.rock),
    glowCore: rgb(data.glow?.core ?? data.rock),
    glowStrength: data.glow === undefined ? 0 : 1,
  };
}

function table(water: Ramp, land: Ramp): Float32Array {
  const colours = new Float32Array(3 * ENTRIES);
  for (let i = 0; i < ENTRIES; i++) {
    const height = LOWEST + i / PER_HEIGHT;
    colours.set(rampColour(height < 0 ? water : land, height), 3 * i);
  }
  return colours;
}

function rampColour(ramp: Ramp, height: number): Float32Array {
  const next = ramp.findIndex(([place]) => place > height);
  if (next === 0) return rgb(ramp[0][1]);
  if (next === -1) return rgb(ramp[ramp.length - 1][1]);
  const [[fromPlace, from], [toPlace, to]] = [ramp[next - 1], ramp[next]];
  const share = (height - fromPlace) / (toPlace - fromPlace);
  const [a, b] = [rgb(from), rgb(to)];
  return a.map((value, i) => value + share * (b[i] - value));
}

/** Palettes mixed by weights that sum to 1. */
export function mixPalettes(palettes: readonly Palette[], weights: ArrayLike<number>): Palette {
  const number = (pick: (palette: Palette) => number): number =>
    palettes.reduce((sum, palette, i) => sum + weights[i] * pick(palette), 0);
  const colours = (pick: (palette: Palette) => Float32Array): Float32Array => {
    const sum = new Float32Array(pick(palettes[0]).length);
    palettes.forEach((palette, i) => {
      if (weights[i] < 1e-3) return;
      const source = pick(palette);
      for (let n = 0; n < sum.length; n++) sum[n] += weights[i] * source[n];
    });
    return sum;
  };
  return {
    dry: colours((palette) => palette.dry),
    lush: colours((palette) => palette.lush),
    beach: colours((palette) => palette.beach),
    rock: colours((palette) => palette.rock),
    snow: colours((palette) => palette.snow),
    snowLine: number((palette) => palette.snowLine),
    beachHeight: number((palette) => palette.beachHeight),
    glowEdge: colours((palette) => palette.glowEdge),
    glowCore: colours((palette) => palette.glowCore),
    glowStrength: number((palette) => palette.glowStrength),
  };
}
