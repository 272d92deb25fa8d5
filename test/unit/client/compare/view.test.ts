import { describe, expect, it } from 'vitest';
import {
  type CompareView,
  type Happening,
  isApplicable,
  lookedAt,
  NOTHING_YET,
  next,
  pairAt,
} from '../../../../client/src/compare/view.ts';
import type { QualityCurve } from '../../../../server/src/protocol/curve.ts';
import { ended, planned, rendered, requested, sweepWith, variantWith, viewAfter, viewFrom } from './sweeps.ts';

const render = (renderId: string, event: Extract<Happening, { kind: 'render' }>['event']): Happening => ({
  kind: 'render',
  renderId,
  event,
});
const sweep = (event: Extract<Happening, { kind: 'sweep' }>['event'], sweepId = 'a'): Happening => ({
  kind: 'sweep',
  sweepId,
  event,
});
const choose = (renderId: string): Happening => ({ kind: 'looked', at: { type: 'choose', renderId } });
const phases = ({ items }: CompareView) => items.map(({ phase }) => phase);
const values = ({ items }: CompareView) => items.map(({ value }) => value);
const all = [...rendered('4'), ...rendered('25'), ...rendered('50')];

describe('a comparison', () => {
  it('goes from the request over each render to its end', () => {
    expect(viewAfter(requested)).toMatchObject({ phase: 'running', plan: null, items: [] });
    const begun = viewAfter(requested, planned);
    expect(phases(begun)).toEqual(['idle', 'idle', 'idle']);
    const first = viewFrom(begun, render('4', { kind: 'step', done: 1, total: 4, elapsedSeconds: 0.1 }));
    expect(phases(first)).toEqual(['running', 'idle', 'idle']);
    const done = viewFrom(first, ...all, ended());
    expect(done.phase).toBe('done');
    expect(done.items.map(({ picture }) => picture)).toEqual(['final', 'final', 'final']);
  });

  it('begins anew with nothing of the one before', () => {
    const again = viewAfter(requested, planned, ...all, ended('failed'), choose('4'), requested);
    expect(again).toEqual({ ...NOTHING_YET, phase: 'running', open: ['a'] });
  });

  it('shows numbers in their order, and names as they were named', () => {
    const variants = ['7', '12', '4.5'].map((value) => variantWith({ renderId: value, value }));
    const guidance: Happening = {
      kind: 'planned',
      sweepId: 'a',
      plan: sweepWith({ setting: 'guidance_scale', variants }),
    };
    expect(values(viewAfter(requested, guidance))).toEqual(['4.5', '7', '12']);
    const names = ['euler', 'dpmpp_2m', 'ddim'].map((value) => variantWith({ renderId: value, value }));
    const samplers: Happening = {
      kind: 'planned',
      sweepId: 'a',
      plan: sweepWith({ setting: 'sampler', variants: names }),
    };
    expect(values(viewAfter(requested, samplers))).toEqual(['euler', 'dpmpp_2m', 'ddim']);
  });

  it('is gone on with: another value takes its place among the others', () => {
    const more: Happening = {
      kind: 'planned',
      sweepId: 'b',
      plan: sweepWith({ variants: [variantWith({ steps: 35 })] }),
    };
    const view = viewAfter(requested, planned, ...all, ended(), { kind: 'added', sweepId: 'b' }, more);
    expect(view.phase).toBe('running');
    expect(values(view)).toEqual(['4', '25', '35', '50']);
    expect(phases(view)).toEqual(['done', 'done', 'idle', 'done']);
    expect(viewFrom(view, ended('done', 'b')).phase).toBe('done');
  });

  it('tries again what came to nothing, in its place', () => {
    const first = viewAfter(requested, planned, ...rendered('4'), ended('cancelled'));
    const again = ['25', '50'].map((value) => variantWith({ renderId: `b${value}`, value, steps: Number(value) }));
    const plan = sweepWith({ variants: again });
    const view = viewFrom(first, { kind: 'added', sweepId: 'b' }, { kind: 'planned', sweepId: 'b', plan });
    expect(view.items.map(({ renderId, phase }) => `${renderId} ${phase}`)).toEqual(['4 done', 'b25 idle', 'b50 idle']);
  });

  it('runs until the last of its requests has ended', () => {
    const both = viewAfter(requested, planned, { kind: 'added', sweepId: 'b' });
    const one = viewFrom(both, ended());
    expect(one.phase).toBe('running');
    expect(viewFrom(one, ended('cancelled', 'b')).phase).toBe('cancelled');
  });

  it('has no render that seems to go on when it has ended', () => {
    const view = viewAfter(requested, planned, ...rendered('4'), render('25', { kind: 'preview' }), ended('cancelled'));
    expect(phases(view)).toEqual(['done', 'cancelled', 'cancelled']);
  });

  it('says why it failed, and keeps what was rendered', () => {
    const view = viewAfter(requested, planned, ...rendered('4'), ended('failed'));
    expect(view).toMatchObject({ phase: 'failed', failure: 'It broke.' });
    expect(view.items[0].picture).toBe('final');
  });

  it('says while it waits for the backend, and no longer when that is back', () => {
    const waiting = viewAfter(requested, planned, sweep({ kind: 'waiting', message: 'ComfyUI is away.' }));
    expect(waiting.waiting).toBe('ComfyUI is away.');
    expect(viewFrom(waiting, sweep({ kind: 'resumed' })).waiting).toBeNull();
    expect(viewFrom(waiting, ended('failed')).waiting).toBeNull();
  });

  it('leaves a render that was cancelled as it is, whatever still comes of it', () => {
    const cancelled = viewAfter(requested, planned, render('25', { kind: 'cancelled' }));
    expect(phases(viewFrom(cancelled, ...rendered('25')))).toEqual(['idle', 'cancelled', 'idle']);
  });

  it('shows a render that begins anew from its start', () => {
    const step = render('25', { kind: 'step', done: 5, total: 25, elapsedSeconds: 1 });
    const lost = viewAfter(requested, planned, step, render('25', { kind: 'queued', ahead: null }));
    expect(lost.items[1]).toMatchObject({ phase: 'running', activity: { kind: 'queued' }, progress: null });
  });

  it('shows the failure of one render at that one', () => {
    const view = viewAfter(requested, planned, render('25', { kind: 'failed', message: 'Too large.', places: [] }));
    expect(view.items[1]).toMatchObject({ phase: 'failed', failure: { message: 'Too large.', places: [] } });
    expect(view.phase).toBe('running');
  });

  it('ignores renders that it does not have', () => {
    const view = viewAfter(requested, planned);
    expect(next(view, render('99', { kind: 'preview' })).items).toEqual(view.items);
  });

  it('gathers warnings of the plan and of renders, each once', () => {
    const plan = sweepWith({ warnings: ['A'] });
    const warning = (text: string): Happening => render('4', { kind: 'warning', text });
    const view = viewAfter(
      requested,
      { kind: 'planned', sweepId: 'a', plan },
      warning('B'),
      warning('A'),
      warning('B'),
    );
    expect(view.warnings).toEqual(['A', 'B']);
  });
});

