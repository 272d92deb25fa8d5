import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../server/src/render/builtin/engine.ts';
import { type JobContext, renderEvents } from '../../../server/src/render/builtin/job.ts';
import { aRequest, scenes } from './support.ts';

function context(change: Partial<JobContext> = {}): JobContext {
  return { engine: createEngine(scenes), scenes, aborted: () => false, now: () => 0, ...change };
}

describe('renderEvents', () => {
  it('tells every step, then the picture, then that it is done', () => {
    const events = [...renderEvents(aRequest, context())];
    expect(events.filter(({ kind }) => kind === 'step')).toEqual(
      Array.from({ length: 8 }, (_, i) => ({ kind: 'step', done: i + 1, total: 8 })),
    );
    expect(events.at(-2)).toMatchObject({ kind: 'picture', seed: 7n, picture: { width: 96, height: 64 } });
    expect(events.at(-1)).toEqual({ kind: 'done', milliseconds: 0, modelEvaluations: 8 });
  });

  it('shows at most 20 previews a second', () => {
    let clock = 0;
    // Every look at the clock is 7 ms later, and there is one a step and one more for each preview.
    const events = [...renderEvents({ ...aRequest, steps: 100 }, context({ now: () => (clock += 7) }))];
    const previews = events.filter(({ kind }) => kind === 'preview').length;
    expect(previews).toBeGreaterThan(8);
    expect(previews).toBeLessThanOrEqual(clock / 50 + 1);
    expect(events.filter(({ kind }) => kind === 'step')).toHaveLength(100);
  });

  it('stops between two steps when asked to', () => {
    let asked = 0;
    const events = [...renderEvents(aRequest, context({ aborted: () => ++asked > 3 }))];
    expect(events.filter(({ kind }) => kind === 'step')).toHaveLength(3);
    expect(events.at(-1)).toEqual({ kind: 'cancelled' });
  });

  it('says which words it understood, or that there was none', () => {
    const said = (prompt: string) =>
      [...renderEvents({ ...aRequest, prompt, steps: 1 }, context())].flatMap((event) =>
        event.kind === 'warning' ? [event.text] : [],
      );
    expect(said('a mountain by night, 8k')).toEqual([scenes.texts.understood.replace('{words}', 'mountain, night')]);
    expect(said('portrait of a cat')).toEqual([scenes.texts.nothingUnderstood]);
    expect(said('  ')).toEqual([]);
  });

  it('fails in words when the engine throws', () => {
    const engine = {
      // biome-ignore lint/correctness/useYield: it throws before there is anything to yield.
      *render(): ReturnType<JobContext['engine']['render']> {
        throw new Error('out of numbers');
      },
    };
    expect([...renderEvents({ ...aRequest, prompt: '' }, context({ engine }))]).toEqual([
      {
        kind: 'failed',
        problem: { code: 'server', message: 'The built-in model failed: out of numbers.', places: [], detail: null },
      },
    ]);
  });
});
