import { describe, expect, it } from 'vitest';
import { secondsLeft } from '../../../../client/src/panel/progress.ts';
import {
  described,
  type Happening,
  hasLiveTile,
  isDimmed,
  NOTHING_YET,
  next,
  offersSeed,
  type View,
} from '../../../../client/src/preview/view.ts';
import { keptWith, planWith } from './plans.ts';

const viewFrom = (view: View, ...happenings: Happening[]): View => happenings.reduce(next, view);
const viewAfter = (...happenings: Happening[]): View => viewFrom(NOTHING_YET, ...happenings);
const requested: Happening = { kind: 'requested', mode: 'draft' };
const planned: Happening = { kind: 'planned', plan: planWith({ steps: 8 }) };
const preview: Happening = { kind: 'preview' };
const picture: Happening = { kind: 'picture' };
const done: Happening = { kind: 'done', seconds: 0.4, modelEvaluations: 16 };
const failed: Happening = { kind: 'failed', message: 'Broken.', places: [] };
const step = (stepsDone: number, elapsedSeconds: number, total = 8): Happening => ({
  kind: 'step',
  done: stepsDone,
  total,
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

  it('says what a running render waits for', () => {
    const activity = (...happenings: Happening[]) => viewAfter(requested, ...happenings).activity;
    expect(activity()).toEqual({ kind: 'preparing' });
    expect(activity({ kind: 'asking' })).toEqual({ kind: 'asking' });
    expect(activity(planned, { kind: 'queued', ahead: 2 })).toEqual({ kind: 'queued', ahead: 2 });
    expect(activity(planned, { kind: 'loading', what: 'sd15' })).toEqual({ kind: 'loading', what: 'sd15' });
    expect(activity(planned, { kind: 'loading', what: 'sd15' }, step(1, 9))).toEqual({ kind: 'rendering' });
  });

  it('knows the step count of each mode from the plan until the document changes', () => {
    const view = viewAfter(requested, planned, done);
    expect(view.steps).toEqual({ draft: 8, configured: 80 });
    expect(next(view, { kind: 'aimed-elsewhere' }).steps).toEqual({});
    expect(next(view, { kind: 'edited', edit: edit(0, 0, 'x') }).steps).toEqual({});
  });

  it('keeps plan and picture when the next request is refused before it has a plan', () => {
    const view = viewAfter(requested, planned, picture, done, requested, failed);
    expect(view).toMatchObject({ phase: 'failed', failure: { message: 'Broken.' }, picture: 'final', outcome: null });
    expect(view.plan?.steps).toBe(8);
    expect(isDimmed(view)).toBe(false);
  });

  it('dims an earlier picture under a new plan, and a preview that will not be finished', () => {
    expect(isDimmed(viewAfter(requested, planned, picture, done, requested, planned))).toBe(true);
    expect(isDimmed(viewAfter(requested, planned, preview))).toBe(false);
    expect(isDimmed(viewAfter(requested, planned, preview, { kind: 'cancelled' }))).toBe(true);
    expect(isDimmed(viewAfter(requested, planned, preview, failed))).toBe(true);
  });

  it('forgets the failure, the progress and the warnings of the render before', () => {
    const view = viewAfter(
      requested,
      planned,
      { kind: 'warning', text: 'Slow.' },
      step(1, 1),
      failed,
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

describe('places of a failure', () => {
  const refused = viewAfter(requested, {
    kind: 'failed',
    message: 'Refused.',
    places: [
      { range: range(3), message: 'no such model' },
      { range: range(7), message: 'too large' },
    ],
  });
  const lines = (view: View) => view.failure?.places.map(({ range: { start } }) => start.line);

  it('move with lines that are inserted above', () => {
    expect(lines(next(refused, { kind: 'edited', edit: edit(1, 1, 'a\nb\n') }))).toEqual([5, 9]);
  });

  it('are gone once their line is edited, and with the next request', () => {
    expect(lines(next(refused, { kind: 'edited', edit: edit(7, 7, 'x') }))).toEqual([3]);
    expect(next(refused, requested).failure).toBeNull();
  });
});

describe('looking at kept renders', () => {
  const kept = keptWith({
    id: '0000000000001-00000000',
    plan: planWith({ title: 'Kept', seed: '7' }),
    warnings: ['K'],
  });
  const shown: Happening = { kind: 'shown', shown: kept, compared: null };

  it('describes the one looked at, in full light, until the picture that was waited for arrives', () => {
    const looking = viewAfter(requested, planned, preview, shown, step(3, 1));
    expect(described(looking)).toMatchObject({ plan: { title: 'Kept' }, warnings: ['K'] });
    expect(isDimmed(viewFrom(looking, { kind: 'cancelled' }))).toBe(false);
    expect(described(next(looking, picture))?.plan.title).toBe('FLUX.1 schnell, line 4');
  });

  it('ends with the next request', () => {
    const compared: Happening = { kind: 'shown', shown: null, compared: kept };
    expect(viewAfter(requested, planned, picture, done, compared, requested)).toMatchObject({
      shown: null,
      compared: null,
    });
  });

  it('leaves a tile for the render that is not kept', () => {
    expect(hasLiveTile(viewAfter())).toBe(false);
    expect(hasLiveTile(viewAfter(requested, planned))).toBe(true);
    expect(hasLiveTile(viewAfter(requested, planned, preview, { kind: 'cancelled' }))).toBe(true);
    expect(hasLiveTile(viewAfter(requested, planned, failed))).toBe(false);
    const finished = viewAfter(requested, planned, picture, done, { kind: 'kept', id: kept.id });
    expect(hasLiveTile(finished)).toBe(false);
    expect(hasLiveTile(viewFrom(finished, requested, planned))).toBe(true);
  });
});

describe('the seed', () => {
  const drawn: Happening = { kind: 'planned', plan: planWith({ seedIsDrawn: true }) };
  const place: Happening = { kind: 'seed-place', found: true };

  it('is offered when it was drawn and the file has a place for it', () => {
    expect(offersSeed(viewAfter(requested, drawn))).toBe(false);
    expect(offersSeed(viewAfter(requested, drawn, place))).toBe(true);
    expect(offersSeed(viewAfter(requested, planned, place))).toBe(false);
  });

  it('is offered from an earlier render too', () => {
    const shown: Happening = { kind: 'shown', shown: keptWith({}), compared: null };
    expect(offersSeed(viewAfter(requested, planned, place, shown))).toBe(true);
  });
});

describe('the time left', () => {
  it('is unknown before two steps were seen', () => {
    expect(secondsLeft(viewAfter(requested).progress)).toBeNull();
    expect(secondsLeft(viewAfter(requested, planned).progress)).toBeNull();
    expect(secondsLeft(viewAfter(requested, planned, step(1, 30)).progress)).toBeNull();
  });

  it('goes by the speed since the first step, so that loading a model does not count', () => {
    expect(secondsLeft(viewAfter(requested, planned, step(1, 30), step(2, 31), step(3, 32)).progress)).toBe(5);
  });

  it('is none at the last step', () => {
    expect(secondsLeft(viewAfter(requested, planned, step(1, 1), step(8, 8)).progress)).toBe(0);
  });

  it('goes by fractions where the server counts no steps', () => {
    const fraction = (done: number, elapsedSeconds: number): Happening => ({
      kind: 'progress',
      fraction: done,
      elapsedSeconds,
    });
    expect(secondsLeft(viewAfter(requested, planned, fraction(0.25, 10), fraction(0.5, 12)).progress)).toBe(4);
  });

  it('is measured anew in the next pass', () => {
    const second = viewAfter(requested, planned, step(1, 1), step(8, 8), step(1, 20, 4));
    expect(secondsLeft(second.progress)).toBeNull();
    expect(secondsLeft(viewFrom(second, step(2, 25, 4)).progress)).toBe(10);
  });
});

function range(line: number) {
  return { start: { line, character: 2 }, end: { line, character: 9 } };
}

function edit(from: number, to: number, text: string) {
  return { range: { start: { line: from, character: 0 }, end: { line: to, character: 0 } }, text };
}
