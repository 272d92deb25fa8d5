/** `schedule-mismatch`: a noise schedule that the model is not made for. */
import { finding, type Rule } from '../findings/finding.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { type Codes, codesOf, flowModelOf, type Run, scheduleName, scheduleStart, schedulesFor } from '../run/index.ts';

export const scheduleMismatch: Rule = ({ run, knowledge }) => {
  const { model, sampling } = run;
  const { schedule, scheduleAt: occurrence } = sampling;
  const { decisive } = model;
  if (!occurrence || !schedule || !decisive) return [];
  const codes = occurrence.via === null ? codesOf(occurrence.setting, run.generation, knowledge) : null;
  const report = (message: string, name: string, wanted: readonly string[]) => [
    finding(knowledge, 'schedule-mismatch', {
      occurrence,
      message,
      values: { model: name, schedule: schedule.name, best: knowledge.schedule(wanted[0])?.name ?? wanted[0] },
      ...(codes ? { offers: numbered(codes, wanted, run, knowledge) } : { suggest: spelled(wanted, run, knowledge) }),
    }),
  ];
  const { schedules = [] } = decisive;
  if (schedules.length > 0 && !schedules.includes(schedule.id)) return report('needs', decisive.name, schedules);
  const flow = flowModelOf(model, knowledge);
  if (!flow || schedule.flow) return [];
  return report(flow.usual_schedule ? 'own' : 'flow', flow.name, schedulesFor(model, knowledge));
};

/** The schedules as the file's program takes them; behind the sampler where the one that is written stands there. */
function spelled(ids: readonly string[], { generation, sampling }: Run, knowledge: Knowledge): string[] {
  const { samplerAt, scheduleAt, sampler } = sampling;
  const nameOf = scheduleName(generation, knowledge);
  const text = String(scheduleAt?.value ?? '');
  const isBehind = scheduleAt !== null && scheduleAt === samplerAt;
  if (isBehind && !sampler) return [];
  // What stands before the schedule's name.
  const before = isBehind ? text.slice(0, scheduleStart(text, knowledge)) : '';
  return ids.flatMap((id) => {
    const schedule = knowledge.schedule(id);
    const name = schedule && nameOf(schedule);
    return name ? [before + name] : [];
  });
}

/** Of a format with a number for each sampler: those of the same sampler with a schedule that suits. */
function numbered(codes: Codes, ids: readonly string[], { sampling }: Run, knowledge: Knowledge) {
  const found = codes.flatMap(({ code, name }) => {
    const rank = ids.indexOf(knowledge.scheduleBehind(name)?.id ?? '');
    return rank >= 0 && knowledge.sampler(name) === sampling.sampler ? [{ code: Number(code), name, rank }] : [];
  });
  return found
    .sort((one, other) => one.rank - other.rank)
    .map(({ code, name }) => ({ title: 'numbered', value: code, values: { suggested: code, why: name } }));
}
