/** `size-multiple`: a width or height that program or model can't make. */

import type { Run } from '../run/index.ts';
import { sidesOf } from '../run/size.ts';
import { finding, type Rule, type Severity } from './finding.ts';
import { nearest } from './nearest.ts';

const SEVERITY: Readonly<Record<Unit['otherwise'], Severity>> = {
  refuse: 'error',
  cut: 'warning',
  either: 'information',
};

export const sizeMultiple: Rule = ({ run, knowledge }) => {
  const unit = unitOf(run);
  if (!unit) return [];
  return sidesOf(run.generation)
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

interface Unit {
  readonly pixels: number;
  /** Whose unit it is. */
  readonly of: string;
  /** What becomes of another length; `either`: that depends on the program, which is not known. */
  readonly otherwise: 'refuse' | 'cut' | 'either';
}

/** The unit that lengths must be multiples of. Where the program is known, only its own figures count. */
function unitOf({ generation, program, model: { family, accelerator } }: Run): Unit | null {
  const models = [family, accelerator].filter((model) => model !== null);
  if (generation.tool === null) {
    const model = models.find(({ size }) => size?.multiple_of !== undefined);
    return model?.size?.multiple_of ? { pixels: model.size.multiple_of, of: model.name, otherwise: 'either' } : null;
  }
  const known = program?.size ?? [];
  const own = models
    .map((model) => ({ model, unit: known.find((each) => each.models?.includes(model.id)) }))
    .find(({ unit }) => unit);
  const unit = own?.unit ?? known.find(({ models: only }) => only === undefined);
  if (!program || !unit) return null;
  return {
    pixels: unit.multiple_of,
    of: own?.unit ? `${own.model.name} in ${program.name}` : program.name,
    otherwise: unit.otherwise,
  };
}
