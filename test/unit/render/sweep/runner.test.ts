/** Renders that belong together: in turn, each once, through outages, cancels and failures. The backend is scripted. */
import { describe, expect, test } from 'vitest';
import type { Backend, RenderEvent, RenderRequest } from '../../../../server/src/render/backend.ts';
import { BackendError, type ProblemCode } from '../../../../server/src/render/problem.ts';
import type { OutageState } from '../../../../server/src/render/sweep/outage.ts';
import { createSweep, type Rendered, type Sweep } from '../../../../server/src/render/sweep/runner.ts';
import { gate, png, renderRequest } from '../../../backends/support.ts';
import { knowledge } from '../../../support/knowledge.ts';

/** What becomes of one try: a picture, a failure, one after a picture, or nothing until it is aborted. */
type Play = 'fine' | 'hangs' | 'lost-after-picture' | ProblemCode;

interface Stage {
  readonly sweep: Sweep;
  /** Step counts of the tries, in the order in which they began. */
  readonly tries: number[];
  /** Most tries that went on at once. */
  readonly most: () => number;
  readonly told: string[];
  /** Milliseconds of the pauses. */
  readonly pauses: number[];
  readonly abort: () => void;
  /** Renders `steps`; what was emitted is in `events`. */
  render(steps: number, signal?: AbortSignal): Promise<Rendered | null>;
  events(steps: number): string[];
  /** Resolves once the first try of `steps` has begun. */
  begun(steps: number): Promise<void>;
}

/** `plays`: what becomes of the tries of each step count, in turn, fine afterwards. `probes`: whether it answers when asked. */
function stage(
  plays: Readonly<Record<number, readonly Play[]>> = {},
  { probes = [], schedulesItself = false }: { probes?: readonly boolean[]; schedulesItself?: boolean } = {},
): Stage {
  const tries: number[] = [];
  const told: string[] = [];
  const pauses: number[] = [];
  const emitted = new Map<number, RenderEvent[]>();
  const gates = new Map<number, ReturnType<typeof gate>>();
  const gateOf = (steps: number) => gates.get(steps) ?? gates.set(steps, gate()).get(steps) ?? gate();
  let going = 0;
  let most = 0;
  let asked = 0;

  async function* render({ steps, seed }: RenderRequest, signal: AbortSignal): AsyncGenerator<RenderEvent, void, void> {
    const number = tries.filter((other) => other === steps).length;
    const play = plays[steps]?.[number] ?? 'fine';
    tries.push(steps);
    going += 1;
    most = Math.max(most, going);
    gateOf(steps).resolve();
    try {
      yield { kind: 'step', done: 1, total: steps };
      // Others get a turn, as they would while this is drawn.
      await new Promise((resolve) => setImmediate(resolve));
      if (play === 'hangs')
        await new Promise<void>((resolve) =>
          signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
        );
      if (signal.aborted) {
        yield { kind: 'cancelled' };
        return;
      }
      if (play === 'fine' || play === 'lost-after-picture')
        yield { kind: 'picture', picture: { bytes: png(), mime: 'image/png', width: 64, height: 64 }, seed };
      if (play === 'fine') yield { kind: 'done', milliseconds: 1, modelEvaluations: steps };
      else
        yield { kind: 'failed', problem: problem(play === 'hangs' || play === 'lost-after-picture' ? 'lost' : play) };
    } finally {
      going -= 1;
    }
  }

  const backend: Backend = {
    kind: 'scripted',
    name: 'Scripted',
    address: null,
    probe: async () => {
      const answers = probes[asked++] ?? true;
      if (!answers) throw new BackendError('unreachable', 'Nothing answers.');
      return { name: 'Scripted', version: null, capabilities: {} as never };
    },
    models: async () => [],
    render,
    dispose: () => {},
  };
  const whole = new AbortController();
  const sweep = createSweep({
    knowledge,
    backend,
    schedulesItself,
    maxDuration: 60_000,
    signal: whole.signal,
    tell: (state: OutageState) => told.push(state.kind),
    pause: async (milliseconds) => {
      pauses.push(milliseconds);
      await new Promise((resolve) => setImmediate(resolve));
    },
  });
  return {
    sweep,
    tries,
    most: () => most,
    told,
    pauses,
    abort: () => whole.abort(),
    render: (steps, signal = new AbortController().signal) => {
      const events: RenderEvent[] = [];
      emitted.set(steps, events);
      return sweep.render(renderRequest({ steps }), signal, (event) => events.push(event));
    },
    events: (steps) => (emitted.get(steps) ?? []).map(({ kind }) => kind),
    begun: (steps) => gateOf(steps).promise,
  };
}

function problem(code: ProblemCode) {
  return { code, message: `It is ${code}.`, places: [], detail: null };
}

const isPicture = (rendered: Rendered | null): boolean => rendered !== null;

describe('turns', () => {
  test('one at a time, in the order in which they were asked for', async () => {
    const { render, tries, most, events } = stage();
    const rendered = await Promise.all([4, 25, 50].map((steps) => render(steps)));
    expect(rendered.every(isPicture)).toBe(true);
    expect([tries, most()]).toEqual([[4, 25, 50], 1]);
    expect(events(25)).toEqual(['step', 'picture', 'done']);
  });
  test('all at once where the backend schedules itself', async () => {
    const { render, most } = stage({}, { schedulesItself: true });
    await Promise.all([4, 25, 50].map((steps) => render(steps)));
    expect(most()).toBe(3);
  });
});

