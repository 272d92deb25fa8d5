/** `size-far-from-native`: a picture far smaller or larger than the model was trained for. */

import { finding, type Rule } from '../findings/finding.ts';
import { holds, ofPicture, type Run, type Side } from '../run/index.ts';
import { isSamePlace } from '../syntax/navigate.ts';

export const sizeFarFromNative: Rule = ({ run, knowledge }) => {
  const said = ofPicture(
    run.model,
    ({ size }) => size?.usable && { native: size.native[0], all: size.native, usable: size.usable },
  );
  const [width, height] = run.size.sides;
  // Image-to-image keeps the composition of its picture: only what is made from noise suffers.
  if (!said || !width || !height || startsFromPicture(run) || isGrown(run)) return [];
  const side = Math.sqrt(width.pixels * height.pixels);
  const { native, usable } = said.fact;
  const [low, high] = usable;
  if (side >= low && side <= high) return [];
  return [
    finding(knowledge, 'size-far-from-native', {
      occurrence: width.occurrence,
      message: side < low ? 'small' : 'large',
      values: { model: said.model.name, size: `${width.pixels} x ${height.pixels}`, native: native.join(' x ') },
      offers: [fixFor(width, height, nearestShape(said.fact.all, width.pixels / height.pixels))],
    }),
  ];
};

/** The size nearest in shape, upright or lying. */
function nearestShape(native: readonly (readonly [number, number])[], shape: number): readonly [number, number] {
  const far = ([width, height]: readonly [number, number]) => Math.abs(Math.log(width / height / shape));
  return native
    .flatMap(([a, b]) => [[a, b] as const, [b, a] as const])
    .reduce((best, one) => (far(one) < far(best) ? one : best));
}

/** Both sides, also where one text holds them. */
function fixFor(width: Side, height: Side, [wide, high]: readonly [number, number]) {
  const fix = { title: 'native', values: { width: wide, height: high }, value: width.replaced(wide) };
  if (isSamePlace(width.occurrence.range, height.occurrence.range)) {
    const pair = String(fix.value);
    return { ...fix, value: pair.slice(0, -String(height.pixels).length) + String(high) };
  }
  return { ...fix, also: [{ value: height.replaced(high), range: height.occurrence.range }] };
}

/** Less than full noise, or a start within the schedule. */
function startsFromPicture({ generation, steps: { part, written } }: Run): boolean {
  if (part?.kind === 'window' && written !== null && part.bounds(written)[0] > 0) return true;
  return generation.settings.some(({ setting, value }) => setting === 'strength' && Number(value) < 1);
}

/** The program makes it of a smaller picture, or of tiles. */
function isGrown({ generation, facts }: Run): boolean {
  return facts.grown_when?.some((when) => holds(when, generation)) ?? false;
}
