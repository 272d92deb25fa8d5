/** What the hover says about each setting: the sentences of the guides, chosen by value, model, sampler and program. */
import { describe, expect, test } from 'vitest';
import { runOf } from '../../../server/src/run/index.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { costOfSteps, judgeLoraName, judgeSetting } from '../../../server/src/verdicts/settings/index.ts';
import { analyse, data, knowledge } from '../../support/knowledge.ts';
import { CASES } from './verdict-cases.ts';
import { FILES } from './verdict-files.ts';

/** The verdict on a setting of a file that holds one generation. */
function verdict(setting: string, text: string): string {
  const [generation] = analyse(text).reading.generations;
  const run = runOf(generation, knowledge);
  const occurrence = generation.settings.find((each) => each.setting === setting);
  if (!occurrence) throw new Error(`no ${setting} in ${text}`);
  return setting === 'inference_steps'
    ? costOfSteps(occurrence, run, knowledge)
    : judgeSetting(occurrence, run, knowledge);
}

test.each(CASES)('%s in %j', (setting, text, expected) => expect(verdict(setting, text)).toBe(expected));

const [somewhere] = parse('x').roots;
const lora = (text: string, weight: number | null) =>
  judgeLoraName({ text, weight, weightRange: null, pointer: '', range: somewhere }, knowledge);

test.each([
  ['Hyper-FLUX.1-dev-8steps-lora', 0.125, '0.125 is right for Hyper-FLUX (8-step), which brings the steps down to 8.'],
  [
    'Hyper-FLUX.1-dev-8steps-lora',
    null,
    'Hyper-FLUX (8-step) is made to be loaded at 0.125 and brings the steps down to 8.',
  ],
  ['lcm-lora-sdxl', 0.3, 'LCM is usually loaded at 1, and then brings the steps down to 4-8.'],
  ['pixel-art', 0.8, '0.8 is usual for a style LoRA.'],
  ['pixel-art', null, "Loaded at the tool's own weight, 1 in nearly all."],
])('the LoRA %s at %s', (name, weight, expected) => expect(lora(name, weight)).toBe(expected));

test('a long name of the file is cut', () => {
  expect(verdict('sampler', FILES.plain(`sampler: ${'x'.repeat(500)}`)).length).toBeLessThan(120);
});

describe('no guide holds a sentence that nothing says', () => {
  const said = CASES.map(([setting, text]) => verdict(setting, text)).concat(
    ['Hyper-FLUX.1-dev-8steps-lora', 'pixel-art'].map((name) => lora(name, null)),
    lora('lcm-lora-sdxl', 0.3),
    data.samplers.schedules.map(({ id }) => verdict('scheduler', FILES.plain(`sampler: euler\nscheduler: ${id}`))),
  );
  test.each(
    data.guides.flatMap(({ id, verdicts }) => Object.entries(verdicts).map((entry) => [id, ...entry] as const)),
  )('%s %s', (guide, id, template) => {
    const literal = template.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const isSaid = said.some((text) => new RegExp(literal.join('.*')).test(text));
    expect(isSaid, `${guide} ${id}`).toBe(true);
  });
});
