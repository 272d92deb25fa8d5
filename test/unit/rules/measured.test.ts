/** What was measured on this machine in hover, findings and hints. */
import { describe, expect, test } from 'vitest';
import { duration } from '../../../server/src/common/duration.ts';
import { findingsOf } from '../../../server/src/features/analysis.ts';
import { inlayHints } from '../../../server/src/features/inlay-hints.ts';
import { type LocalMeasurements, type MeasurementsOf, NO_MEASUREMENTS } from '../../../server/src/findings/local.ts';
import { money } from '../../../server/src/verdicts/local-cost.ts';
import { hoverAt } from '../../support/hover.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';

const cost = { seconds: (steps: number) => 1 + steps * 0.375, renders: 3, at: '2026-11-23T12:00:00.000Z' };
const sweetSpot = { steps: 18, between: [16, 20], converges: true, at: '2026-11-23T12:00:00.000Z' } as const;
const price = { perStep: 0.01, perSecond: 0, unit: '$' };

const known = (here: Partial<LocalMeasurements>): MeasurementsOf => {
  const answer = { standIn: false, cost: null, sweetSpot: null, price: null, ...here };
  return () => answer;
};

const sdxl = (steps: number | string, more = ''): string =>
  `model: sdxl\nprompt: a\n${more}num_inference_steps: ${steps}\n`;
/** What the hover says of the count. */
function said(text: string, here: Partial<LocalMeasurements>): readonly string[] {
  const found = hoverAt(text.replace('steps:', '‸steps:'), { measurementsOf: known(here) });
  if (!found) throw new Error(`there is no hover in ${text}`);
  return found.said;
}

function findings(text: string, here: Partial<LocalMeasurements>): string[] {
  return findingsOf(analyse(text), knowledge, {}, known(here)).map(
    ({ code, severity, message, fixes }) =>
      `${code} ${severity}: ${message}${fixes.map(({ title, value }) => ` [${title}: ${value}]`).join('')}`,
  );
}

function hints(text: string, here: Partial<LocalMeasurements>) {
  const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  return inlayHints(analyse(text), all, knowledge, known(here));
}

