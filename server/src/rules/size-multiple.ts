/** `size-multiple`: a width or height that program or model can't make. */
import { t } from '@vscode/l10n';
import { finding, type Rule } from '../findings/finding.ts';
import { nearest } from '../findings/nearest.ts';

export const sizeMultiple: Rule = ({ run: { size }, knowledge }) => {
  const { unit, sides } = size;
  if (!unit) return [];
  return sides
    .filter(({ pixels }) => pixels % unit.pixels !== 0)
    .map(({ occurrence, pixels, replaced }) => {
      const near = nearest(pixels, unit.pixels, 0);
      return finding(knowledge, 'size-multiple', {
        occurrence,
        message: unit.otherwise,
        ...(unit.otherwise === 'either' && { ground: 'likely' }),
        values: {
          pixels,
          unit: unit.pixels,
          of: unit.of,
          near: near.join(t` or `),
          cut: Math.floor(pixels / unit.pixels) * unit.pixels,
        },
        suggest: near.map(replaced),
      });
    });
};
