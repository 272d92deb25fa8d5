/** Verdicts on guidance: real guidance, and guidance that is an input of the model. */
import { countOf } from '../../dialects/generation.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { spell } from '../verdict.ts';
import { figure, type Judge, type Remark } from './remark.ts';

export const judgeGuidance: Judge = (input) => {
  const { occurrence, run, knowledge } = input;
  const { scales, known, off } = run.guidance;
  const value = countOf(occurrence);
  if (value === null || occurrence.pass !== null) return [];
  if (!known) return byGuide(value, off, knowledge);
  const { model, facts } = known;
  const { parameter = '', note = '', sweet, default: usual } = facts;
  const remark = (id: string): Remark[] => [
    { id, values: { model: model.name, default: usual, range: spell(sweet ?? [usual, usual]), parameter, note } },
  ];
  const kind = scales.find((scale) => scale.occurrence === occurrence)?.kind;
  if (kind === 'unused' && run.program?.library) return remark('parameter');
  if (kind === 'embedded') return judgeDistilled(input);
  if (facts.kind === 'embedded') {
    if (value <= off) return remark('real-off');
    return kind === 'real' ? remark('real-on') : judgeDistilled(input);
  }
  if (facts.kind === 'off') return remark(value <= off ? 'off-right' : 'off-wrong');
  if (facts.kind === 'other' && note !== '') return remark('note');
  if (!sweet) return remark(value === usual ? 'cfg-usual' : value <= off ? 'cfg-off' : 'cfg-other');
  const [low, high] = sweet;
  if (value >= low && value <= high) return remark('cfg-right');
  if (value > high) return remark(facts.kind === 'cfg-low' ? 'low-above' : 'cfg-above');
  return remark(value <= off ? 'cfg-off' : 'cfg-below');
};

function byGuide(number: number, off: number, knowledge: Knowledge): Remark[] {
  const [loose, sweetest, burnt] = knowledge.guide('guidance_scale')?.ranges ?? [];
  const range = spell([sweetest.from, sweetest.to]);
  if (number <= off) return [{ id: 'guide-off' }];
  if (number < sweetest.from) return [{ id: `guide-${loose.id}` }];
  if (number <= sweetest.to) return [{ id: 'guide-usual', values: { range } }];
  return [{ id: number < burnt.from ? 'guide-high' : 'guide-burnt' }];
}

export const judgeDistilled: Judge = ({ occurrence, run, knowledge }) => {
  const value = countOf(occurrence);
  if (value === null) return [];
  const guide = 'distilled_guidance';
  const { known } = run.guidance;
  if (!known) return [{ guide, id: 'guide' }];
  const { model, facts } = known;
  const { default: usual, sweet = [usual, usual] } = facts;
  const [low, high] = sweet;
  const far = figure(knowledge, guide, 'far');
  const remark = (id: string): Remark[] => [
    { guide, id, values: { model: model.name, default: usual, range: spell([low, high]) } },
  ];
  if (facts.kind === 'off') return remark('off');
  if (facts.kind !== 'embedded') return remark('not-taken');
  if (value === usual) return remark('usual');
  if (value > high) return remark(value > high * far ? 'far-above' : 'above');
  if (value < low) return remark(value < low / far ? 'far-below' : 'below');
  return remark('right');
};
