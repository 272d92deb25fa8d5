/** `samplers-disagree`: two samplers that share one schedule but count it differently. */
import type { Occurrence, Reading } from '../dialects/generation.ts';
import { numberOf, samePlace } from '../dialects/numbers.ts';
import { type CrossRule, finding } from '../findings/finding.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { type Run, runOf } from '../run/index.ts';

export const samplersDisagree: CrossRule = {
  concerns: ({ run }) => (shareOf(run)?.start ?? 0) > 0,
  findings: ({ run, knowledge }, reading) => {
    const second = shareOf(run);
    if (!second || second.start === 0) return [];
    // The graph's wires are not at hand: where the one stops must be where exactly one other takes over.
    const shares = sharesOf(reading, knowledge);
    const firsts = (shares.byEnd.get(second.start) ?? []).filter(({ end, steps }) => end < steps);
    const seconds = shares.byStart.get(second.start) ?? [];
    const [first] = firsts;
    if (firsts.length !== 1 || seconds.length !== 1 || first.steps === second.steps) return [];
    if (samePlace(first.occurrence, second.occurrence)) return [];
    return [
      finding(knowledge, 'samplers-disagree', {
        occurrence: second.occurrence,
        message: 'total',
        values: { other: first.steps, step: second.start },
        suggest: [first.steps],
        related: { occurrence: first.occurrence, message: `${first.occurrence.key}: ${first.steps}` },
      }),
    ];
  },
};

interface Share {
  readonly occurrence: Occurrence;
  readonly steps: number;
  readonly start: number;
  readonly end: number;
}

interface Shares {
  readonly byStart: ReadonlyMap<number, Share[]>;
  readonly byEnd: ReadonlyMap<number, Share[]>;
}

/** Made once a reading, and only when asked for. */
const known = new WeakMap<Reading, Shares>();

function sharesOf(reading: Reading, knowledge: Knowledge): Shares {
  const before = known.get(reading);
  if (before) return before;
  const byStart = new Map<number, Share[]>();
  const byEnd = new Map<number, Share[]>();
  for (const share of reading.generations.flatMap((generation) => shareOf(runOf(generation, knowledge)) ?? [])) {
    add(byStart, share.start, share);
    add(byEnd, share.end, share);
  }
  const shares = { byStart, byEnd };
  known.set(reading, shares);
  return shares;
}

function add(shares: Map<number, Share[]>, step: number, share: Share): void {
  const others = shares.get(step);
  if (others) others.push(share);
  else shares.set(step, [share]);
}

/** The part of a schedule that a sampler runs, `null` where it doesn't say. */
function shareOf({ generation, steps: { occurrence, written: steps } }: Run): Share | null {
  const start = numberOf(generation, 'start_step')?.number ?? 0;
  const end = numberOf(generation, 'end_step')?.number;
  if (!occurrence || steps === null || end === undefined) return null;
  return { occurrence, steps, start, end };
}
