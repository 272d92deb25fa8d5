/** The guides of data/guides: each whole in itself, and each spelling of a key said once. */
import { describe, expect, test } from 'vitest';
import { normaliseKey } from '../../../server/src/knowledge/knowledge.ts';
import { data, knowledge } from '../../support/knowledge.ts';

const { guides } = knowledge;
const settings = guides.flatMap(({ id, also }) => [id, ...also]);

test('every setting that people meet has one guide', () => {
  expect(new Set(settings).size).toBe(settings.length);
  expect([...settings].sort()).toEqual(
    [
      ...['inference_steps', 'guidance_scale', 'distilled_guidance', 'seed', 'size', 'width', 'height'],
      ...[
        'sampler',
        'scheduler',
        'strength',
        'negative_prompt',
        'image_count',
        'batch_size',
        'clip_skip',
        'denoising_start',
        'denoising_end',
      ],
      ...['lora_weight', 'flow_shift', 'prediction', 'frames', 'fps', 'split', 'start_step', 'end_step', 'boundary'],
    ].sort(),
  );
});

describe.each(guides.map((guide) => [guide.id, guide] as const))('%s', (_, guide) => {
  test('says what the setting does and gives tips', () => {
    expect(guide.sections.map(({ heading }) => heading)).toEqual(expect.arrayContaining(['What it does', 'Tips']));
    expect(guide.sections.filter(({ markdown }) => markdown === '')).toEqual([]);
  });
  test('ends with its tips, and what the hover shows too leads nowhere', () => {
    expect(guide.sections.at(-1)?.heading).toBe('Tips');
    const inHover = guide.sections.filter(({ heading }) => ['What it does', 'Tips'].includes(heading));
    expect(inHover.filter(({ markdown }) => /\]\(/.test(markdown))).toEqual([]);
  });
  test('explains each of its settings by a spelling', () => {
    const spelt = new Set(guide.aliases.map(({ setting = guide.id }) => setting));
    expect([...spelt].sort()).toEqual([guide.id, ...guide.also].sort());
  });
  test('has ranges inside its gauge', () => {
    const { gauge, ranges } = guide;
    if (gauge) expect(ranges.filter(({ from, to }) => from < gauge.from || to > gauge.to)).toEqual([]);
    else expect(ranges).toEqual([]);
  });
  test('cites what a reader can look up', () =>
    expect(guide.sources.filter(({ at }) => /public-text|https?:/.test(at))).toEqual([]));
});

test('a spelling has one meaning', () => {
  const read = guides.flatMap(({ aliases }) =>
    aliases.filter(({ declared_only }) => !declared_only).map(({ key }) => normaliseKey(key)),
  );
  const others = Object.values(data.plainArguments.keys).flat().map(normaliseKey);
  const all = [...read, ...others];
  expect(all.filter((key, i) => all.indexOf(key) !== i)).toEqual([]);
});

test('a spelling is found in the guide that lists it', () => {
  expect(knowledge.alias('target_height')).toMatchObject({ setting: 'height', certain: false });
  expect(knowledge.alias('boundary_ratio')?.setting).toBe('boundary');
  expect(knowledge.guide('boundary')?.id).toBe('split');
});

test('words that are too common are listed, not read', () => {
  for (const key of ['n', 'w', 'length', 'scale', 'weight', 'shift', 'batch_size'])
    expect(knowledge.alias(key), key).toBeUndefined();
});

test('evidence speaks of settings that exist', () => {
  const known = new Set([...settings, ...Object.keys(data.plainArguments.keys)]);
  const { strong, weak, when_known: whenKnown } = data.plainArguments.evidence;
  expect([...strong, ...weak, ...whenKnown].filter((setting) => !known.has(setting))).toEqual([]);
});
