import { describe, expect, it } from 'vitest';
import {
  type Happening,
  isDimmed,
  NOTHING_YET,
  next,
  secondsLeft,
  type View,
} from '../../../../client/src/preview/view.ts';
import { planWith } from './plans.ts';

const viewAfter = (...happenings: Happening[]): View => happenings.reduce(next, NOTHING_YET);
const requested: Happening = { kind: 'requested', mode: 'draft' };
const planned: Happening = { kind: 'planned', plan: planWith({ steps: 8 }) };
const preview: Happening = { kind: 'preview', data: '', mime: 'image/png', width: 64, height: 32 };
const picture: Happening = { kind: 'picture', data: '', mime: 'image/png', width: 512, height: 256 };
const done: Happening = { kind: 'done', seconds: 0.4, modelEvaluations: 16 };
const step = (stepsDone: number, elapsedSeconds: number): Happening => ({
  kind: 'step',
  done: stepsDone,
  total: 8,
  elapsedSeconds,
});

describe('the view of a render', () => {
  it('goes from the request over previews to the picture', () => {
    expect(viewAfter().phase).toBe('idle');
    expect(viewAfter(requested)).toMatchObject({ phase: 'running', plan: null, picture: null });
    expect(viewAfter(requested, planned, step(1, 0.1), preview)).toMatchObject({
      phase: 'running',
      picture: 'preview',
    });
    expect(viewAfter(requested, planned, preview, picture, done)).toMatchObject({
      phase: 'done',
      picture: 'final',
      outcome: { seconds: 0.4, modelEvaluations: 16 },
    });
  });

  it('knows the step count of each mode from the plan until the document changes', () => {
    const view = viewAfter(requested, planned, done);
    expect(view.steps).toEqual({ draft: 8, configured: 80 });
    expect(next(view, { kind: 'steps-unknown' }).steps).toEqual({});
  });

  it('keeps plan and picture when the next request is refused before it has a plan', () => {
    const view = viewAfter(requested, planned, picture, done, requested, {
      kind: 'failed',
      message: 'No generation here.',
      places: [],
    });
    expect(view).toMatchObject({ phase: 'failed', failure: 'No generation here.', picture: 'final', outcome: null });
    expect(view.plan?.steps).toBe(8);
    expect(isDimmed(view)).toBe(false);
  });

  it('dims an earlier picture under a new plan, and a preview that will not be finished', () => {
    expect(isDimmed(viewAfter(requested, planned, picture, done, requested, planned))).toBe(true);
    expect(isDimmed(viewAfter(requested, planned, preview))).toBe(false);
    expect(isDimmed(viewAfter(requested, planned, preview, { kind: 'cancelled' }))).toBe(true);
    expect(isDimmed(viewAfter(requested, planned, preview, { kind: 'failed', message: '', places: [] }))).toBe(true);
  });

  it('forgets the failure, the progress and the warnings of the render before', () => {
    const warned: Happening = { kind: 'warning', text: 'Slow.' };
    const view = viewAfter(
      requested,
      planned,
      warned,
      step(1, 1),
      { kind: 'failed', message: 'Broken.', places: [] },
      requested,
      planned,
    );
    expect(view).toMatchObject({ phase: 'running', failure: null, progress: null, warnings: [] });
  });

  it('adds warnings to those of the plan, each once', () => {
    const plan = planWith({ warnings: ['A'] });
    const warning = (text: string): Happening => ({ kind: 'warning', text });
    const view = viewAfter(requested, { kind: 'planned', plan }, warning('B'), warning('A'), warning('B'));
    expect(view.warnings).toEqual(['A', 'B']);
  });
});

describe('the time left', () => {
  it('is unknown before two steps were seen', () => {
    expect(secondsLeft(viewAfter(requested))).toBeNull();
    expect(secondsLeft(viewAfter(requested, planned))).toBeNull();
    expect(secondsLeft(viewAfter(requested, planned, step(1, 30)))).toBeNull();
  });

  it('goes by the speed since the first step, so that loading a model does not count', () => {
    expect(secondsLeft(viewAfter(requested, planned, step(1, 30), step(2, 31), step(3, 32)))).toBe(5);
  });

  it('is none at the last step', () => {
    expect(secondsLeft(viewAfter(requested, planned, step(1, 1), step(8, 8)))).toBe(0);
  });
});
