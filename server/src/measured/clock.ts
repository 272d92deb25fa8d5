/** Clocks jump: what was measured while one was far ahead must not stand before, or hide, all that comes after. */
import type { Facts } from './facts.ts';

/** Milliseconds that a time may lie ahead: a clock that was put back by less than a day is taken at its word. */
const AHEAD = 24 * 3_600_000;

/** The same facts, but times more than a day ahead of `now` are `now`: from then on they age like any other. */
export function untilNow(facts: Facts, now: Date): Facts {
  const latest = new Date(now.getTime() + AHEAD).toISOString();
  const time = (at: string): string => (at > latest ? now.toISOString() : at);
  return {
    ...facts,
    clearedAt: time(facts.clearedAt),
    speeds: facts.speeds.map((speed) => ({
      ...speed,
      samples: speed.samples.map((sample) => ({ ...sample, at: time(sample.at) })),
    })),
    sweetSpots: facts.sweetSpots.map((spot) => ({ ...spot, at: time(spot.at) })),
  };
}
