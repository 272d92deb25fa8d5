/** Recipes: mean fields of the lands in data/builtin/scenes.yaml, as Fourier coefficients. */
import { smoothLength, transform2d } from './fft.ts';
import { type Grid, signedMode } from './grid.ts';
import type { Component, RecipeElement } from './scenes-schema.ts';

/** Mean fields have no waves shorter than this: cycles per longer side of the picture. */
const HIGHEST_WAVE = 32;

/** Waves fade with this standard deviation, cycles per longer side, so that their end is not seen as ripples. */
const FADE = 13;

/** Where a mean field has coefficients: places in a grid's order, and the shell of each. */
export interface LowModes {
  readonly indices: Int32Array;
  readonly shells: Uint16Array;
}

/** The modes of a grid that mean fields may use. */
export function lowModes(grid: Grid): LowModes {
  const indices: number[] = [];
  for (let place = 0; grid.shells[place] <= HIGHEST_WAVE; place++) {
    const middleX = grid.modes[place] % grid.width === grid.width / 2;
    const middleY = Math.floor(grid.modes[place] / grid.width) === grid.height / 2;
    // The middle mode is its own opposite: it can't tell directions apart.
    if (!middleX && !middleY) indices.push(place);
  }
  return { indices: Int32Array.from(indices), shells: Uint16Array.from(indices, (index) => grid.shells[index]) };
}

/** The mean field of a component: pairs, one for each low mode. */
export function meanCoefficients(component: Component, grid: Grid, modes: LowModes): Float32Array {
  const longer = Math.max(grid.picture.width, grid.picture.height);
  // Enough samples for every low mode, whatever the size of the picture: twice the highest one and a quarter more.
  const samples = (length: number): number => smoothLength((2.5 * HIGHEST_WAVE * length) / longer + 6, 2);
  const [width, height] = [samples(grid.width), samples(grid.height)];
  const values = new Float32Array(2 * width * height);
  const [heightAt, moistureAt] = [drawing(component.height, grid), drawing(component.moisture, grid)];
  for (let y = 0, i = 0; y < height; y++) {
    const v = place(y / height, grid.height, grid.picture.height);
    for (let x = 0; x < width; x++, i += 2) {
      const u = place(x / width, grid.width, grid.picture.width);
      values[i] = heightAt(u, v);
      values[i + 1] = moistureAt(u, v);
    }
  }
  transform2d(values, width, height, 'forward');

  const scale = 1 / (width * height * grid.unit);
  const mean = new Float32Array(2 * modes.indices.length);
  modes.indices.forEach((place, i) => {
    const index = grid.modes[place];
    const modeX = signedMode(index % grid.width, grid.width);
    const modeY = signedMode(Math.floor(index / grid.width), grid.height);
    const at = 2 * (((modeY + height) % height) * width + ((modeX + width) % width));
    const fade = scale * Math.exp(-0.5 * (modes.shells[i] / FADE) ** 2);
    mean[2 * i] = fade * values[at];
    mean[2 * i + 1] = fade * values[at + 1];
  });
  return mean;
}

/** A share of the grid's length as a share of the picture's. The far half of the margin lies before the picture. */
function place(gridShare: number, gridLength: number, pictureLength: number): number {
  const sample = gridShare * gridLength;
  const margin = gridLength - pictureLength;
  return (sample > pictureLength + margin / 2 ? sample - gridLength : sample) / pictureLength;
}

type Drawing = (u: number, v: number) => number;

/** The sum of a recipe's elements at a point of the picture: see the schema for units. */
function drawing(elements: readonly RecipeElement[], grid: Grid): Drawing {
  const shorter = Math.min(grid.picture.width, grid.picture.height);
  const aspectX = grid.picture.width / shorter;
  const aspectY = grid.picture.height / shorter;
  const parts = elements.map((element) => drawElement(element, aspectX, aspectY));
  return (u, v) => {
    let sum = 0;
    for (const part of parts) sum += part(u * aspectX, v * aspectY);
    return sum;
  };
}

/** One element, at a point in units of the shorter side. */
function drawElement(element: RecipeElement, aspectX: number, aspectY: number): Drawing {
  switch (element.draw) {
    case 'level':
      return () => element.height;
    case 'bump': {
      const [atX, atY] = [element.at[0] * aspectX, element.at[1] * aspectY];
      const sharpness = 0.5 / element.radius ** 2;
      return (x, y) => element.height * Math.exp(-sharpness * ((x - atX) ** 2 + (y - atY) ** 2));
    }
    case 'ring': {
      const [atX, atY] = [element.at[0] * aspectX, element.at[1] * aspectY];
      const sharpness = 0.5 / element.width ** 2;
      return (x, y) => {
        const off = Math.sqrt((x - atX) ** 2 + (y - atY) ** 2) - element.radius;
        return element.height * Math.exp(-sharpness * off * off);
      };
    }
    case 'ridge': {
      const points = element.through.map(([u, v]) => [u * aspectX, v * aspectY] as const);
      const sharpness = 0.5 / element.width ** 2;
      return (x, y) => element.height * Math.exp(-sharpness * squaredDistance(points, x, y));
    }
    case 'slope': {
      const [fromX, fromY] = [element.from[0] * aspectX, element.from[1] * aspectY];
      const [alongX, alongY] = [element.to[0] * aspectX - fromX, element.to[1] * aspectY - fromY];
      const length = alongX ** 2 + alongY ** 2;
      return (x, y) => {
        const share = Math.min(1, Math.max(0, ((x - fromX) * alongX + (y - fromY) * alongY) / length));
        return element.height * Math.sin((share - 0.5) * Math.PI);
      };
    }
    case 'waves': {
      const turn = (2 * Math.PI * element.count) / Math.max(aspectX, aspectY);
      const angle = (element.angle * Math.PI) / 180;
      const [waveX, waveY] = [turn * Math.cos(angle), turn * Math.sin(angle)];
      return (x, y) => element.height * Math.sin(waveX * x + waveY * y);
    }
  }
}

/** From a point to the nearest one of a line through points, squared. */
function squaredDistance(points: readonly (readonly [number, number])[], x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < points.length; i++) {
    const [fromX, fromY] = points[i - 1];
    const [alongX, alongY] = [points[i][0] - fromX, points[i][1] - fromY];
    const along = ((x - fromX) * alongX + (y - fromY) * alongY) / (alongX ** 2 + alongY ** 2 || 1);
    const share = Math.min(1, Math.max(0, along));
    nearest = Math.min(nearest, (fromX + share * alongX - x) ** 2 + (fromY + share * alongY - y) ** 2);
  }
  return nearest;
}