describe('the value of the file', () => {
  it('is known from the plan, and from the file when that changes', () => {
    const plan = sweepWith({ variants: [variantWith({ steps: 4 }), variantWith({ steps: 25, isCurrent: true })] });
    const view = viewAfter(requested, { kind: 'planned', sweepId: 'a', plan }, ...rendered('4'), ...rendered('25'));
    expect(view.current).toBe('25');
    expect(view.items.map((item) => isApplicable(view, item))).toEqual([true, false]);
    const applied = next(view, { kind: 'current', value: '4', hasPlace: true });
    expect(applied.items.map((item) => isApplicable(applied, item))).toEqual([false, true]);
  });

  it('is not offered to be written where there is no place, or no picture yet', () => {
    const view = viewAfter(requested, planned, ...rendered('4'), { kind: 'current', value: null, hasPlace: false });
    expect(view.items.map((item) => isApplicable(view, item))).toEqual([false, false, false]);
    const placed = next(view, { kind: 'current', value: null, hasPlace: true });
    expect(placed.items.map((item) => isApplicable(placed, item))).toEqual([true, false, false]);
  });
});

describe('looking closely', () => {
  const done = viewAfter(requested, planned, ...all, ended());
  const seen = (view: CompareView) => lookedAt(view).map(({ value }) => value);

  it('takes two pictures in their order, a third in place of the first chosen', () => {
    expect(seen(viewFrom(done, choose('50'), choose('4')))).toEqual(['4', '50']);
    expect(seen(viewFrom(done, choose('50'), choose('4'), choose('25')))).toEqual(['4', '25']);
    expect(seen(viewFrom(done, choose('50'), choose('4'), choose('50')))).toEqual(['4']);
  });

  it('takes finished pictures only', () => {
    expect(seen(viewAfter(requested, planned, render('4', { kind: 'preview' }), choose('4')))).toEqual([]);
  });
});

describe('a search', () => {
  const search = sweepWith({ variants: [], ladder: [4, 8, 16, 32] });
  const variants = [32, 8].flatMap((steps) =>
    ['42', '43'].map((seed) => variantWith({ renderId: `${steps}/${seed}`, steps, seed })),
  );
  const curve: QualityCurve = { measure: 'similarity', enough: 0.9, points: [] };
  const begun = viewAfter(
    requested,
    { kind: 'planned', sweepId: 'a', plan: search },
    sweep({ kind: 'variants', variants }),
  );

  it('shows renders as they are decided on', () => {
    expect(begun.items.map(({ renderId }) => renderId)).toEqual(['8/42', '8/43', '32/42', '32/43']);
  });

  it('has a curve while it runs, and then an answer', () => {
    expect(viewFrom(begun, sweep({ kind: 'measured', curve })).curve).toBe(curve);
    const result = { curve, steps: 8, between: [8, 8], sentence: 'Eight is enough.' } as const;
    expect(viewFrom(begun, sweep({ kind: 'found', result }), ended())).toMatchObject({ phase: 'done', result });
  });

  it('lays a point of the curve beside the picture of the most steps with the same seed', () => {
    expect(pairAt(begun, 8)).toEqual([]);
    expect(pairAt(viewFrom(begun, ...rendered('8/43'), ...rendered('32/43')), 8)).toEqual(['8/43', '32/43']);
    const both = viewFrom(begun, ...variants.flatMap(({ renderId }) => rendered(renderId)));
    expect(pairAt(both, 8)).toEqual(['8/42', '32/42']);
    expect(pairAt(both, 32)).toEqual(['32/42']);
    expect(pairAt(both, 16)).toEqual([]);
  });
});

it('says after a reload that it is gone, for the purpose it had', () => {
  const search: CompareView = { ...NOTHING_YET, purpose: 'search' };
  expect(next(search, { kind: 'gone' })).toEqual({ ...search, phase: 'gone' });
});
