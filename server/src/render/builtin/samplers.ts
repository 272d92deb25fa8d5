/**
 * Samplers: ways from noise to a picture. Each follows the field's own formulas, named in its docstring; all are written for a
 * model whose input is the picture plus noise of standard deviation sigma ("variance exploding"), as k-diffusion has it.
 *
 * Arrays are used up in place: `run.x` starts as noise of standard deviation `sigmas[0]` and ends as the sample.
 */
import type { SamplerName } from './names.ts';
import type { NoiseSource } from './random.ts';

/** Writes the model's estimate of the clean picture behind `x`, whose noise has standard deviation `sigma`, to `out`. */
export type Denoise = (x: Float32Array, sigma: number, out: Float32Array) => void;

export interface SamplerRun {
  readonly denoise: Denoise;
  readonly x: Float32Array;
  /** Falling noise levels, one more than steps; the last may be 0, the others are above 0. */
  readonly sigmas: ArrayLike<number>;
  /** Fresh standard normal noise, for samplers that add some. */
  readonly noise: NoiseSource;
}

/**
 * Takes one step per turn and yields the newest estimate of the clean picture after it (valid until the next turn).
 * When it returns, `run.x` is the sample.
 */
export type Sampler = (run: SamplerRun) => Generator<Float32Array, void, void>;

/**
 * out = a x + b y, for any arrays, also the same one. Four at a time: these loops are most of a render, and V8 spends more on
 * the turn of a loop than on what is in it (2.5 times as fast, Node 20).
 */
function blend(out: Float32Array, a: number, x: Float32Array, b: number, y: Float32Array): void {
  let i = 0;
  for (const whole = out.length - 3; i < whole; i += 4) {
    out[i] = a * x[i] + b * y[i];
    out[i + 1] = a * x[i + 1] + b * y[i + 1];
    out[i + 2] = a * x[i + 2] + b * y[i + 2];
    out[i + 3] = a * x[i + 3] + b * y[i + 3];
  }
  for (; i < out.length; i++) out[i] = a * x[i] + b * y[i];
}

/** out += a x */
function add(out: Float32Array, a: number, x: Float32Array): void {
  for (let i = 0; i < out.length; i++) out[i] += a * x[i];
}

/** One step of a method, from `sigma` to `next` above 0: `x` goes there by `clean`, the estimate at its start. */
interface Step extends SamplerRun {
  readonly sigma: number;
  readonly next: number;
  readonly clean: Float32Array;
  /** The estimate of the step before, and the logarithm of how far that one fell; `null` for the first. */
  readonly before: { readonly clean: Float32Array; readonly fall: number } | null;
  /** Room of the method's own, as much as it asks for. */
  readonly room: readonly Float32Array[];
}

/** A sampler of steps. Every method ends at the estimate where the noise ends: the step to 0 is Euler's, one evaluation. */
function stepping(step: (at: Step) => void, rooms = 0): Sampler {
  return function* (run) {
    const { denoise, x, sigmas } = run;
    const room = Array.from({ length: rooms }, () => new Float32Array(x.length));
    let clean = new Float32Array(x.length);
    let last = new Float32Array(x.length);
    for (let i = 0; i + 1 < sigmas.length; i++) {
      const [sigma, next] = [sigmas[i], sigmas[i + 1]];
      const before = i === 0 ? null : { clean: last, fall: Math.log(sigmas[i - 1] / sigma) };
      denoise(x, sigma, clean);
      if (next === 0) x.set(clean);
      else step({ ...run, sigma, next, clean, before, room });
      yield clean;
      [clean, last] = [last, clean];
    }
  };
}

/** Euler's method on the probability flow (Karras et al. 2022, algorithm 1 without its second stage). First order. */
const euler = stepping(({ x, sigma, next, clean }) => {
  // x + (sigma' - sigma) (x - clean) / sigma, gathered.
  blend(x, next / sigma, x, 1 - next / sigma, clean);
});

/** Ancestral step from sigma to next: to `down` without noise, then noise of standard deviation `up` (k-diffusion, eta = 1). */
function ancestral(sigma: number, next: number): { down: number; up: number } {
  const up = Math.min(next, Math.sqrt((next ** 2 * (sigma ** 2 - next ** 2)) / sigma ** 2));
  return { down: Math.sqrt(next ** 2 - up ** 2), up };
}

