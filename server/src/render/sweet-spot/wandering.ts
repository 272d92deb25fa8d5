/**
 * The search where fresh noise enters at every step: each count gives another picture, so there is none to come near to. What
 * can be said is from where on pictures have as much detail as those of the highest count.
 */

import type { CurvePoint, QualityCurve, SweetSpotResult } from '../../protocol/curve.ts';
import { inTurn } from './course.ts';
import { detailOf } from './detail.ts';
import { nearest } from './ladder.ts';
import { mean, pointOf, sentenceOf } from './outcome.ts';
import type { DecodedRender, RenderOnce } from './renders.ts';
import type { Search } from './search.ts';

/** The pictures of one count: a number for each seed. */
interface Grain {
  readonly steps: number;
  readonly details: readonly number[];
  readonly seconds: readonly number[];
}

/** Finds it. `null`: too much was left out to say anything. */
export async function findDetail(search: Search, renderOnce: RenderOnce): Promise<SweetSpotResult | null> {
  const { ladder, seeds, facts, onCurve, parallel = false } = search;
  const enough = facts.enough.detail;
  const grains: Grain[] = [];
  const curve = (): QualityCurve => ({ measure: 'detail', enough, points: pointsOf(grains) });
  /** Renders counts one after the other, with every seed, until one of them will do. Those left out are passed over. */
  const look = async (counts: readonly number[], willDo: (quality: number) => boolean): Promise<void> => {
    for (const steps of counts) {
      const decoded = (await inTurn(seeds, parallel, (seed) => renderOnce(steps, seed))).filter((one) => one !== null);
      if (decoded.length === 0) continue;
      grains.push(grainOf(steps, decoded));
      const { points } = curve();
      if (points.length > 1) onCurve?.(curve());
      if (points.some((point) => point.steps === steps && willDo(point.quality))) return;
    }
  };

  const half = nearest(ladder, ladder[ladder.length - 1] / 2);
  await look(ladder.filter((steps) => steps <= half).toReversed(), () => true);
  await look(ladder.filter((steps) => steps > half).toReversed(), () => true);
  if (grains.length < 2) return null;
  // Nothing is bisected, as detail goes up and down with the picture: down from the half, or up from there, until it changes.
  const [lower, higher] = curve().points;
  if (lower.quality >= enough)
    await look(ladder.filter((steps) => steps < lower.steps).toReversed(), (quality) => quality < enough);
  else
    await look(
      ladder.filter((steps) => steps > lower.steps && steps < higher.steps),
      (quality) => quality >= enough,
    );
  const found = { curve: curve(), ...placeOn(curve()) };
  return { ...found, sentence: sentenceOf(found, seeds.length, search) };
}

function grainOf(steps: number, decoded: readonly DecodedRender[]): Grain {
  return {
    steps,
    details: decoded.map(({ image }) => detailOf(image)),
    seconds: decoded.map(({ seconds }) => seconds),
  };
}

/**
 * How near each count's detail is to that of the highest: their quotient, the smaller by the larger, as noise that was not removed
 * is no detail either. Of all seeds together, as detail differs from picture to picture more than from count to count.
 */
function pointsOf(grains: readonly Grain[]): readonly CurvePoint[] {
  const ascending = grains.toSorted((a, b) => a.steps - b.steps);
  const most = mean(ascending[ascending.length - 1].details);
  const nearness = (detail: number): number => Math.min(detail, most) / Math.max(detail, most, Number.MIN_VALUE);
  return ascending.map(({ steps, details, seconds }) =>
    pointOf(steps, details.map(nearness), seconds, nearness(mean(details))),
  );
}

/** From where on all that was measured is enough; the highest count alone is no place, as it was measured by itself. */
function placeOn({ points, enough }: QualityCurve): Pick<SweetSpotResult, 'steps' | 'between'> {
  const top = points[points.length - 1].steps;
  const below = Math.max(0, ...points.filter(({ quality }) => quality < enough).map(({ steps }) => steps));
  const place = Math.min(...points.filter(({ steps }) => steps > below).map(({ steps }) => steps));
  const unsure = Math.max(0, ...points.filter(({ low }) => low < enough).map(({ steps }) => steps));
  const sure = Math.min(
    ...points.filter(({ steps }) => steps > unsure && steps >= place).map(({ steps }) => steps),
    top,
  );
  return { steps: place === top ? null : place, between: [Math.min(below + 1, place), sure] };
}
