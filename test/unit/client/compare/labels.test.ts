import { describe, expect, it } from 'vitest';
import {
  apartLabel,
  captionLabel,
  commonLabel,
  expectationLabel,
  itemLabel,
  itemStateLabel,
  pointLabel,
  remainingLabel,
  statusLabel,
  titleLabel,
} from '../../../../client/src/compare/labels.ts';
import { NOTHING_YET } from '../../../../client/src/compare/view.ts';
import { ended, planned, rendered, requested, sweepWith, variantWith, viewAfter, viewFrom } from './sweeps.ts';

const all = [...rendered('4', 0.5), ...rendered('25', 2), ...rendered('50', 4)];

describe('what is said of a comparison', () => {
  it('is which, of what, and how far', () => {
    expect(titleLabel(NOTHING_YET)).toBe('Comparison');
    const view = viewAfter(requested, planned, ...rendered('4'));
    expect(titleLabel(view)).toBe('Steps of SDXL, line 1');
    expect(commonLabel(view)).toBe('Seed 42 · 768 × 512 pixels · Built-in model');
    expect(statusLabel(view)).toBe('Rendering, 1 of 3 done…');
    expect(statusLabel(viewAfter(requested, planned, ...all, ended()))).toBe('3 pictures in 6.5 s');
    expect(statusLabel(viewAfter(requested, planned, ...rendered('4'), ended('cancelled')))).toBe(
      'Cancelled, 1 picture done',
    );
    const stubborn = { ...sweepWith({}).backend, name: 'KoboldCpp', goesOn: true } as const;
    const cancelled = { ...viewAfter(requested, planned, ended('cancelled')), plan: sweepWith({ backend: stubborn }) };
    expect(statusLabel(cancelled)).toBe('Cancelled, 0 pictures done. What KoboldCpp has begun it renders to its end.');
  });

  it('is what it waits for', () => {
    expect(statusLabel(viewAfter(requested))).toBe('Preparing…');
    expect(statusLabel(viewAfter(requested, { kind: 'asking' }))).toBe('Waiting for your answer');
    const away = viewAfter(requested, planned, {
      kind: 'sweep',
      sweepId: 'a',
      event: { kind: 'waiting', message: 'ComfyUI does not answer.' },
    });
    expect(statusLabel(away)).toBe('Waiting for the backend');
  });

  it('is the time left, where all of it is known', () => {
    const variants = [4, 25].map((steps) => variantWith({ steps, expectedSeconds: steps / 5 }));
    const view = viewAfter(requested, { kind: 'planned', sweepId: 'a', plan: sweepWith({ variants }) });
    expect(remainingLabel(view)).toBe('about 6 s left');
    const running = viewFrom(
      view,
      ...rendered('4'),
      { kind: 'render', renderId: '25', event: { kind: 'step', done: 5, total: 25, elapsedSeconds: 10 } },
      { kind: 'render', renderId: '25', event: { kind: 'step', done: 6, total: 25, elapsedSeconds: 12 } },
    );
    expect(remainingLabel(running)).toBe('about 38 s left');
    expect(remainingLabel(viewAfter(requested, planned))).toBe('');
  });
});

describe('what is said of one picture', () => {
  const view = viewAfter(requested, planned);
  const [item] = view.items;

  it('is its value, with the seed where there are several', () => {
    expect(itemLabel(item, view)).toBe('4 steps');
    expect(itemLabel(item, { ...view, items: [item, { ...item, seed: '43' }] })).toBe('4 steps · seed 42');
    expect(captionLabel(item, { ...view, items: [item, { ...item, seed: '43' }] })).toBe('seed 42 · Waiting');
    expect(captionLabel(item, view)).toBe('Waiting');
  });
  it('has room for the end of a long seed, where that tells it from others', () => {
    const long = { ...item, seed: '123456789012345' };
    const captioned = (other: string) => captionLabel(long, { ...view, items: [long, { ...item, seed: other }] });
    expect(captioned('123456789012346')).toBe('seed …2345 · Waiting');
    expect(captioned('999999999912345')).toBe('seed 123456789012345 · Waiting');
    expect(captionLabel(long, { ...view, items: [long] })).toBe('Waiting');
    expect(itemLabel(long, { ...view, items: [long, item] })).toBe('4 steps · seed 123456789012345');
    const guidance = { ...view, plan: sweepWith({ setting: 'guidance_scale', label: 'Guidance' }) };
    expect(itemLabel({ ...item, value: '7.5' }, guidance)).toBe('Guidance 7.5');
    const samplers = { ...view, plan: sweepWith({ setting: 'sampler', label: 'Sampler' }) };
    expect(itemLabel({ ...item, value: 'DPM++ 2M' }, samplers)).toBe('DPM++ 2M');
  });

  it('is what it waits for or does', () => {
    expect(itemStateLabel(item)).toBe('Waiting');
    expect(itemStateLabel({ ...item, expectedSeconds: 4.2 })).toBe('Waiting · about 4 s');
    const moment = { done: 3, total: 25, elapsedSeconds: 1 };
    const running = { ...item, phase: 'running', progress: { unit: 'steps', first: moment, latest: moment } } as const;
    expect(itemStateLabel(running)).toBe('step 3 of 25');
    expect(itemStateLabel({ ...running, activity: { kind: 'loading', what: 'loading sd15' } })).toBe('Loading sd15…');
  });

  it('is its time, and what was expected', () => {
    const done = { ...item, phase: 'done', outcome: { seconds: 14.2, modelEvaluations: null } } as const;
    expect(itemStateLabel(done)).toBe('14 s');
    expect(expectationLabel(done)).toBe('');
    expect(expectationLabel({ ...done, expectedSeconds: 4.1 })).toBe('about 4 s expected');
  });

  it('is why there is none', () => {
    expect(itemStateLabel({ ...item, phase: 'failed', failure: { message: 'Out of memory.', places: [] } })).toBe(
      'Out of memory.',
    );
    expect(itemStateLabel({ ...item, phase: 'cancelled' })).toBe('Cancelled');
  });
});

it('says how far two pictures are apart', () => {
  expect(apartLabel(2.55)).toBe('1.0 % apart on average');
  expect(apartLabel(63.75)).toBe('25 % apart on average');
});

it('says what a point of the curve is', () => {
  expect(pointLabel({ steps: 18, quality: 0.967, seconds: 1.24 }, 'similarity')).toBe(
    '18 steps: 97 % like the finished picture, 1.2 s',
  );
  expect(pointLabel({ steps: 8, quality: 0.5, seconds: null }, 'detail')).toBe('8 steps: 50 % of the most detail');
});
