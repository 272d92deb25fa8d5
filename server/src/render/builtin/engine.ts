/** The built-in model from request to pixels, in one thread: see denoiser.ts for the model itself. */
import { mustOwn } from '../../knowledge/own.ts';
import { type Pixels, paint } from './decoder.ts';
import { createDenoiser } from './denoiser.ts';
import { createGrid, type Fields, toFields, toSmallFields } from './grid.ts';
import { mixPalettes, type Palette, preparePalette } from './palette.ts';
import { createPrior, type Prior } from './prior.ts';
import { componentWeights, paintAskedFor } from './prompt.ts';
import { normalSource } from './random.ts';
import type { LandRequest } from './request.ts';
import { samplers } from './samplers.ts';
import type { Scenes } from './scenes-schema.ts';
import { schedules } from './schedules.ts';

/** Where a render stands after a step. */
export interface StepReport {
  readonly done: number;
  readonly total: number;
  /** Paints the current estimate of the clean picture, small; valid until the next step is asked for. */
  preview(longestSide: number): Pixels;
}

export interface Land {
  readonly pixels: Pixels;
  /** Calls of the denoiser. */
  readonly modelEvaluations: number;
}

export interface Engine {
  /**
   * Renders one picture: yields after every step, returns the picture. Stopping between two steps is safe at any time.
   * Throws a `RangeError` for a sampler or schedule it does not know (`checkRequest` tells beforehand).
   */
  render(request: LandRequest): Generator<StepReport, Land, void>;
}

/** An engine for the lands of scenes.yaml; it keeps the model of the last picture size. */
export function createEngine(scenes: Scenes): Engine {
  const palettes = new Map(Object.entries(scenes.palettes).map(([name, data]) => [name, preparePalette(data)]));
  const componentPalettes = Object.values(scenes.components).map(({ palette }) => known(palettes, palette, 'palette'));
  let kept: Prior | null = null;

  const priorFor = (width: number, height: number): Prior => {
    const same = kept?.grid.picture.width === width && kept.grid.picture.height === height;
    if (kept === null || !same) kept = createPrior(scenes, createGrid(width, height));
    return kept;
  };

  function* render(request: LandRequest): ReturnType<Engine['render']> {
    const sampler = known(samplers, request.sampler, 'sampler');
    const schedule = known(schedules, request.schedule, 'schedule');
    const sigmas = schedule(request.steps, scenes.sigma);
    const prior = priorFor(request.width, request.height);
    const denoiser = createDenoiser(prior, {
      positive: componentWeights(request.prompt, scenes),
      negative: componentWeights(request.negativePrompt, scenes),
      guidance: request.guidance,
    });

    const asked = paintAskedFor(request.prompt, scenes);
    const develop = (fields: Fields): Pixels => {
      const palette: Palette =
        asked.palette === null
          ? mixPalettes(componentPalettes, denoiser.composition())
          : known(palettes, asked.palette, 'palette');
      return paint(fields, palette, mustOwn(scenes.lights, asked.light));
    };

    const noise = normalSource(request.seed, request.image);
    const x = new Float32Array(2 * prior.grid.shells.length);
    noise(x);
    for (let i = 0; i < x.length; i++) x[i] *= sigmas[0];
    let done = 0;
    for (const clean of sampler({ denoise: denoiser.denoise, x, sigmas, noise })) {
      done++;
      yield {
        done,
        total: request.steps,
        preview: (longestSide) => develop(toSmallFields(clean, prior.grid, longestSide)),
      };
    }
    return { pixels: develop(toFields(x, prior.grid)), modelEvaluations: denoiser.evaluations() };
  }
  return { render };
}

function known<T>(table: ReadonlyMap<string, T>, name: string, what: string): T {
  const found = table.get(name);
  if (found === undefined) throw new RangeError(`there is no ${what} "${name}"`);
  return found;
}
