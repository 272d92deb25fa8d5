import { describe, expect, it } from 'vitest';
import type { Moment, Progress } from '../../../../client/src/panel/progress.ts';
import type { Activity } from '../../../../client/src/panel/render.ts';
import { newId } from '../../../../client/src/preview/kept.ts';
import {
  modeLabel,
  pictureLabel,
  placeLabel,
  seedLabel,
  statusLabel,
  tagLabel,
  tileLabel,
  tileOf,
  timeLabel,
  timeLabelOf,
  titleIn,
} from '../../../../client/src/preview/labels.ts';
import { NOTHING_YET, type View } from '../../../../client/src/preview/view.ts';
import { keptWith, planWith } from './plans.ts';

const viewWith = (parts: Partial<View>): View => ({ ...NOTHING_YET, plan: planWith({ steps: 25 }), ...parts });

/** Steps of 25, the first of them after no time at all. */
const progress = (latest: Pick<Moment, 'done' | 'elapsedSeconds'>): Progress => ({
  unit: 'steps',
  first: { done: 1, total: 25, elapsedSeconds: 0 },
  latest: { ...latest, total: 25 },
});

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
    expect(timeLabel(viewWith({ phase: 'running', progress: progress(latest) }))).toBe(label);
  });

  it.each([
    [0.42, 25, '25 steps · 0.4 s'],
    [9.96, 50, '25 steps · 50 model evaluations · 10 s'],
    [119, 1, '25 steps · 1 model evaluation · 119 s'],
    [150, 25, '25 steps · 3 min'],
  ])('after %d s and %d evaluations: %s', (seconds, modelEvaluations, label) => {
    expect(timeLabel(viewWith({ phase: 'done', outcome: { seconds, modelEvaluations } }))).toBe(label);
  });

  it('promises no time once the render has stopped', () => {
    const view = viewWith({ phase: 'cancelled', progress: progress({ done: 3, elapsedSeconds: 3 }) });
    expect(timeLabel(view)).toBe('step 3 of 25');
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

  it('says of a server that can not stop that it goes on', () => {
    const backend = { ...planWith({}).backend, name: 'KoboldCpp', goesOn: true } as const;
    expect(statusLabel(viewWith({ phase: 'cancelled', plan: planWith({ backend }) }))).toBe(
      'Cancelled. What KoboldCpp has begun it renders to its end.',
    );
  });

  it('counts in percent where the server counts no steps', () => {
    const half: Progress = {
      unit: 'fraction',
      first: { done: 0.1, total: 1, elapsedSeconds: 1 },
      latest: { done: 0.5, total: 1, elapsedSeconds: 5 },
    };
    expect(timeLabel(viewWith({ phase: 'running', progress: half }))).toBe('50 % · about 5 s left');
  });

  it.each([
    [{ kind: 'preparing' }, 'Preparing…'],
    [{ kind: 'asking' }, 'Waiting for your answer'],
    [{ kind: 'queued', ahead: null }, 'Waiting in the queue'],
    [{ kind: 'queued', ahead: 0 }, 'Next in the queue'],
    [{ kind: 'queued', ahead: 1 }, 'Waiting for 1 other render'],
    [{ kind: 'queued', ahead: 3 }, 'Waiting for 3 other renders'],
    [{ kind: 'loading', what: 'loading sd_xl_base_1.0' }, 'Loading sd_xl_base_1.0…'],
    [{ kind: 'rendering' }, 'Rendering…'],
  ] satisfies [Activity, string][])('while %j: %s', (activity, label) => {
    expect(statusLabel(viewWith({ phase: 'running', activity }))).toBe(label);
  });

  it('says that an earlier render is looked at, and what it took', () => {
    const shown = keptWith({ plan: planWith({ steps: 4 }), seconds: 2, modelEvaluations: null });
    expect(statusLabel(viewWith({ phase: 'done', shown }))).toBe('An earlier render');
    expect(statusLabel(viewWith({ phase: 'running', shown }))).toBe('An earlier render, while the next one runs');
    expect(timeLabel(viewWith({ phase: 'running', shown }))).toBe('4 steps · 2.0 s');
  });

  it('says a place of a failure, and what is wrong there unless that was said', () => {
    expect(placeLabel(6, 'too large', 'Node 3: too large.')).toBe('Line 7');
    expect(placeLabel(6, 'too large', 'The server refused this.')).toBe('Line 7: too large');
  });

  it('says where the seed is from if nobody wrote it', () => {
    expect(seedLabel(planWith({ seed: '18446744073709551615' }))).toBe('Seed 18446744073709551615');
    expect(seedLabel(planWith({ seed: '7', seedIsDrawn: true }))).toBe('Seed 7, drawn for this render');
  });

  it('tells renders of the strip apart', () => {
    const kept = keptWith({ plan: planWith({ steps: 1, seed: '7' }) });
    const tile = tileOf(kept);
    expect(tileLabel(tile, [tile], '14:03')).toBe('Draft, 1 step, seed 7, by Built-in model, 14:03');
    // Of several generations, each says of which it is.
    const strip = [
      { ...tile, title: 'Rough pass' },
      { ...tile, title: 'Fine pass' },
    ];
    expect(tileLabel(strip[1], strip, '14:03')).toBe('Fine pass, Draft, 1 step, seed 7, by Built-in model, 14:03');
    expect(strip.map((each) => titleIn(strip, each))).toEqual(['Rough pass', 'Fine pass']);
    expect(titleIn([tile, tile], tile)).toBeNull();
    expect(tagLabel(kept.plan)).toBe('1 step · seed 7');
  });

  it('says the day of a render only when it was not today', () => {
    const time = new Date(2026, 4, 3, 14, 3);
    const render = { id: newId(time.getTime(), '00000000') };
    const today = timeLabelOf(render, new Date(2026, 4, 3, 23, 0));
    expect(today).toBe(time.toLocaleString(undefined, { timeStyle: 'short' }));
    expect(timeLabelOf(render, new Date(2026, 4, 4, 9, 0))).not.toBe(today);
  });

  it('describes the picture in words', () => {
    expect(pictureLabel(viewWith({ picture: 'final' }))).toBe(
      'Render of FLUX.1 schnell, line 4 in 25 steps, 512 × 256 pixels, by Built-in model',
    );
    expect(pictureLabel(viewWith({ picture: 'preview' }))).toContain('Unfinished render');
    expect(pictureLabel(viewWith({ picture: null }))).toBe('');
  });
});
