import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileData } from '../../../build/data.ts';
import { ruleSettings, withRuleSettings, withRuleTexts } from '../../../build/rule-settings.ts';
import { jsonSchemas } from '../../../build/schemas.ts';
import { check } from '../../../server/src/check/check.ts';
import { runOf } from '../../../server/src/run/index.ts';
import { judgeSteps } from '../../../server/src/verdicts/steps.ts';
import { analyse, data, knowledge } from '../../support/knowledge.ts';

describe('bad data stops the build and says where', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sweetspot-data-'));
    cpSync('data', folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each([
    ['guides/inference-steps.md', 'default: 25', 'default: many', /data\/guides\/inference-steps\.md:\d+: default: /],
    ['guides/inference-steps.md', 'from: 20', 'from: 5', /ranges: ranges must rise and not overlap/],
    [
      'models/flux.yaml',
      'sweet: [1, 4]',
      'sweet: [4, 1]',
      /data\/models\/flux\.yaml:13: 0\.steps\.sweet: must be \[low, high\]/,
    ],
    ['models/flux.yaml', 'name: FLUX.1 dev', 'nmae: FLUX.1 dev', /data\/models\/flux\.yaml:\d+: 1\.name/],
    ['models/flux.yaml', "match: ['kontext']", "match: ['kontext[']", /must be a regular expression/],
    ['backends/limits.yaml', 'swarmui:', 'swarmi:', /limits\.yaml: swarmi: data\/backends\/kinds\.yaml has no swarmi/],
    ['rules/steps-wasteful.md', 'severity: warning', 'severity: loud', /data\/rules\/steps-wasteful\.md:4: severity/],
  ])('%s: %s -> %s', async (file, from, to, expected) => {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
    await expect(compileData(folder)).rejects.toThrow(expected);
  });

  test('a line is the line in the file, front matter fence included', async () => {
    const path = join(folder, 'guides/inference-steps.md');
    const text = readFileSync(path, 'utf8').replace('plausible_max: 1000', 'plausible_max: none');
    writeFileSync(path, text);
    const line = text.split('\n').findIndex((each) => each.startsWith('plausible_max')) + 1;
    await expect(compileData(folder)).rejects.toThrow(`data/guides/inference-steps.md:${line}: plausible_max`);
  });

  test('a page without front matter', async () => {
    writeFileSync(join(folder, 'rules/new.md'), '# no facts\n');
    await expect(compileData(folder)).rejects.toThrow('data/rules/new.md:1: must begin with front matter');
  });
});

describe('the inference-steps guide says what the seed document says', () => {
  const guide = knowledge.stepsGuide;
  const prose = guide.sections.map(({ markdown }) => markdown).join('\n');
  test('ranges', () =>
    expect(guide.ranges.map(({ id, from, to }) => [id, from, to])).toEqual([
      ['low', 1, 10],
      ['mid', 20, 30],
      ['high', 40, 100],
    ]));
  test('safe default and comparison', () => {
    expect(guide.default).toBe(25);
    expect(guide.compare).toEqual([4, 25, 50]);
  });
  test.each([
    /composition/,
    /texture/,
    /between 25 and 50/,
    /after about 30/,
    /schnell.*1 to 4/,
    /SDXL.*20 to 30/,
    /Draft/,
    /same seed/,
    /credits/,
    /model and on the sampler/,
  ])('prose: %s', (fact) => expect(prose).toMatch(fact));
});

