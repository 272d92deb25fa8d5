/** `size-multiple`: a width or height that program or model can't make. */
import type { Run } from '../run/index.ts';
import { finding, type Rule, type Severity } from './finding.ts';
import { nearest } from './nearest.ts';

const SEVERITY: Readonly<Record<NonNullable<Run['size']['unit']>['otherwise'], Severity>> = {
  refuse: 'error',
  cut: 'warning',
  either: 'information',
};

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
        severity: SEVERITY[unit.otherwise],
        values: {
          pixels,
          unit: unit.pixels,
          of: unit.of,
          near: near.join(' or '),
          cut: Math.floor(pixels / unit.pixels) * unit.pixels,
        },
        suggest: near.map(replaced),
      });
    });
};
