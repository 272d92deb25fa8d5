/**
 * The decoder (the place of a VAE): paints the two latent fields as a relief map, lit from the north-west.
 *
 * Heights are in standard deviations of a typical land; 0 is the sea. Slopes are per pixel of a picture whose longer side
 * has RELIEF_SIDE pixels, so that land looks as steep at every size.
 */
import type { Fields } from './grid.ts';
import { type Palette, rgb, tableIndex } from './palette.ts';
import type { Light } from './scenes-schema.ts';

const RELIEF_SIDE = 512;

/** How many such pixels a height of 1 is high: exaggerated, as on any relief map. */
const RELIEF = 22;

/** RGB values, 0 to 255, row by row. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Paints fields. */
export function paint(fields: Fields, palette: Palette, light: Light): Pixels {
  const { width, height } = fields.picture;
  const ground = elevations(fields);
  const data = new Uint8Array(3 * width * height);
  const relief = (RELIEF * Math.max(width, height)) / RELIEF_SIDE;

  const sun = rgb(light.sun).map((value) => (value / 255) * light.sunStrength);
  const sky = rgb(light.sky).map((value) => (value / 255) * light.skyStrength);
  const elevation = (light.elevation * Math.PI) / 180;
  const sunSide = Math.cos(elevation) * Math.SQRT1_2;
  const sunUp = Math.sin(elevation);
  // A ray from the north-west falls this much in height from one pixel to the next on the diagonal.
  const fall = (Math.tan(elevation) * Math.SQRT2) / relief;

  const stride = width + 1;
  let shadowAbove = new Float32Array(stride).fill(-10);
  let shadowRow = new Float32Array(stride);
  for (let y = 0; y < height; y++) {
    shadowRow[0] = -10;
    for (let x = 0; x < width; x++) {
      const at = y * stride + x;
      const elev = ground[at];
      const wet = fields.values[2 * (y * fields.width + x) + 1];
      const surface = Math.max(elev, 0);

      // Cast shadow: the highest ray that passes here, from the neighbour to the north-west.
      const ray = shadowAbove[x] - fall;
      shadowRow[x + 1] = Math.max(ray, surface);
      const lit = 1 - 0.6 * smooth((ray - surface) * 5);

      let slopeX = (ground[at + 1] - elev) * relief;
      let slopeY = (ground[at + stride] - elev) * relief;
      const entry = tableIndex(elev);
      let red = palette.dry[entry];
      let green = palette.dry[entry + 1];
      let blue = palette.dry[entry + 2];
      if (elev > 0) {
        const steep = slopeX * slopeX + slopeY * slopeY;
        const lush = smooth((wet + 0.9) * 0.55 - steep * 0.15);
        const sand = elev < palette.beachHeight ? 1 - smooth((elev / palette.beachHeight - 0.5) * 2) : 0;
        const bare = smooth((steep - 0.5) * 0.8) * (1 - sand) * smooth(elev * 1.5 + 0.1);
        const white = smooth((elev - palette.snowLine) * 2.5 - steep * 0.3);
        red = toward(red, palette.lush[entry], lush);
        green = toward(green, palette.lush[entry + 1], lush);
        blue = toward(blue, palette.lush[entry + 2], lush);
        red = toward(toward(toward(red, palette.rock[0], bare), palette.beach[0], sand), palette.snow[0], white);
        green = toward(toward(toward(green, palette.rock[1], bare), palette.beach[1], sand), palette.snow[1], white);
        blue = toward(toward(toward(blue, palette.rock[2], bare), palette.beach[2], sand), palette.snow[2], white);
      } else {
        // The sea bed shows through shallow water.
        const clear = 0.35 * Math.exp(elev * 3);
        slopeX *= clear;
        slopeY *= clear;
      }
      const facing = (sunUp + (slopeX + slopeY) * sunSide) / Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
      const direct = facing > 0 ? facing / sunUp : 0;
      // Level ground stays at 1; slopes in full sun don't burn out, slopes at its edge don't drown.
      const bright = ((1.6 * direct) / (direct + 0.6)) * lit;
      const heat = elev > 0 && palette.glowStrength > 0 ? palette.glowStrength * smooth((-wet - 0.9) * 1.2) : 0;
      const core = smooth((-wet - 1.2) * 0.6);
      const out = 3 * (y * width + x);
      data[out] = toByte(
        toward(red * (sun[0] * bright + sky[0]), toward(palette.glowEdge[0], palette.glowCore[0], core), heat),
      );
      data[out + 1] = toByte(
        toward(green * (sun[1] * bright + sky[1]), toward(palette.glowEdge[1], palette.glowCore[1], core), heat),
      );
      data[out + 2] = toByte(
        toward(blue * (sun[2] * bright + sky[2]), toward(palette.glowEdge[2], palette.glowCore[2], core), heat),
      );
    }
    [shadowAbove, shadowRow] = [shadowRow, shadowAbove];
  }
  return { data, width, height };
}

/** Ground height, one row and column more than the picture has. */
function elevations(fields: Fields): Float32Array {
  const { width, height } = fields.picture;
  const ground = new Float32Array((width + 1) * (height + 1));
  for (let y = 0, out = 0; y <= height; y++) {
    for (let x = 0; x <= width; x++, out++) {
      const at = 2 * ((y % fields.height) * fields.width + (x % fields.width));
      ground[out] = landform(fields.values[at], fields.values[at + 1]);
    }
  }
  return ground;
}

function landform(h: number, w: number): number {
  if (h <= 0) return h;
  const m = smooth((h - 0.05) / 1.1);
  const base = h * (0.4 + 0.6 * m);
  const crease = 0.45 - Math.abs(w) / (1 + 0.7 * Math.abs(w));
  return base + 0.9 * m * crease;
}

function toward(from: number, to: number, share: number): number {
  return from + share * (to - from);
}

/** 0 below 0, 1 above 1, a smooth rise between. */
function smooth(value: number): number {
  if (value <= 0) return 0;
  return value >= 1 ? 1 : value * value * (3 - 2 * value);
}

function toByte(value: number): number {
  return value >= 255 ? 255 : value <= 0 ? 0 : Math.round(value);
}
