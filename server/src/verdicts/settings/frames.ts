/** Verdicts on the length of a video: frame counts the model takes, and its frame rate. */
import { countOf } from '../../dialects/generation.ts';
import { numberOf } from '../../dialects/numbers.ts';
import { ofPicture } from '../../run/index.ts';
import type { Judge, Judged, Remark } from './remark.ts';

export const judgeFrames: Judge = (input) => {
  const { occurrence, run } = input;
  const count = countOf(occurrence);
  if (count === null || !Number.isInteger(count) || count < 1) return [];
  if (count === 1) return [{ id: 'one' }];
  const model = videoModel(input);
  const { form, max, fps } = model?.frames ?? {};
  const rate = numberOf(run.generation, 'fps')?.number ?? fps;
  const lasts: Remark[] = rate
    ? [{ id: 'lasts', values: { fps: rate, seconds: Number((count / rate).toFixed(1)) } }]
    : [];
  if (model && max !== undefined && count > max) return [{ id: 'too-many', values: { model: model.name, max } }];
  if (model && form && (count - form.offset) % form.multiple === 0)
    return [{ id: 'fits', values: { model: model.name, form: `${form.multiple}n+${form.offset}` } }, ...lasts];
  return [{ id: 'count' }, ...lasts];
};

export const judgeFps: Judge = (input) => {
  const rate = countOf(input.occurrence);
  if (rate === null || rate <= 0) return [];
  const model = videoModel(input);
  const fps = model?.frames?.fps;
  if (!model || fps === undefined) return [{ id: 'fps-count' }];
  return [
    {
      id: rate === fps ? 'fps-right' : rate > fps ? 'fps-faster' : 'fps-slower',
      values: { model: model.name, fps },
    },
  ];
};

function videoModel({ run: { model } }: Judged) {
  return ofPicture(model, ({ frames }) => frames)?.model ?? null;
}
