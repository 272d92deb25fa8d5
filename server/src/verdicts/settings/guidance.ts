/** Verdicts on guidance: real guidance, and guidance that is an input of the model. */
import { countOf } from '../../dialects/generation.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { isAbove, isOfPictures } from '../../run/index.ts';
import { spell } from '../steps-usual.ts';
import { figure, type Judge, type Remark } from './remark.ts';

export const judgeGuidance: Judge = (input) => {
  const { occurrence, run, knowledge } = input;
  const { scales, known, off, onlyAt } = run.guidance;
  const written = countOf(occurrence);
  if (written === null || occurrence.pass !== null) return [];
  if (!known) return isOfPictures(run.model) ? byGuide(written, off, knowledge) : [];
  const { model, facts } = known;
  const { parameter = '', note = '', default: usual } = facts;
  const scale = scales.find((scale) => scale.occurrence === occurrence);
  const { kind, usual: value = null } = scale ?? {};
  if (value === null) return [];
  // The figures as this program counts them.
  const here = (figure: number): number => figure - (value - written);
  const { sweet = [usual, usual] } = facts;
  const values = { model: model.name, default: here(usual), range: spell([here(sweet[0]), here(sweet[1])]), off };
  const remark = (id: string): Remark[] => [{ id, values: { ...values, parameter, note } }];
  const isOff = !isAbove(written, off);
  if (scale?.idle === 'switched-off') return remark('switched-off');
  if (run.model.lora?.joinsLater) return remark('before-lora');
  if (kind === 'unused' && run.program?.library) return remark('parameter');
  // Whole LCM checkpoints take it as an input, of a range that their LoRAs don't have.
  if (kind === 'embedded') return facts.kind === 'cfg-low' && note !== '' ? remark('note') : judgeDistilled(input);
  if (onlyAt && isAbove(off, written)) return remark('below-off');
  if (facts.kind === 'embedded') {
    // A bare 0 is no real guidance that is off: it is the model's input, and far too little.
    if (isOff && (kind === 'real' || written === off)) return remark('real-off');
    return kind === 'real' ? remark('real-on') : judgeDistilled(input);
  }
  if (facts.kind === 'off') return remark(isOff ? 'off-right' : 'off-wrong');
  if (facts.kind === 'other' && note !== '') return remark('note');
  if (!facts.sweet) return remark(value === usual ? 'cfg-usual' : isOff ? 'cfg-off' : 'cfg-other');
  const [low, high] = sweet;
  if (value >= low && value <= high) return remark('cfg-right');
  if (value > high && run.model.isReduced) return remark('reduced');
  if (value > high) return remark(facts.kind === 'cfg-low' ? 'low-above' : 'cfg-above');
  return remark(isOff ? 'cfg-off' : 'cfg-below');
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
