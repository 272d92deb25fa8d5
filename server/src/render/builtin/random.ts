/**
 * The one source of noise: xoshiro128** (Blackman and Vigna 2021) seeded by splitmix64 (Steele et al. 2014), made normal by
 * the inverse distribution function (Wichura 1988, AS 241, PPND7). One 32-bit number gives one normal number, so that a
 * stream is read the same way on every platform and nothing depends on rejected draws.
 */

const MASK_64 = 0xffff_ffff_ffff_ffffn;
const GOLDEN_RATIO_64 = 0x9e37_79b9_7f4a_7c15n;

/** The output function of splitmix64: a bijection of 64-bit numbers that scatters neighbours. */
function scatter(value: bigint): bigint {
  let z = value & MASK_64;
  z = ((z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & MASK_64;
  z = ((z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn) & MASK_64;
  return z ^ (z >> 31n);
}

/** Returns uniform integers, 0 to 2^32 - 1. */
export type Uint32Source = () => number;

/**
 * The stream of random integers of a seed (0 to 2^64 - 1) and of a picture's place in its batch (0, 1, 2, ...).
 * Every pair has a stream of its own.
 */
export function uniformSource(seed: bigint, image = 0): Uint32Source {
  // The seed is scattered before the place is added: else image 1 of a seed would be image 0 of another.
  let counter = scatter(seed + GOLDEN_RATIO_64) + BigInt(image) * GOLDEN_RATIO_64;
  const next64 = (): bigint => {
    counter = (counter + GOLDEN_RATIO_64) & MASK_64;
    return scatter(counter);
  };
  const [low, high] = [next64(), next64()];
  let a = Number(low & 0xffff_ffffn) | 0;
  let b = Number(low >> 32n) | 0;
  let c = Number(high & 0xffff_ffffn) | 0;
  let d = Number(high >> 32n) | 0;
  return () => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}

/** Fills an array with independent standard normal numbers. */
export type NoiseSource = (out: Float32Array) => void;

/** Standard normal noise of a seed and a picture's place in its batch: see `uniformSource`. */
export function normalSource(seed: bigint, image = 0): NoiseSource {
  const uniform = uniformSource(seed, image);
  return (out) => {
    for (let i = 0; i < out.length; i++) out[i] = normalQuantile((uniform() + 0.5) / 0x1_0000_0000);
  };
}

/**
 * The standard normal quantile of a probability strictly between 0 and 1, to about seven digits.
 * Algorithm AS 241, PPND7 (M. J. Wichura, Applied Statistics 37, 1988).
 */
export function normalQuantile(probability: number): number {
  const q = probability - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)) /
      (((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1)
    );
  }
  const r = Math.sqrt(-Math.log(q < 0 ? probability : 1 - probability));
  const size = r <= 5 ? nearTail(r - 1.6) : farTail(r - 5);
  return q < 0 ? -size : size;
}

function nearTail(r: number): number {
  return (
    (((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777) /
    ((0.12021132975 * r + 0.7370016425) * r + 1)
  );
}

function farTail(r: number): number {
  return (
    (((0.017337203997 * r + 0.42868294337) * r + 3.081226386) * r + 6.657905115) /
    ((0.012258202635 * r + 0.24197894225) * r + 1)
  );
}
