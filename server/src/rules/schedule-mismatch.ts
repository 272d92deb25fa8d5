/** `schedule-mismatch`: a noise schedule that the model is not made for. */
import { finding, type Rule } from '../findings/finding.ts';
import { flowModelOf } from '../run/index.ts';

export const scheduleMismatch: Rule = ({ run: { generation, model, sampling }, knowledge }) => {
  const { schedule, scheduleAt: occurrence } = sampling;
  const { decisive } = model;
  if (!occurrence || !schedule || !decisive) return [];
  const [best] = decisive.schedules ?? [];
  if (best && !decisive.schedules?.includes(schedule.id)) {
    return [
      finding(knowledge, 'schedule-mismatch', {
        occurrence,
        message: 'needs',
        values: { model: decisive.name, schedule: schedule.name, best: knowledge.schedule(best)?.name ?? best },
        // The id is ComfyUI's name for it; elsewhere it is spelled otherwise.
        suggest: generation.program === 'comfyui' ? [best] : [],
      }),
    ];
  }
  const flow = flowModelOf(model, knowledge);
  if (!flow || schedule.flow) return [];
  const usual = knowledge.schedule(flow.usual_schedule ?? '');
  return [
    finding(knowledge, 'schedule-mismatch', {
      occurrence,
      message: usual ? 'own' : 'flow',
      values: { model: flow.name, schedule: schedule.name, best: usual?.name ?? '' },
      suggest: usual && generation.program === 'comfyui' ? [usual.id] : [],
    }),
  ];
};
