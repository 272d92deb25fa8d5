/** `size-far-from-native`: a picture far smaller or larger than the model was trained for. */

import { finding, type Rule } from '../findings/finding.ts';
import { ofPicture, type Run } from '../run/index.ts';

export const sizeFarFromNative: Rule = ({ run, knowledge }) => {
  const said = ofPicture(run.model, ({ size }) => size?.usable && { native: size.native[0], usable: size.usable });
  const [width, height] = run.size.sides;
  // Image-to-image keeps the composition of its picture: only what is made from noise suffers.
  if (!said || !width || !height || startsFromPicture(run)) return [];
  const side = Math.sqrt(width.pixels * height.pixels);
  const { native, usable } = said.fact;
  const [low, high] = usable;
  if (side >= low && side <= high) return [];
  return [
    finding(knowledge, 'size-far-from-native', {
      occurrence: width.occurrence,
      message: side < low ? 'small' : 'large',
      values: { model: said.model.name, size: `${width.pixels} x ${height.pixels}`, native: native.join(' x ') },
    }),
  ];
};

/** Less than full noise, or a start within the schedule. */
function startsFromPicture({ generation, steps: { part, written } }: Run): boolean {
  if (part?.kind === 'window' && written !== null && part.bounds(written)[0] > 0) return true;
  return generation.settings.some(({ setting, value }) => setting === 'strength' && Number(value) < 1);
}
