/**
 * The decoder (the place of a VAE): paints the two latent fields as a relief map, lit from the north-west.
 *
 * Heights are in standard deviations of a typical land; 0 is the sea. Slopes are rise over run on a picture whose longer side
 * has RELIEF_SIDE pixels, so that land looks as steep at every size. The numbers in here are taste, found by looking.
 */
import type { Fields } from './grid.ts';
import { type Palette, rgb, tableIndex } from './palette.ts';
import type { Light } from './scenes-schema.ts';

const RELIEF_SIDE = 512;

/** How many such pixels a height of 1 is high: exaggerated, as on any relief map. */
const RELIEF = 19;

/** Lower than any ground: nothing there casts a shadow. */
const NO_RAY = -100;

/** RGB values, 0 to 255, row by row. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Paints fields in the colours of a palette, under a light. */
export function paint(fields: Fields, palette: Palette, light: Light): Pixels {
  const { width, height } = fields.picture;
  const relief = (RELIEF * Math.max(width, height)) / RELIEF_SIDE;
  const ground = elevations(fields);
  const stride = width + 1;
  const sun = sunlight(light);
  const shadows = shadowCaster(width, sun.tangent / relief);
  // Rounds and clamps what is stored.
  const bytes = new Uint8ClampedArray(3 * width * height);
  const colour = new Float32Array(3);

  for (let y = 0; y < height; y++) {
    const shade = shadows(ground.subarray(y * stride, (y + 1) * stride));
    for (let x = 0; x < width; x++) {
      const at = y * stride + x;
      const elevation = ground[at];
      const moisture = fields.values[2 * (y * fields.width + x) + 1];
      let slopeX = (ground[at + 1] - elevation) * relief;
      let slopeY = (ground[at + stride] - elevation) * relief;
      if (elevation > 0) {
        landColour(colour, palette, elevation, moisture, slopeX * slopeX + slopeY * slopeY);
      } else {
        const entry = tableIndex(elevation);
        for (let c = 0; c < 3; c++) colour[c] = palette.dry[entry + c];
        // The sea bed shows through shallow water only.
        const clear = 0.35 * Math.exp(elevation * 3);
        slopeX *= clear;
        slopeY *= clear;
      }

      // Lambert's law, scaled so that level ground has 1. Slopes that face the sun are held back: they would burn out.
      const facing = (sun.up + (slopeX + slopeY) * sun.side) / Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
      const direct = Math.max(0, facing / sun.up);
      const bright = (direct > 1 ? 0.65 + 0.35 * direct : direct) * (1 - 0.6 * shade[x]);
      const heat = elevation > 0 && palette.glowStrength > 0 ? -moisture : 0;
      const glow = palette.glowStrength * smooth((heat - 0.9) * 1.2);
      const core = smooth((heat - 1.2) * 0.6);
      const out = 3 * (y * width + x);
      for (let c = 0; c < 3; c++) {
        const lit = colour[c] * (sun.colour[c] * bright + sun.sky[c]);
        bytes[out + c] = mix(lit, mix(palette.glowEdge[c], palette.glowCore[c], core), glow);
      }
    }
  }
  return { data: new Uint8Array(bytes.buffer), width, height };
}

/** Ground height, one row and one column more than the picture has: slopes look one pixel ahead. */
function elevations({ values, width, picture }: Fields): Float32Array {
  const ground = new Float32Array((picture.width + 1) * (picture.height + 1));
  for (let y = 0, out = 0; y <= picture.height; y++) {
    for (let x = 0; x <= picture.width; x++, out++) {
      const at = 2 * (y * width + x);
      ground[out] = landform(values[at], values[at + 1]);
    }
  }
  return ground;
}

/**
 * Ground height from the latent. Lowland is flattened. Mountains get sharp crests where moisture changes its sign, as a
 * sum of waves alone has round ones.
 */
function landform(height: number, moisture: number): number {
  if (height <= 0) return height;
  const mountain = smooth((height - 0.05) / 1.1);
  const away = Math.abs(moisture);
  const crest = 0.45 - away / (1 + 0.7 * away);
  return height * (0.4 + 0.6 * mountain) + 0.8 * mountain * crest;
}

/** Sets the colour of dry ground. `steep` is the squared slope. */
function landColour(colour: Float32Array, palette: Palette, elevation: number, moisture: number, steep: number): void {
  const entry = tableIndex(elevation);
  const lush = smooth((moisture + 0.9) * 0.55 - steep * 0.15);
  const sand = 1 - smooth((elevation / palette.beachHeight - 0.5) * 2);
  const bare = smooth((steep - 0.5) * 0.8) * (1 - sand) * smooth(elevation * 1.5 + 0.1);
  const snow = smooth((elevation - palette.snowLine) * 2.5 - steep * 0.3);
  for (let c = 0; c < 3; c++) {
    const grown = mix(palette.dry[entry + c], palette.lush[entry + c], lush);
    const worn = mix(mix(grown, palette.rock[c], bare), palette.beach[c], sand);
    colour[c] = mix(worn, palette.snow[c], snow);
  }
}

interface Sunlight {
  /** Sunlight and skylight on level ground, by which a colour is multiplied. */
  readonly colour: Float32Array;
  readonly sky: Float32Array;
  /** Of the direction to the sun: upward part, and part along each of -x and -y. */
  readonly up: number;
  readonly side: number;
  /** How far a ray falls from a pixel to its south-eastern neighbour, in pixels. */
  readonly tangent: number;
}

function sunlight(light: Light): Sunlight {
  const angle = (light.elevation * Math.PI) / 180;
  return {
    colour: rgb(light.sun).map((value) => (value / 255) * light.sunStrength),
    sky: rgb(light.sky).map((value) => (value / 255) * light.skyStrength),
    up: Math.sin(angle),
    side: Math.cos(angle) * Math.SQRT1_2,
    tangent: Math.tan(angle) * Math.SQRT2,
  };
}

/**
 * Cast shadows, 0 (none) to 1, for rows of ground given from the north. Each pixel hands the highest ray that grazes it on to
 * its south-eastern neighbour, where that ray is lower by `fall`.
 */
function shadowCaster(width: number, fall: number): (ground: Float32Array) => Float32Array {
  const rays = new Float32Array(width + 1).fill(NO_RAY);
  const shade = new Float32Array(width);
  return (ground) => {
    // From the east, so that a pixel reads the row above before its neighbour is overwritten.
    for (let x = width - 1; x >= 0; x--) {
      const surface = Math.max(ground[x], 0);
      const ray = rays[x] - fall;
      shade[x] = smooth((ray - surface) * 5);
      rays[x + 1] = Math.max(ray, surface);
    }
    return shade;
  };
}

function mix(from: number, to: number, share: number): number {
  return from + share * (to - from);
}

/** 0 below 0, 1 above 1, a smooth rise between. */
function smooth(value: number): number {
  if (value <= 0) return 0;
  return value >= 1 ? 1 : value * value * (3 - 2 * value);
}
