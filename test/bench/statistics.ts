/** The sample below which a share `q` of all lies, by nearest rank. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}
