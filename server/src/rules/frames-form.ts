/** `frames-form`: a frame count that the video model can't make (4n+1 and the like), more than it was made for, or a single one. */

import { t } from '@vscode/l10n';
import { numberOf } from '../dialects/numbers.ts';
import { type Finding, finding, type Rule, type RuleInput } from '../findings/finding.ts';
import { nearest } from '../findings/nearest.ts';
import { holds, ofPicture } from '../run/index.ts';

export const framesForm: Rule = (input) => [...wrongForm(input), ...oneOfBatch(input)];

function wrongForm({ run, knowledge }: RuleInput): Finding[] {
  const said = ofPicture(run.model, (model) => model.frames?.form);
  const frames = numberOf(run.generation, 'frames');
  // One frame is a picture.
  if (!said || !frames || frames.number <= 1 || !Number.isInteger(frames.number)) return [];
  const { model, fact } = said;
  const { multiple, offset } = fact;
  const { max } = model.frames ?? {};
  if (max !== undefined && frames.number > max) {
    const values = { model: model.name, max };
    return [
      finding(knowledge, 'frames-form', { occurrence: frames.occurrence, message: 'above', values, suggest: [max] }),
    ];
  }
  if ((frames.number - offset) % multiple === 0) return [];
  const near = nearest(frames.number, multiple, offset);
  return [
    finding(knowledge, 'frames-form', {
      occurrence: frames.occurrence,
      message: 'form',
      values: { model: model.name, form: `${multiple}n+${offset}`, near: near.join(t` or `) },
      suggest: near,
    }),
  ];
}

/** A batch that becomes a video, of one frame. */
function oneOfBatch({ run: { generation, facts }, knowledge }: RuleInput): Finding[] {
  const batch = numberOf(generation, 'batch_size');
  const { when, usual } = facts.batch_frames ?? {};
  if (!when || usual === undefined || batch?.number !== 1 || !holds(when, generation)) return [];
  return [
    finding(knowledge, 'frames-form', {
      occurrence: batch.occurrence,
      message: 'one',
      values: { usual },
      suggest: [usual],
    }),
  ];
}
