import { describe, expect, it } from 'vitest';
import { modeLabel, pictureLabel, statusLabel, timeLabel } from '../../../../client/src/preview/labels.ts';
import { NOTHING_YET, type View } from '../../../../client/src/preview/view.ts';
import { planWith } from './plans.ts';

const viewWith = (parts: Partial<View>): View => ({ ...NOTHING_YET, plan: planWith({ steps: 25 }), ...parts });

describe('labels', () => {
  it.each([
    ['draft', 8, 'Draft (8 steps)'],
    ['draft', 1, 'Draft (1 step)'],
    ['configured', undefined, 'As configured'],
  ] as const)('button %s with %s steps: %s', (mode, steps, label) => {
    expect(modeLabel(mode, steps)).toBe(label);
  });

  it.each([
    [{ done: 3, elapsedSeconds: 2 }, 'step 3 of 25 · about 22 s left'],
    [{ done: 24, elapsedSeconds: 11.5 }, 'step 24 of 25 · about 1 s left'],
    [{ done: 25, elapsedSeconds: 24 }, 'step 25 of 25'],
    [{ done: 2, elapsedSeconds: 10 }, 'step 2 of 25 · about 4 min left'],
    [{ done: 1, elapsedSeconds: 0 }, 'step 1 of 25'],
  ])('after %o: %s', (latest, label) => {
    expect(timeLabel(viewWith({ phase: 'running', progress: { first: { done: 1, elapsedSeconds: 0 }, latest } }))).toBe(
      label,
    );
  });

  it.each([
    [0.42, 25, '25 steps · 25 model evaluations · 0.4 s'],
    [9.96, 50, '25 steps · 50 model evaluations · 10 s'],
    [119, 1, '25 steps · 1 model evaluation · 119 s'],
    [150, 25, '25 steps · 25 model evaluations · 3 min'],
  ])('after %d s and %d evaluations: %s', (seconds, modelEvaluations, label) => {
    expect(timeLabel(viewWith({ phase: 'done', outcome: { seconds, modelEvaluations } }))).toBe(label);
  });

  it('promises no time once the render has stopped', () => {
    const progress = { first: { done: 1, elapsedSeconds: 1 }, latest: { done: 3, elapsedSeconds: 3 } };
    expect(timeLabel(viewWith({ phase: 'cancelled', progress }))).toBe('step 3 of 25');
  });

  it('says what the picture is when a render brought none', () => {
    expect(statusLabel(viewWith({ phase: 'cancelled', picture: 'preview' }))).toBe(
      'Cancelled: this is its last preview',
    );
    expect(statusLabel(viewWith({ phase: 'failed', picture: 'final' }))).toBe(
      'Failed: the picture is from the render before',
    );
    expect(statusLabel(viewWith({ phase: 'failed', picture: null }))).toBe('Failed');
  });

  it('describes the picture in words', () => {
    expect(pictureLabel(viewWith({ picture: 'final' }))).toBe(
      'Render of FLUX.1 schnell, line 4 in 25 steps, 512 × 256 pixels, by Built-in model',
    );
    expect(pictureLabel(viewWith({ picture: 'preview' }))).toContain('Unfinished render');
    expect(pictureLabel(viewWith({ picture: null }))).toBe('');
  });
});
