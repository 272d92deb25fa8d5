/** Whether a key holds the sampler or the schedule is asked once: hover, completion, edits and renders agree. */
import { describe, expect, test } from 'vitest';
import { valuesOf } from '../../../server/src/features/completion/values.ts';
import { inspectFile } from '../../../server/src/features/inspected.ts';
import { settingEdit } from '../../../server/src/features/setting-edit.ts';
import { askedOf } from '../../../server/src/run/asked.ts';
import { holdsSampler, runOf } from '../../../server/src/run/index.ts';
import { namesFor } from '../../../server/src/run/naming.ts';
import { judgeSetting } from '../../../server/src/verdicts/settings/index.ts';
import { analyse, find, knowledge } from '../../support/knowledge.ts';

/** Of what the `scheduler` of a config is, by each who says so; and what the config becomes with another in its place. */
function readingsOf(text: string) {
  const analysis = analyse(text);
  const [generation] = analysis.reading.generations;
  const run = runOf(generation, knowledge);
  const at = generation.settings.find(({ setting }) => setting === 'scheduler');
  if (!at) throw new Error(`no scheduler in ${text}`);
  const values = valuesOf({ setting: 'scheduler', key: 'scheduler', generation }, NO_LISTS, knowledge);
  const edit = (setting: string, value: string) => {
    const made = settingEdit(analysis, generation, setting, value, knowledge);
    if (!made) return null;
    const [start, end] = [made.range.start, made.range.end].map(({ line, character }) =>
      analysis.lines.offset(line, character),
    );
    return text.slice(0, start) + made.newText + text.slice(end);
  };
  return {
    run: [run.sampling.sampler?.id, run.sampling.schedule?.id],
    holdsSampler: {
      run: run.sampling.samplerAt === at,
      hover: /call|sampler/i.test(judgeSetting(at, run, knowledge)),
      completion: values.some(({ value }) => knowledge.schedule(value) === null),
    },
    sampler: edit('sampler', 'heun'),
    schedule: edit('scheduler', 'beta'),
  };
}
const NO_LISTS = { samplers: null, schedules: null };

const YES = { run: true, hover: true, completion: true };
const NO = { run: false, hover: false, completion: false };
const plain = (rest: string) => `{prompt: a hill, model: sdxl, num_inference_steps: 20, ${rest}}`;

describe('a scheduler', () => {
  test.each([
    // A sampler's name, whatever is beside it.
    [plain('scheduler: EulerDiscreteScheduler'), YES, ['euler', undefined]],
    [plain('sampler: warp9, scheduler: EulerDiscreteScheduler'), YES, ['euler', undefined]],
    // A schedule's.
    [plain('sampler: euler, scheduler: karras'), NO, ['euler', 'karras']],
    // Either: the schedule beside a key for samplers, known or not.
    [plain('scheduler: lcm'), YES, ['lcm', undefined]],
    [plain('sampler: euler, scheduler: lcm'), NO, ['euler', 'lcm']],
    [plain('sampler: warp9, scheduler: lcm'), NO, [undefined, 'lcm']],
    // Both in one.
    [plain('scheduler: DPM++ 2M Karras'), YES, ['dpmpp_2m', 'karras']],
    [plain('sampler: euler, scheduler: DPM++ 2M Karras'), NO, ['euler', 'karras']],
    // Nobody's: what the program calls so.
    [plain('scheduler: WarpDiscreteScheduler'), YES, [undefined, undefined]],
  ])('%s', (text, holdsSampler, run) => {
    expect(readingsOf(text)).toMatchObject({ holdsSampler, run });
  });
});

test.each([
  // stable-diffusion.cpp has a schedule of that name, the Wan nodes of ComfyUI a sampler.
  ['sdcpp', 'lcm', false],
  ['comfyui', 'lcm', true],
  // Of a name that nobody knows.
  ['invokeai', 'warp', true],
  ['sdcpp', 'warp', false],
])('in %s, %s alone', (program, name, isSampler) => {
  const [generation] = analyse(plain('seed: 1')).reading.generations;
  expect(holdsSampler(name, { ...generation, program }, knowledge)).toBe(isSampler);
});

test.each([
  [plain('scheduler: lcm'), plain('scheduler: heun'), null],
  [plain('scheduler: DPM++ 2M Karras'), plain('scheduler: heun Karras'), null],
  [
    plain('sampler: euler, scheduler: lcm'),
    plain('sampler: heun, scheduler: lcm'),
    plain('sampler: euler, scheduler: beta'),
  ],
])('another is written into %s', (text, sampler, schedule) => {
  expect(readingsOf(text)).toMatchObject({ sampler, schedule });
});

test.each([
  ['scheduler: EulerDiscreteScheduler', 'euler'],
  ['scheduler: DPM++ 2M Karras', 'dpmpp_2m'],
])('a schedule that is asked for leaves %s the sampler', (file, sampler) => {
  const [generation] = analyse(plain(file)).reading.generations;
  const { sampling } = runOf(askedOf(generation, { overrides: { scheduler: 'beta' } }), knowledge);
  expect([sampling.sampler?.id, sampling.schedule?.id]).toEqual([sampler, 'beta']);
});

test('inspect names a sampler that the program passes over', () => {
  const analysis = analyse(
    '{"default_model": "juggernautXL_v8.safetensors", "default_performance": "Lightning", "default_overwrite_step": 4, "default_sampler": "dpmpp_2m"}',
  );
  const [generation] = analysis.reading.generations;
  expect(runOf(generation, knowledge).sampling.samplerAt).toBeNull();
  const [{ sampler }] = inspectFile('preset.json', analysis, knowledge, []).generations;
  expect(sampler).toMatchObject({ name: 'dpmpp_2m', id: null });
});

test('what is a flow model is one in findings, completion, comparisons and names', () => {
  // No shift is known of it: that it is one stands in data/samplers.
  const text = '{prompt: a hill, model: flux1-schnell, num_inference_steps: 4, sampler: euler, scheduler: karras}';
  const [generation] = analyse(text).reading.generations;
  expect(knowledge.model('flux1-schnell', 'model')?.flow_shift).toBeUndefined();
  expect(find(text).map(({ code }) => code)).toContain('schedule-mismatch');
  const offers = { samplers: ['euler'], schedules: ['karras', 'exponential', 'simple', 'beta'] };
  const values = valuesOf({ setting: 'scheduler', key: 'scheduler', generation }, offers, knowledge);
  expect(values.slice(-2).map(({ value }) => value)).toEqual(['karras', 'exponential']);
  expect(namesFor('sampler', generation, NO_LISTS, knowledge, 'diffusers')).toContain(
    'FlowMatchEulerDiscreteScheduler',
  );
});