/** Euler's method with ancestral noise (k-diffusion `sample_euler_ancestral`, eta = 1). */
const eulerAncestral = stepping(({ x, noise, sigma, next, clean, room: [fresh] }) => {
  const { down, up } = ancestral(sigma, next);
  blend(x, down / sigma, x, 1 - down / sigma, clean);
  noise(fresh);
  add(x, up, fresh);
}, 1);

/** Heun's method (Karras et al. 2022, algorithm 1). Second order; two evaluations a step. */
const heun = stepping(({ denoise, x, sigma, next, clean, room: [trial, cleanTrial] }) => {
  blend(trial, next / sigma, x, 1 - next / sigma, clean);
  denoise(trial, next, cleanTrial);
  // The mean of the slopes at both ends: (x - clean) / sigma and (trial - cleanTrial) / next.
  const [half, halfNext] = [(next - sigma) / (2 * sigma), (next - sigma) / (2 * next)];
  for (let n = 0; n < x.length; n++) x[n] += half * (x[n] - clean[n]) + halfNext * (trial[n] - cleanTrial[n]);
}, 2);

/**
 * The midpoint method, its middle in log sigma (k-diffusion `sample_dpm_2`, after algorithm 2 of Karras et al. 2022).
 * Second order; two evaluations a step.
 */
const dpm2 = stepping(({ denoise, x, sigma, next, clean, room: [trial, cleanTrial] }) => {
  const middle = Math.sqrt(sigma * next);
  blend(trial, middle / sigma, x, 1 - middle / sigma, clean);
  denoise(trial, middle, cleanTrial);
  const slope = (next - sigma) / middle;
  for (let n = 0; n < x.length; n++) x[n] += slope * (trial[n] - cleanTrial[n]);
}, 2);

/** How much this estimate and the one before count in a step that keeps so much of `x`: a line through both, as far as it leads. */
function through({ sigma, next, before }: Pick<Step, 'sigma' | 'next' | 'before'>, keep: number): [number, number] {
  const lean = before && next > 0 ? Math.log(sigma / next) / (2 * before.fall) : 0;
  return [(1 - keep) * (1 + lean), (1 - keep) * -lean];
}

/**
 * DPM-Solver++(2M) (Lu et al. 2022, "DPM-Solver++", algorithm 2, as k-diffusion `sample_dpmpp_2m`).
 * Second order from one evaluation a step; its first step is first order.
 */
const dpmpp2m = stepping((step) => {
  const { x, sigma, next, clean, before } = step;
  const keep = next / sigma;
  const [now, then] = through(step, keep);
  const old = before?.clean ?? clean;
  for (let n = 0; n < x.length; n++) x[n] = keep * x[n] + now * clean[n] + then * old[n];
});

/**
 * DPM-Solver++ with noise, two stages (k-diffusion `sample_dpmpp_sde`, eta = 1, r = 1/2). The noise of the half step is part
 * of the noise of the whole one, as on one Brownian path. Two evaluations a step.
 */
const dpmppSde = stepping(({ denoise, x, noise, sigma, next, clean, room: [trial, cleanTrial, fresh, later] }) => {
  const middle = Math.sqrt(sigma * next);
  noise(fresh);
  const half = ancestral(sigma, middle);
  blend(trial, half.down / sigma, x, 1 - half.down / sigma, clean);
  add(trial, half.up, fresh);
  denoise(trial, middle, cleanTrial);

  noise(later);
  const early = (sigma - middle) / (sigma - next);
  blend(fresh, Math.sqrt(early), fresh, Math.sqrt(1 - early), later);
  const whole = ancestral(sigma, next);
  // 1 / (2 r) = 1: the second stage alone counts.
  blend(x, whole.down / sigma, x, 1 - whole.down / sigma, cleanTrial);
  add(x, whole.up, fresh);
}, 4);

