import { describe, expect, test } from 'vitest';
import type { RenderEvent } from '../../../server/src/render/backend.ts';
import { parseApiGraph, parseObjectInfo } from '../../../server/src/render/backends/comfyui/graph.ts';
import { parseMessage } from '../../../server/src/render/backends/comfyui/messages.ts';
import { Progress } from '../../../server/src/render/backends/comfyui/progress.ts';
import { samplingOf } from '../../../server/src/render/backends/comfyui/sampling.ts';
import { knowledge } from '../../support/knowledge.ts';
import { png } from '../support.ts';
import { definitions, MODELS, txt2img } from './definitions.ts';
import { event1, event4 } from './server.ts';

const objectInfo = parseObjectInfo(definitions());
const sampling = (graph: Record<string, unknown>) => samplingOf(parseApiGraph(graph), objectInfo, '3', knowledge);

/** The events of messages to the job `a`; `type: data` without an id is given that of the job. */
function tell(progress: Progress, ...messages: (readonly [string, Record<string, unknown>] | Buffer)[]): RenderEvent[] {
  return messages.flatMap((message) => {
    const parsed = parseMessage(
      Buffer.isBuffer(message)
        ? message
        : JSON.stringify({ type: message[0], data: { prompt_id: 'a', ...message[1] } }),
    );
    return parsed ? progress.take(parsed) : [];
  });
}
const steps = (events: readonly RenderEvent[]): string =>
  events.flatMap((event) => (event.kind === 'step' ? [`${event.done}/${event.total}`] : [])).join(' ');
const at = (node: string, value: number, max: number) => ['progress', { node, value, max }] as const;
const run = (node: string | null) => ['executing', { node }] as const;

describe('steps', () => {
  test.each([
    ['of a sampler', [at('3', 1, 30), at('3', 2, 30)], '1/30 2/30'],
    ['of a tiled VAE are none', [at('8', 1, 23), at('8', 2, 23)], ''],
    ['of SaveImageWebsocket, from 0, are none', [at('9', 0, 1)], ''],
    ['of nodes that nobody knows are none', [at('77', 1, 2), at('constructor', 1, 2)], ''],
    ['with a largest of 0 are none', [at('3', 1, 0), at('3', 0, 0)], ''],
    ['of dpm_adaptive stay at the last', [at('3', 4, 4), at('3', 4, 4), at('3', 5, 4)], '4/4'],
    ['of dpm_fast never reach the last', [at('3', 1, 4), at('3', 2, 4)], '1/4 2/4'],
    ['that begin anew with each tile do not go back', [at('3', 2, 2), at('3', 1, 2), at('3', 2, 2)], '2/2'],
    ['that are not whole are cut', [at('3', 1.5, 4)], '1/4'],
    ['of other jobs are none', [['progress', { prompt_id: 'b', node: '3', value: 1, max: 4 }] as const], ''],
  ])('%s', (_, messages, expected) => {
    expect(steps(tell(new Progress('a', sampling(txt2img())), run('3'), ...messages))).toBe(expected);
  });

  test('without the id of a job count while ours runs', () => {
    const progress = new Progress('a', sampling(txt2img()));
    const without = ['progress', { prompt_id: undefined, value: 3, max: 30 }] as const;
    expect(steps(tell(progress, without))).toBe('');
    expect(steps(tell(progress, run('3'), without))).toBe('3/30');
  });

  test('of two stages add up', () => {
    const stage = (start_at_step: number, end_at_step: number, latent: string) => ({
      class_type: 'KSamplerAdvanced',
      inputs: { steps: 8, start_at_step, end_at_step, latent_image: [latent, 0] },
    });
    const graph = txt2img({ '3': stage(0, 3, '5'), '33': stage(3, 10000, '3') });
    const events = tell(
      new Progress('a', sampling(graph)),
      run('3'),
      at('3', 3, 3),
      run('33'),
      at('33', 1, 5),
      at('33', 5, 5),
    );
    expect(steps(events)).toBe('3/8 4/8 8/8');
  });

  test('of a sampler whose result is cached are not waited for', () => {
    const graph = txt2img({ '33': { class_type: 'KSampler', inputs: { steps: 5, latent_image: ['3', 0] } } });
    const events = tell(
      new Progress('a', sampling(graph)),
      ['execution_cached', { nodes: ['3', '4'] }],
      run('33'),
      at('33', 1, 5),
    );
    expect(steps(events)).toBe('1/5');
  });

  test('are expected as the scheduler or a linked number says', () => {
    const custom = {
      '2': { class_type: 'PrimitiveInt', inputs: { value: 12 } },
      '3': { class_type: 'SamplerCustomAdvanced', inputs: { sigmas: ['20', 0], latent_image: ['5', 0] } },
      '20': { class_type: 'BasicScheduler', inputs: { steps: ['2', 0], scheduler: 'normal' } },
    };
    expect([...sampling(txt2img(custom)).samplers]).toEqual([['3', 12]]);
  });
});

describe('the rest of a run', () => {
  test('loading is told before the first step only', () => {
    const events = tell(new Progress('a', sampling(txt2img())), run('4'), run('3'), at('3', 1, 30), run('4'));
    expect(events.filter(({ kind }) => kind === 'loading')).toEqual([
      { kind: 'loading', what: `loading ${MODELS[0]}` },
    ]);
  });

  test('previews are of samplers of this job', () => {
    const progress = new Progress('a', sampling(txt2img()));
    const of = (node: string, prompt_id = 'a') => event4(png(8, 8), { node_id: node, prompt_id });
    expect(tell(progress, event1(png(8, 8)))).toEqual([]); // nothing of ours runs
    expect(tell(progress, run('3'), event1(png(8, 8)), of('3'), of('9'), of('3', 'b'))).toHaveLength(2);
    expect(tell(progress, run('9'), event1(png(8, 8)))).toEqual([]);
    expect(progress.previews).toBe(2);
  });

  test('it is over by its own end only', () => {
    const progress = new Progress('a', sampling(txt2img()));
    tell(progress, run('3'), ['executing', { prompt_id: 'b', node: null }], ['execution_success', { prompt_id: 'b' }]);
    expect(progress.over).toBe(false);
    tell(progress, run(null));
    expect(progress.over).toBe(true);
  });

  test('a repeated node after a reconnect counts only when the job has begun', () => {
    const progress = new Progress('a', sampling(txt2img()));
    tell(progress, ['executing', { prompt_id: undefined, node: '3' }]);
    expect(progress.started).toBe(false);
    tell(progress, ['execution_start', {}], ['executing', { prompt_id: undefined, node: '3' }]);
    expect(tell(progress, event1(png(8, 8)))).toHaveLength(1);
  });

  test('a blocked branch does not end it, a failure does', () => {
    const progress = new Progress('a', sampling(txt2img()));
    tell(progress, [
      'execution_error',
      { node_id: '8', exception_type: 'ExecutionBlocked', exception_message: 'no mask' },
    ]);
    expect([progress.over, progress.blocked?.message, progress.failure]).toEqual([false, 'no mask', null]);
    tell(progress, ['execution_error', { node_id: '8', exception_type: 'RuntimeError' }]);
    expect([progress.over, progress.failure?.exception]).toEqual([true, 'RuntimeError']);
  });

  test('history takes the place of what was missed', () => {
    const progress = new Progress('a', sampling(txt2img()));
    const files = new Map([['9', [{ filename: 'a.png', subfolder: '', type: 'temp' }]]]);
    progress.settle({ files, failure: null, interrupted: true, graph: {} });
    expect([progress.over, progress.interrupted, progress.files]).toEqual([true, true, files]);
  });
});