describe('models', () => {
  test('ids are unique', () => expect(new Set(data.models.map(({ id }) => id)).size).toBe(data.models.length));
  test.each(data.models)('$id: figures are in order', ({ steps }) => {
    const {
      min_useful: least = 1,
      sweet,
      default: best,
      draft = best,
      wasteful_above: waste = Number.POSITIVE_INFINITY,
    } = steps;
    expect(least).toBeLessThanOrEqual(sweet[0]);
    expect(best).toBeGreaterThanOrEqual(sweet[0]);
    expect(best).toBeLessThanOrEqual(sweet[1]);
    expect(draft).toBeLessThanOrEqual(best);
    expect(waste).toBeGreaterThanOrEqual(sweet[1]);
  });
  test.each(data.models)('$id: its own default is never reported, in its own words', ({ id, steps }) => {
    const model = data.models.find((candidate) => candidate.id === id);
    const [generation] = analyse(`prompt: a\nsteps: ${steps.default}\n`).reading.generations;
    const run = runOf(generation, knowledge);
    const decided = { ...run, model: { ...run.model, family: model ?? null, decisive: model ?? null } };
    expect(judgeSteps(generation.settings[1], decided, knowledge)).toMatchObject({ standing: 'sweet' });
  });
  test('applies_to names entries that exist', () => {
    const ids = new Set(data.models.map(({ id }) => id));
    expect(data.models.flatMap(({ applies_to = [] }) => applies_to).filter((id) => !ids.has(id))).toEqual([]);
  });
});

test('what a model is usually run with suits it', () => {
  const unfit = data.models.flatMap(({ id, steps, guidance, frames, size }) => {
    const { form, default: length } = frames ?? {};
    const isInside = (value: number, [low, high]: readonly number[]) => value >= low && value <= high;
    const wrong = [
      !isInside(steps.default, steps.sweet) && 'steps',
      guidance?.sweet && !isInside(guidance.default, guidance.sweet) && 'guidance',
      form && length !== undefined && (length - form.offset) % form.multiple !== 0 && 'frames',
      size?.native?.some((sides) => sides.some((side) => side % (size.multiple_of ?? 1) !== 0)) && 'size',
    ];
    return wrong.flatMap((what) => (what ? [`${id}: ${what}`] : []));
  });
  expect(unfit).toEqual([]);
});

test('every built-in stand-in of a sampler or schedule is one of its own kind', () => {
  const { samplers, schedules } = data.samplers;
  for (const { builtin } of samplers) expect(samplers.find(({ id }) => id === builtin)?.builtin).toBe(builtin);
  for (const { builtin } of schedules) expect(schedules.find(({ id }) => id === builtin)?.builtin).toBe(builtin);
});

test('the settings of rules are those that the build makes of their pages', () => {
  const manifest = readFileSync('package.json', 'utf8');
  expect(manifest).toBe(withRuleSettings(manifest, data.rules));
  const texts = readFileSync('package.nls.json', 'utf8');
  expect(texts).toBe(withRuleTexts(texts, data.rules));
});

test('settings of rules stand by what they are about, the most serious first', () => {
  const codes = Object.keys(ruleSettings(data.rules)).map((name) => name.slice('sweetspot.rules.'.length));
  expect(codes).toHaveLength(data.rules.length);
  const places = ['steps-not-a-count', 'steps-wasteful', 'steps-effective', 'guidance-distilled', 'file-too-large'];
  expect(places.map((code) => codes.indexOf(code)).toSorted((a, b) => a - b)).toEqual(
    places.map((code) => codes.indexOf(code)),
  );
});

test('no verdict or message leaves a name unfilled', () => {
  const texts = ['4', '15', '25', '35', '80', '0', '-1', '2.5', 'few', '9999'].flatMap((steps) =>
    [
      '',
      'model: FLUX.1-schnell\n',
      'model: sdxl\n',
      'model: mine\n',
      'num_frames: 81\n',
      'guidance_scale: 1\n',
      'sampler: lcm\n',
    ].flatMap((more) => {
      const { reading } = analyse(`prompt: a\nnum_inference_steps: ${steps}\n${more}`);
      return check(reading, knowledge).flatMap(({ message, fixes }) => [message, ...fixes.map(({ title }) => title)]);
    }),
  );
  expect(texts.length).toBeGreaterThan(20);
  expect(texts.filter((text) => /[{}]/.test(text))).toEqual([]);
});

test.each([...jsonSchemas()])(
  'data/%s is the one that the build validates with (npm run build renews it)',
  (name, content) => {
    expect(readFileSync(`data/${name}`, 'utf8')).toBe(content);
  },
);
