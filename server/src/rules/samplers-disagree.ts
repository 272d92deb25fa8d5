/** `samplers-disagree`: two samplers that share one schedule but count it differently. */
import { grouped } from '../common/grouped.ts';
import { remembered } from '../common/memory.ts';
import { type Occurrence, type Reading, settingOf } from '../dialects/generation.ts';
import { asNumber, numberOf, samePlace } from '../dialects/numbers.ts';
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
    const inGraph = ({ graph }: Share) => graph === second.graph;
    const firsts = (shares.byEnd.get(second.start) ?? []).filter(({ end, steps }) => end < steps).filter(inGraph);
    const seconds = (shares.byStart.get(second.start) ?? []).filter(inGraph);
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
  /** What sets the generations of one graph of a file apart from those of another. */
  readonly graph: string;
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
const sharesOf = remembered(({ generations }: Reading, knowledge: Knowledge): Shares => {
  const all = generations.flatMap((generation) => shareOf(runOf(generation, knowledge)) ?? []);
  return { byStart: grouped(all, ({ start }) => start), byEnd: grouped(all, ({ end }) => end) };
});

/** The part of a schedule that a sampler runs, `null` where it doesn't say. */
function shareOf({ generation, steps: { occurrence, written: steps } }: Run): Share | null {
  const start = numberOf(generation, 'start_step')?.number ?? 0;
  const to = settingOf(generation, 'end_step');
  const end = to?.sentinel ? Number.POSITIVE_INFINITY : to && asNumber(to)?.number;
  if (!occurrence || steps === null || end === undefined) return null;
  return { graph: /^.*#/.exec(generation.id)?.[0] ?? '', occurrence, steps, start, end };
}
