/**
 * The discrete Fourier transform in two dimensions, for lengths made of the primes 2, 3 and 5.
 *
 * Stockham's self-sorting form (Van Loan, "Computational Frameworks for the Fast Fourier Transform", 1992): each pass
 * reads one array and writes another, in order. Its stride may start above 1, so that the same passes
 * transform all columns at once, with the innermost loop along a row.
 *
 * Complex numbers lie as pairs: real part, imaginary part.
 */

/** `forward` has e^(-2 pi i jk/n), `inverse` e^(+2 pi i jk/n); neither divides by n. */
export type Direction = 'forward' | 'inverse';

/** The smallest multiple of `unit` that is at least `n` and has no prime factor above 5. `unit` must have none itself. */
export function smoothLength(n: number, unit = 1): number {
  for (let multiple = Math.max(1, Math.ceil(n / unit)); ; multiple++) {
    if (radices(multiple) !== null) return multiple * unit;
  }
}

/** Factors of n in the order of the passes, or `null` when n has a prime factor above 5. */
function radices(n: number): number[] | null {
  const found: number[] = [];
  for (const radix of [4, 2, 3, 5]) {
    while (n % radix === 0) {
      found.push(radix);
      n /= radix;
    }
  }
  return n === 1 ? found : null;
}

/**
 * Transforms a `width` x `height` array of complex numbers (row by row) in place, without dividing by their number.
 * Throws a `RangeError` for a length with a prime factor above 5, or an array of another size.
 */
export function transform2d(data: Float32Array, width: number, height: number, direction: Direction): void {
  if (data.length !== 2 * width * height)
    throw new RangeError(`${data.length} numbers are not ${width} x ${height} pairs`);
  const scratch = new Float32Array(data.length);
  const row = new Float32Array(2 * width);
  const rowScratch = new Float32Array(2 * width);
  for (let y = 0; y < height; y++) {
    const start = 2 * width * y;
    row.set(data.subarray(start, start + 2 * width));
    data.set(transformLines(row, rowScratch, width, 1, direction), start);
  }
  const result = transformLines(data, scratch, height, width, direction);
  if (result !== data) data.set(result);
}

/** Transforms `lines` interleaved lines of n numbers; the answer is in one of the two arrays, which is returned. */
function transformLines(
  data: Float32Array,
  scratch: Float32Array,
  n: number,
  lines: number,
  direction: Direction,
): Float32Array {
  const factors = radices(n);
  if (factors === null) throw new RangeError(`${n} has a prime factor above 5`);
  const roots = unitRoots(n, direction);
  const sign = direction === 'forward' ? -1 : 1;
  let [from, to] = [data, scratch];
  let stride = lines;
  let left = n;
  for (const radix of factors) {
    left /= radix;
    PASSES[radix](from, to, left, stride, roots, n / (left * radix), sign);
    [from, to] = [to, from];
    stride *= radix;
  }
  return from;
}

const rootsKept = new Map<string, Float64Array>();

/** e^(+-2 pi i j/n) for j = 0 .. n-1, as pairs. */
function unitRoots(n: number, direction: Direction): Float64Array {
  const name = `${direction} ${n}`;
  const kept = rootsKept.get(name);
  if (kept !== undefined) return kept;
  const turn = ((direction === 'forward' ? -2 : 2) * Math.PI) / n;
  const roots = new Float64Array(2 * n);
  for (let j = 0; j < n; j++) {
    roots[2 * j] = Math.cos(turn * j);
    roots[2 * j + 1] = Math.sin(turn * j);
  }
  rootsKept.set(name, roots);
  return roots;
}

/**
 * One pass: `groups` butterflies for each of `stride` neighbours. Input leg j of group p starts at stride (p + j groups),
 * output leg i at stride (p radix + i) and is turned by root (p i step).
 */
type Pass = (
  from: Float32Array,
  to: Float32Array,
  groups: number,
  stride: number,
  roots: Float64Array,
  step: number,
  sign: number,
) => void;

const pass2: Pass = (from, to, groups, stride, roots, step) => {
  const leg = 2 * stride * groups;
  const out = 2 * stride;
  for (let p = 0; p < groups; p++) {
    const [cos, sin] = [roots[2 * p * step], roots[2 * p * step + 1]];
    let a = 2 * stride * p;
    let b = 4 * stride * p;
    for (const end = a + out; a < end; a += 2, b += 2) {
      const re = from[a] - from[a + leg];
      const im = from[a + 1] - from[a + leg + 1];
      to[b] = from[a] + from[a + leg];
      to[b + 1] = from[a + 1] + from[a + leg + 1];
      to[b + out] = re * cos - im * sin;
      to[b + out + 1] = re * sin + im * cos;
    }
  }
};

const pass3: Pass = (from, to, groups, stride, roots, step, sign) => {
  const leg = 2 * stride * groups;
  const out = 2 * stride;
  const tilt = sign * Math.sin((2 * Math.PI) / 3);
  for (let p = 0; p < groups; p++) {
    const [cos1, sin1] = [roots[2 * p * step], roots[2 * p * step + 1]];
    const [cos2, sin2] = [roots[4 * p * step], roots[4 * p * step + 1]];
    let a = 2 * stride * p;
    let b = 6 * stride * p;
    for (const end = a + out; a < end; a += 2, b += 2) {
      const sumRe = from[a + leg] + from[a + 2 * leg];
      const sumIm = from[a + leg + 1] + from[a + 2 * leg + 1];
      const turnRe = -tilt * (from[a + leg + 1] - from[a + 2 * leg + 1]);
      const turnIm = tilt * (from[a + leg] - from[a + 2 * leg]);
      const midRe = from[a] - 0.5 * sumRe;
      const midIm = from[a + 1] - 0.5 * sumIm;
      to[b] = from[a] + sumRe;
      to[b + 1] = from[a + 1] + sumIm;
      to[b + out] = (midRe + turnRe) * cos1 - (midIm + turnIm) * sin1;
      to[b + out + 1] = (midRe + turnRe) * sin1 + (midIm + turnIm) * cos1;
      to[b + 2 * out] = (midRe - turnRe) * cos2 - (midIm - turnIm) * sin2;
      to[b + 2 * out + 1] = (midRe - turnRe) * sin2 + (midIm - turnIm) * cos2;
    }
  }
};