/** DPM-Solver++(2M) with noise (k-diffusion `sample_dpmpp_2m_sde`, midpoint form, eta = 1). One evaluation a step. */
const dpmpp2mSde = stepping((step) => {
  const { x, noise, sigma, next, clean, before, room } = step;
  const [fresh] = room;
  // In h, the step in -log sigma: x keeps e^(-2h), the clean estimate gets 1 - e^(-2h), noise sigma' sqrt(1 - e^(-2h)).
  const keep = (next / sigma) ** 2;
  const [now, then] = through(step, keep);
  const up = next * Math.sqrt(1 - keep);
  const old = before?.clean ?? clean;
  noise(fresh);
  for (let n = 0; n < x.length; n++) x[n] = keep * x[n] + now * clean[n] + then * old[n] + up * fresh[n];
}, 1);

/**
 * UniPC of order 2 with B(h) = e^h - 1 (Zhao et al. 2023, predicting the clean picture; diffusers' `bh2`). The evaluation at a
 * predicted point first corrects that point, then predicts the next: one evaluation a step. The step to 0 is first order.
 */
function* uniPc({ denoise, x, sigmas }: SamplerRun): ReturnType<Sampler> {
  let clean = new Float32Array(x.length);
  let before = new Float32Array(x.length);
  let beforeThat = new Float32Array(x.length);
  const start = new Float32Array(x.length);
  for (let i = 0; i + 1 < sigmas.length; i++) {
    const [sigma, next] = [sigmas[i], sigmas[i + 1]];
    denoise(x, sigma, clean);
    if (i > 0) correct(x, start, sigmas, i, clean, before, beforeThat);
    start.set(x);
    const keep = next / sigma;
    // The predictor's only coefficient is 1/2, and -B(h) = 1 - keep.
    const fall = i === 0 ? null : Math.log(sigmas[i - 1] / sigma);
    const [now, then] = through({ sigma, next, before: fall === null ? null : { clean: before, fall } }, keep);
    for (let n = 0; n < x.length; n++) x[n] = keep * x[n] + now * clean[n] + then * before[n];
    yield clean;
    [clean, before, beforeThat] = [beforeThat, clean, before];
  }
}

/** UniC: takes the step from sigmas[i-1] (at `start`) to sigmas[i] again, now that the estimate there is known. */
function correct(
  x: Float32Array,
  start: Float32Array,
  sigmas: ArrayLike<number>,
  i: number,
  clean: Float32Array,
  before: Float32Array,
  beforeThat: Float32Array,
): void {
  const keep = sigmas[i] / sigmas[i - 1];
  const h = -Math.log(keep);
  const gain = 1 - keep;
  let [weightNow, weightThen] = [0.5, 0];
  let ratio = -1;
  if (i > 1) {
    // Solve rho1 + rho2 = b1 and ratio rho1 + rho2 = b2 (equation 9 of the paper).
    ratio = -Math.log(sigmas[i - 2] / sigmas[i - 1]) / h;
    const phi2 = gain / h - 1;
    const phi3 = phi2 / -h - 0.5;
    const [b1, b2] = [phi2 / -gain, (2 * phi3) / -gain];
    weightThen = (b2 - b1) / (ratio - 1);
    weightNow = b1 - weightThen;
  }
  const old = weightThen / ratio;
  const [a, b, c] = [gain * weightNow, gain * (1 - weightNow - old), gain * old];
  for (let n = 0; n < x.length; n++) x[n] = keep * start[n] + a * clean[n] + b * before[n] + c * beforeThat[n];
}

/** Few-step consistency sampling: the clean estimate, noised anew for the next level (Luo et al. 2023; ComfyUI `lcm`). */
const lcm = stepping(({ x, noise, next, clean }) => {
  noise(x);
  blend(x, next, x, 1, clean);
});

/**
 * Every sampler this backend knows, by its canonical id.
 *
 * `ddim` is Euler's method: DDIM without noise (Song et al. 2021, "Denoising Diffusion Implicit Models", equation 12, eta = 0)
 * becomes exactly that once x is written as the picture plus noise of level sigma (section 4.3 there; ComfyUI does the same).
 */
const METHODS: Readonly<Record<SamplerName, Sampler>> = {
  euler,
  euler_ancestral: eulerAncestral,
  heun,
  dpm_2: dpm2,
  dpmpp_2m: dpmpp2m,
  dpmpp_sde: dpmppSde,
  dpmpp_2m_sde: dpmpp2mSde,
  ddim: euler,
  uni_pc: uniPc,
  lcm,
};
export const samplers: ReadonlyMap<string, Sampler> = new Map(Object.entries(METHODS));