describe('a backend that is lost', () => {
  test('is waited for, and only what is missing is rendered again', async () => {
    const { render, tries, told, pauses, events } = stage({ 25: ['lost'] }, { probes: [false, false, true] });
    const rendered = await Promise.all([4, 25, 50].map((steps) => render(steps)));
    expect(rendered.every(isPicture)).toBe(true);
    expect(tries).toEqual([4, 25, 25, 50]);
    expect(told).toEqual(['waiting', 'resumed']);
    expect(pauses).toEqual([1000, 2000, 4000]);
    expect(events(25)).toEqual(['step', 'queued', 'step', 'picture', 'done']);
  });
  test('is waited for once, though many notice', async () => {
    const lost: Record<number, readonly Play[]> = { 4: ['lost'], 25: ['lost'], 50: ['unreachable'] };
    const { render, told } = stage(lost, { schedulesItself: true });
    const rendered = await Promise.all([4, 25, 50].map((steps) => render(steps)));
    expect(rendered.every(isPicture)).toBe(true);
    expect(told).toEqual(['waiting', 'resumed']);
  });
  test('behind its picture has done its work', async () => {
    const { render, tries, told, events } = stage({ 4: ['lost-after-picture'] });
    expect(isPicture(await render(4))).toBe(true);
    expect([tries, told]).toEqual([[4], []]);
    expect(events(4)).toEqual(['step', 'picture', 'done']);
  });
  test('again and again by one render is not that render’s for ever: the others go on', async () => {
    const { render, tries, events, pauses } = stage({ 4: Array<Play>(100).fill('lost') });
    const rendered = await Promise.all([4, 25].map((steps) => render(steps)));
    expect(rendered.map(isPicture)).toEqual([false, true]);
    expect(tries).toEqual([4, 4, 4, 4, 4, 4, 25]);
    expect(events(4).at(-1)).toBe('failed');
    expect(pauses).toEqual([1000, 4000, 16_000, 30_000, 30_000]);
  });
  test('for too long is given up, for all', async () => {
    const { render, tries, told, events, sweep } = stage({ 4: ['lost'] }, { probes: Array<boolean>(500).fill(false) });
    const rendered = await Promise.all([4, 25].map((steps) => render(steps)));
    expect(rendered.some(isPicture)).toBe(false);
    expect(tries).toEqual([4]);
    expect(told).toEqual(['waiting']);
    expect([events(4).at(-1), events(25)]).toEqual(['failed', ['failed']]);
    expect(sweep.problem?.code).toBe('unreachable');
  });
});

describe('what fails', () => {
  test.each(['invalid', 'out-of-memory', 'server', 'too-long'] as const)('%s fails alone, once', async (code) => {
    const { render, tries, events, sweep } = stage({ 4: [code] });
    const rendered = await Promise.all([4, 25].map((steps) => render(steps)));
    expect(rendered.map(isPicture)).toEqual([false, true]);
    expect([tries, events(4)]).toEqual([
      [4, 25],
      ['step', 'failed'],
    ]);
    expect(sweep.problem).toBeNull();
  });
  test.each(['unauthorized', 'missing-model', 'paid-nodes'] as const)(
    '%s would fail all: it ends them',
    async (code) => {
      const { render, tries, events, sweep } = stage({ 4: [code] });
      await Promise.all([4, 25].map((steps) => render(steps)));
      expect([tries, events(4), events(25)]).toEqual([[4], ['step', 'failed'], ['failed']]);
      expect(sweep.problem?.code).toBe(code);
    },
  );
});

describe('a cancel', () => {
  test('of the one that runs lets the next begin', async () => {
    const { render, tries, begun, events } = stage({ 4: ['hangs'] });
    const one = new AbortController();
    const rendered = Promise.all([render(4, one.signal), render(25)]);
    await begun(4);
    one.abort();
    expect((await rendered).map(isPicture)).toEqual([false, true]);
    expect([tries, events(4)]).toEqual([
      [4, 25],
      ['step', 'cancelled'],
    ]);
  });
  test('of one that waits leaves it out at once', async () => {
    const { render, tries, begun, events, abort } = stage({ 4: ['hangs'] });
    const other = new AbortController();
    const first = render(4);
    const second = render(25, other.signal);
    await begun(4);
    other.abort();
    expect(await second).toBeNull();
    expect(events(25)).toEqual(['cancelled']);
    abort();
    await first;
    expect(tries).toEqual([4]);
  });
  test('of all ends what runs and begins nothing more', async () => {
    const { render, tries, begun, events, abort } = stage({ 4: ['hangs'] });
    const rendered = Promise.all([4, 25, 50].map((steps) => render(steps)));
    await begun(4);
    abort();
    expect((await rendered).some(isPicture)).toBe(false);
    expect(tries).toEqual([4]);
    expect([events(4), events(25), events(50)]).toEqual([['step', 'cancelled'], ['cancelled'], ['cancelled']]);
    expect(await render(60)).toBeNull();
    expect(events(60)).toEqual(['cancelled']);
  });
});