const pass4: Pass = (from, to, groups, stride, roots, step, sign) => {
  const leg = 2 * stride * groups;
  const out = 2 * stride;
  for (let p = 0; p < groups; p++) {
    const [cos1, sin1] = [roots[2 * p * step], roots[2 * p * step + 1]];
    const [cos2, sin2] = [roots[4 * p * step], roots[4 * p * step + 1]];
    const [cos3, sin3] = [roots[6 * p * step], roots[6 * p * step + 1]];
    let a = 2 * stride * p;
    let b = 8 * stride * p;
    for (const end = a + out; a < end; a += 2, b += 2) {
      const evenRe = from[a] + from[a + 2 * leg];
      const evenIm = from[a + 1] + from[a + 2 * leg + 1];
      const oddRe = from[a + leg] + from[a + 3 * leg];
      const oddIm = from[a + leg + 1] + from[a + 3 * leg + 1];
      const midRe = from[a] - from[a + 2 * leg];
      const midIm = from[a + 1] - from[a + 2 * leg + 1];
      const turnRe = -sign * (from[a + leg + 1] - from[a + 3 * leg + 1]);
      const turnIm = sign * (from[a + leg] - from[a + 3 * leg]);
      to[b] = evenRe + oddRe;
      to[b + 1] = evenIm + oddIm;
      to[b + out] = (midRe + turnRe) * cos1 - (midIm + turnIm) * sin1;
      to[b + out + 1] = (midRe + turnRe) * sin1 + (midIm + turnIm) * cos1;
      to[b + 2 * out] = (evenRe - oddRe) * cos2 - (evenIm - oddIm) * sin2;
      to[b + 2 * out + 1] = (evenRe - oddRe) * sin2 + (evenIm - oddIm) * cos2;
      to[b + 3 * out] = (midRe - turnRe) * cos3 - (midIm - turnIm) * sin3;
      to[b + 3 * out + 1] = (midRe - turnRe) * sin3 + (midIm - turnIm) * cos3;
    }
  }
};

const pass5: Pass = (from, to, groups, stride, roots, step, sign) => {
  const leg = 2 * stride * groups;
  const out = 2 * stride;
  const near = Math.cos((2 * Math.PI) / 5);
  const far = Math.cos((4 * Math.PI) / 5);
  const nearTilt = sign * Math.sin((2 * Math.PI) / 5);
  const farTilt = sign * Math.sin((4 * Math.PI) / 5);
  const put = (at: number, re: number, im: number, root: number): void => {
    to[at] = re * roots[2 * root] - im * roots[2 * root + 1];
    to[at + 1] = re * roots[2 * root + 1] + im * roots[2 * root];
  };
  for (let p = 0; p < groups; p++) {
    let a = 2 * stride * p;
    let b = 10 * stride * p;
    for (const end = a + out; a < end; a += 2, b += 2) {
      const outerRe = from[a + leg] + from[a + 4 * leg];
      const outerIm = from[a + leg + 1] + from[a + 4 * leg + 1];
      const innerRe = from[a + 2 * leg] + from[a + 3 * leg];
      const innerIm = from[a + 2 * leg + 1] + from[a + 3 * leg + 1];
      const outerGapRe = from[a + leg] - from[a + 4 * leg];
      const outerGapIm = from[a + leg + 1] - from[a + 4 * leg + 1];
      const innerGapRe = from[a + 2 * leg] - from[a + 3 * leg];
      const innerGapIm = from[a + 2 * leg + 1] - from[a + 3 * leg + 1];
      const firstRe = from[a] + near * outerRe + far * innerRe;
      const firstIm = from[a + 1] + near * outerIm + far * innerIm;
      const secondRe = from[a] + far * outerRe + near * innerRe;
      const secondIm = from[a + 1] + far * outerIm + near * innerIm;
      const firstTurnRe = -(nearTilt * outerGapIm + farTilt * innerGapIm);
      const firstTurnIm = nearTilt * outerGapRe + farTilt * innerGapRe;
      const secondTurnRe = -(farTilt * outerGapIm - nearTilt * innerGapIm);
      const secondTurnIm = farTilt * outerGapRe - nearTilt * innerGapRe;
      to[b] = from[a] + outerRe + innerRe;
      to[b + 1] = from[a + 1] + outerIm + innerIm;
      put(b + out, firstRe + firstTurnRe, firstIm + firstTurnIm, p * step);
      put(b + 2 * out, secondRe + secondTurnRe, secondIm + secondTurnIm, 2 * p * step);
      put(b + 3 * out, secondRe - secondTurnRe, secondIm - secondTurnIm, 3 * p * step);
      put(b + 4 * out, firstRe - firstTurnRe, firstIm - firstTurnIm, 4 * p * step);
    }
  }
};

const PASSES: Readonly<Record<number, Pass>> = { 2: pass2, 3: pass3, 4: pass4, 5: pass5 };