describe('the cost', () => {
  test('stands under the verdict, and below it what it rests on', () =>
    expect(said(sdxl(25), { cost })).toEqual([
      '**25 is right for SDXL (20-30 steps).**',
      '25 steps take about 10 s a picture here.',
      '*Measured in 3 renders, the last on 23 Nov 2026.*',
    ]));
  test('comes with what a better count costs', () =>
    expect(said(sdxl(40), { cost: { ...cost, renders: 1 } }).slice(1)).toEqual([
      expect.stringMatching(/^40 steps take about 16 s a picture here, \d+ about \d+ s\.$/),
      '*Measured in one render on 23 Nov 2026.*',
    ]));
  test('is in the warning, and not twice in the hover', () => {
    expect(findings(sdxl(80), { cost })).toEqual([
      expect.stringMatching(
        /^steps-wasteful warning: SDXL gains little .* 80 steps take about 31 s a picture here, (\d+) about \d+ s\. \[Set to \1/,
      ),
    ]);
    expect(said(sdxl(80), { cost }).join().match(/31 s/g)).toHaveLength(1);
  });
  test('is in the warning of an acceleration LoRA', () =>
    expect(findings(sdxl(30, 'loras: [{path: sdxl_lightning_4step_lora.safetensors}]\n'), { cost })).toEqual([
      expect.stringMatching(/^steps-accelerated .* 30 steps take about 12 s a picture here, 4 about 2\.5 s\./),
    ]));
  test('of the part that runs is told, not of all', () => {
    const part = 'pipeline_class: DiffusionPipeline\nprompt: a\nnum_inference_steps: 20\nstrength: 0.5\n';
    expect(said(part, { cost }).join()).toContain('20 steps take about 4.8 s');
  });
  test('of the built-in model is told as its own, and warns of nothing', () => {
    expect(said(sdxl(80), { cost, standIn: true })[1]).toMatch(
      /^Figures of Sweetspot's built-in model, which say nothing of yours: 80 steps take about 31 s a picture with the/,
    );
    expect(findings(sdxl(80), { cost, standIn: true })).toEqual(findings(sdxl(80), {}));
  });
  test.each(['few', '-1', '0'])('of "%s" nothing is said', (steps) =>
    expect(said(sdxl(steps), { cost, sweetSpot, price })).toEqual(said(sdxl(steps), {})),
  );
});

describe('a price', () => {
  test('is told beside the time', () =>
    expect(said(sdxl(25), { cost, price })[1]).toBe('25 steps take about 10 s ($0.25) a picture here.'));
  test('is told alone', () => {
    expect(said(sdxl(25), { price }).slice(1)).toEqual(['25 steps cost about $0.25 a picture.']);
    expect(findings(sdxl(80), { price })).toEqual([expect.stringContaining('80 steps cost about $0.80 a picture, ')]);
  });
  test('per second needs the seconds, and not those of the built-in model', () => {
    const perSecond = { perStep: 0, perSecond: 2, unit: 'credits' };
    expect(said(sdxl(25), { price: perSecond })).toHaveLength(1);
    expect(said(sdxl(25), { cost, price: perSecond })[1]).toContain('about 10 s (20.8 credits)');
    expect(said(sdxl(25), { cost, price: perSecond, standIn: true })[1]).not.toContain('credits');
  });
});

describe('a sweet spot that was measured', () => {
  test.each([
    [14, '**14 is below what was measured here on 23 Nov 2026: the picture gains up to 18 steps (16-20).**'],
    [16, '**16 is right: measured here on 23 Nov 2026, 18 steps are enough (16-20).**'],
    [20, '**20 is right: measured here on 23 Nov 2026, 18 steps are enough (16-20).**'],
    [30, '**30 is more than was measured here on 23 Nov 2026: 18 steps are enough (16-20).**'],
  ])('judges %i', (steps, verdict) => {
    expect(said(sdxl(steps), { sweetSpot })).toEqual([verdict]);
    expect(findings(sdxl(steps), { sweetSpot })).toEqual([]);
  });
  test('makes far more an information, with the measured count as the fix', () =>
    expect(findings(sdxl(36), { sweetSpot, cost })).toEqual([
      'steps-wasteful information: Measured here on 23 Nov 2026, 18 steps are enough (16-20); 36 costs 2 times as much. ' +
        '36 steps take about 15 s a picture here, 18 about 7.8 s. [Set to 18 (measured here): 18]',
    ]));
  test('leaves the warning a warning where the guide warns too', () =>
    expect(findings(sdxl(80), { sweetSpot })).toEqual([
      expect.stringMatching(/^steps-wasteful warning: Measured here/),
    ]));
  test('is never called too few, or too many, by others', () => {
    const low = { ...sweetSpot, steps: 5, between: [4, 6] } as const;
    expect(findings(sdxl(5), {})).not.toEqual([]);
    expect(findings(sdxl(5), { sweetSpot: low })).toEqual([]);
    const high = { ...sweetSpot, steps: 80, between: [70, 90] } as const;
    expect(findings(sdxl(80), { sweetSpot: high })).toEqual([]);
    expect(findings(sdxl(60), { sweetSpot: high })).toEqual([]);
  });
  test('leaves what is unfinished by all accounts to their words', () =>
    expect(findings(sdxl(2), { sweetSpot })).toEqual(findings(sdxl(2), {})));
  test('of a sampler that does not settle is told, and judges nothing', () => {
    const detail = { ...sweetSpot, converges: false };
    expect(findings(sdxl(36), { sweetSpot: detail })).toEqual(findings(sdxl(36), {}));
    expect(said(sdxl(25), { sweetSpot: detail })[1]).toBe(
      'Measured here on 23 Nov 2026: detail stops growing at 18 steps (16-20).',
    );
  });
  test('by the built-in model is told as its own, and judges nothing', () => {
    expect(findings(sdxl(36), { sweetSpot, standIn: true })).toEqual(findings(sdxl(36), {}));
    expect(said(sdxl(25), { sweetSpot, standIn: true })).toEqual([
      '**25 is right for SDXL (20-30 steps).**',
      "Figures of Sweetspot's built-in model, which say nothing of yours: Measured with the built-in model on 23 Nov 2026: 18 steps are enough (16-20).",
    ]);
  });
  test('that is one count is told without a range', () =>
    expect(said(sdxl(18), { sweetSpot: { ...sweetSpot, between: [18, 18] } })).toEqual([
      '**18 is right: measured here on 23 Nov 2026, 18 steps are enough.**',
    ]));
});

describe('hints', () => {
  test('stand behind the count: what it costs and what is enough', () =>
    expect(hints(sdxl(80), { cost, sweetSpot, price })).toMatchObject([
      { position: { line: 2, character: 23 }, label: '≈ 31 s · ≈ $0.80 · enough: 18', paddingLeft: true },
    ]));
  test('do not repeat the count', () => expect(hints(sdxl(18), { cost, sweetSpot })[0].label).toBe('≈ 7.8 s'));
  test('are none without measurements, of the built-in model, or of what is no count', () => {
    expect(hints(sdxl(80), {})).toEqual([]);
    expect(hints(sdxl(80), { cost, sweetSpot, standIn: true })).toEqual([]);
    expect(hints(sdxl('few'), { cost, sweetSpot })).toEqual([]);
  });
  test('are one where generations share a count, and only where asked for', () => {
    const shared = 'base: &base {steps: 20, model: sdxl}\na: {<<: *base, prompt: a}\nb: {<<: *base, prompt: b}\n';
    expect(analyse(shared).reading.generations.length).toBeGreaterThan(1);
    expect(hints(shared, { cost })).toHaveLength(1);
    const elsewhere = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    expect(inlayHints(analyse(shared), elsewhere, knowledge, known({ cost }))).toEqual([]);
  });
});

test('findings follow what is known, and are kept while it stays', () => {
  const analysis = analyse(sdxl(36));
  const of = (measurementsOf: MeasurementsOf) => findingsOf(analysis, knowledge, {}, measurementsOf);
  const measured = known({ sweetSpot });
  const [first] = of(measured);
  expect(first.severity).toBe('information');
  expect(of(measured)[0]).toBe(first);
  expect(of(NO_MEASUREMENTS)).toEqual([]);
});

test('no sentence leaves a name unfilled', () => {
  const texts = [1, 4, 14, 18, 25, 36, 40, 80, 300].flatMap((steps) =>
    [
      { cost },
      { sweetSpot },
      { price },
      { cost, price, sweetSpot },
      { cost, sweetSpot: { ...sweetSpot, converges: false } },
    ].flatMap((here) =>
      [false, true].flatMap((standIn) => [
        ...said(sdxl(steps), { ...here, standIn }),
        ...findings(sdxl(steps), { ...here, standIn }),
        ...hints(sdxl(steps), { ...here, standIn }).map(({ label }) => String(label)),
      ]),
    ),
  );
  expect(texts.filter((text) => /[{}]/.test(text))).toEqual([]);
});

test.each([
  [0.01, '0.1 s'],
  [3.21, '3.2 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [119.4, '119 s'],
  [119.6, '2 min'],
  [600, '10 min'],
])('%d seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));

test.each([
  [0.8, '$', '$0.80'],
  [12.345, '$', '$12.35'],
  [0.00321, '€', '€0.00321'],
  [250.4, '$', '$250'],
  [0.4, 'credits', '0.4 credits'],
  [12, 'credits', '12 credits'],
  [1234.5, 'Buzz', '1235 Buzz'],
])('%d of %s are %s', (amount, unit, text) => expect(money(amount, unit)).toBe(text));
