/** The search where a sampler comes to one picture: the fewest steps whose picture can hardly be told from that one. */

import type { CurvePoint, QualityCurve, SweetSpotResult } from '../../protocol/curve.ts';
import { type Course, inTurn, startCourse } from './course.ts';
import { pointOf, sentenceOf } from './outcome.ts';
import type { RenderOnce } from './renders.ts';
import type { Search } from './search.ts';

/** Where the pictures of one seed become good enough, in steps. */
interface Place {
  /** The fewest from which on all that was measured is enough; infinite where the highest count is not. */
  readonly enough: number;
  /** The most that are not; 0 where none was found. */
  readonly below: number;
}

/** Finds it. `null`: too much was left out to say anything. */
export async function findConvergence(search: Search, renderOnce: RenderOnce): Promise<SweetSpotResult | null> {
  const { ladder, seeds, facts, onCurve, parallel = false } = search;
  const enough = facts.enough.similarity;
  const courses: Course[] = [];
  const curve = (): QualityCurve => ({ measure: 'similarity', enough, points: pointsOf(courses) });
  const follow = async (seed: bigint, hint: number | null): Promise<Place | null> => {
    const course = await startCourse(seed, ladder, renderOnce, parallel);
    if (course === null) return null;
    courses.push(course);
    for (;;) {
      onCurve?.(curve());
      const place = placeOn(course, enough);
      const next = nextCount(course, place, hint);
      if (next === null) return place;
      await course.look(next);
    }
  };

  const [first, ...rest] = seeds;
  const place = await follow(first, null);
  if (place === null) return null;
  const others = await inTurn(rest, parallel, (seed) => follow(seed, place.enough));
  const places = [place, ...others.filter((other) => other !== null)];

  const top = Math.max(...courses.flatMap((course) => course.rungs()));
  const counts = places.map((one) => one.enough).sort((a, b) => a - b);
  // The middle one; of two the higher, as that is enough for both.
  const middle = counts[Math.floor(counts.length / 2)];
  const found = {
    curve: curve(),
    steps: middle > top ? null : middle,
    between: [
      Math.min(top, ...places.map(({ below }) => below + 1)),
      Math.min(top, counts[counts.length - 1]),
    ] as const,
  };
  return { ...found, sentence: sentenceOf(found, courses.length, search) };
}

function placeOn({ known }: Course, enough: number): Place {
  const counts = [...known.keys()];
  const below = Math.max(0, ...[...known].flatMap(([steps, { quality }]) => (quality < enough ? [steps] : [])));
  return { below, enough: Math.min(...counts.filter((steps) => steps > below)) };
}

/**
 * The count to look at next; `null` when the place is known. It bisects, as quality rises with the steps, and then looks at the
 * count above, too: should that not be enough, the place was a lucky one. The lowest comes last: it costs little, and without it
 * a curve does not show what steps buy. With `hint`, what was enough for another seed, it goes from there, one by one.
 */
function nextCount({ known, rungs }: Course, { below, enough }: Place, hint: number | null): number | null {
  const open = rungs().filter((steps) => steps > below && steps < enough && !known.has(steps));
  if (hint === null) {
    const [lowest] = rungs();
    const above = rungs().find((steps) => steps > enough);
    const rest = open.length > 0 ? [open[Math.floor(open.length / 2)]] : [above, lowest];
    return rest.find((steps) => steps !== undefined && !known.has(steps)) ?? null;
  }
  if (open.length === 0) return null;
  if (open.includes(hint)) return hint;
  return hint < open[0] ? open[0] : open[open.length - 1];
}

function pointsOf(courses: readonly Course[]): readonly CurvePoint[] {
  const counts = [...new Set(courses.flatMap(({ known }) => [...known.keys()]))].sort((a, b) => a - b);
  return counts.map((steps) => {
    const found = courses.flatMap(({ known }) => known.get(steps) ?? []);
    return pointOf(
      steps,
      found.map(({ quality }) => quality),
      found.map(({ seconds }) => seconds),
    );
  });
}
