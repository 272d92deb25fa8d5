/** Whole runs of a real ComfyUI, played again to the client. */
import { describe, expect, test } from 'vitest';
import type { RenderEvent } from '../../../server/src/render/backend.ts';
import { comfyui } from '../../../server/src/render/backends/comfyui/index.ts';
import { png, renderRequest, services } from '../support.ts';
import { definitions } from './definitions.ts';
import { isHttp, recording, replay, runsOf } from './recordings.ts';

const stats = recording('probe').timeline.find((entry) => isHttp(entry) && entry.request.path === '/system_stats');
const statsBody = (stats && isHttp(stats) && stats.response.body) || '';

interface Played {
  readonly events: readonly RenderEvent[];
  readonly submitted: readonly { prompt: Record<string, { class_type: string }> }[];
}

async function play(name: string, index = 0, sampler = '3'): Promise<Played> {
  const run = runsOf(recording(name))[index];
  const upscale = { input: { required: { samples: ['LATENT'] } }, output: ['LATENT'], output_node: false };
  const server = await replay(run, statsBody, { ...definitions(), LatentUpscaleBy: upscale }, png());
  const backend = comfyui.create({ address: server.url, credentials: null }, services());
  const request = renderRequest({ graph: { format: 'api', json: run.graph, sampler, overrides: [] } });
  const events: RenderEvent[] = [];
  try {
    for await (const event of backend.render(request, new AbortController().signal)) events.push(event);
  } finally {
    backend.dispose();
    await server.stop();
  }
  return { events, submitted: server.submitted as Played['submitted'] };
}

const stepsOf = (events: readonly RenderEvent[]): string =>
  events.flatMap((event) => (event.kind === 'step' ? [`${event.done}/${event.total}`] : [])).join(' ');
const count = (events: readonly RenderEvent[], kind: RenderEvent['kind']): number =>
  events.filter((event) => event.kind === kind).length;
const upTo = (total: number): string => Array.from({ length: total }, (_, at) => `${at + 1}/${total}`).join(' ');

describe('recorded runs that went well', () => {
  const table: { name: string; index?: number; sampler?: string; steps: string; previews: number; pictures: number }[] =
    [
      { name: 'noweights-previewimage', steps: '', previews: 0, pictures: 1 },
      { name: 'noweights-previewimage', index: 1, steps: '', previews: 0, pictures: 1 },
      { name: 'sd-run-previews-metadata', steps: upTo(4), previews: 4, pictures: 1 },
      { name: 'sd-sweep', index: 2, steps: upTo(12), previews: 12, pictures: 1 },
      { name: 'sd-sweep', index: 4, steps: '', previews: 0, pictures: 1 },
      { name: 'graphs', index: 0, sampler: '33', steps: upTo(8), previews: 8, pictures: 1 },
      { name: 'graphs', index: 1, sampler: '3', steps: upTo(6), previews: 6, pictures: 1 },
      { name: 'graphs', index: 2, steps: upTo(2), previews: 2, pictures: 2 },
      { name: 'graphs', index: 4, steps: upTo(7), previews: 7, pictures: 1 },
      { name: 'graphs', index: 5, steps: upTo(4), previews: 4, pictures: 1 },
      { name: 'two-clients', index: 1, steps: upTo(3), previews: 3, pictures: 1 },
      { name: 'history-view-upload', index: 2, steps: '', previews: 0, pictures: 1 },
    ];
  test.each(table)('$name $index', async ({ name, index, sampler, steps, previews, pictures }) => {
    const { events } = await play(name, index, sampler);
    expect(stepsOf(events)).toBe(steps);
    expect(count(events, 'preview')).toBe(previews);
    expect(count(events, 'picture')).toBe(pictures);
    expect(events.at(-1)?.kind).toBe('done');
  });

  test('the first run tells what is loaded, before the first step', async () => {
    const { events } = await play('sd-run-previews-metadata');
    expect(events[1]).toEqual({ kind: 'loading', what: 'loading random-sd15-small.safetensors' });
  });

  test('previews and pictures are what they were: 512 pixels of JPEG, 64 pixels of PNG', async () => {
    const { events } = await play('sd-run-previews-metadata');
    const pictures = events.flatMap((event) =>
      event.kind === 'preview' || event.kind === 'picture' ? [event.picture] : [],
    );
    expect(pictures.map(({ mime, width, height }) => [mime, width, height])).toEqual([
      ...Array(4).fill(['image/jpeg', 512, 512]),
      ['image/png', 64, 64],
    ]);
  });

  test('a server without previews is told how to send them', async () => {
    const { events, submitted } = await play('default-server-no-previews');
    expect(stepsOf(events)).toBe(upTo(3));
    expect(events.filter(({ kind }) => kind === 'warning')).toEqual([]);
    expect(submitted[0].prompt['9'].class_type).toBe('PreviewImage');
  });

  test('previews without metadata count while the sampler runs, the picture of SaveImageWebsocket does not', async () => {
    const { events } = await play('sd-run-event1-savewebsocket');
    expect(stepsOf(events)).toBe(upTo(5));
    expect(count(events, 'preview')).toBe(5);
  });
});

describe('recorded runs that did not', () => {
  test('a damaged checkpoint is named, with its place', async () => {
    const last = (await play('execution-errors', 0)).events.at(-1);
    expect(last).toMatchObject({
      kind: 'failed',
      problem: { code: 'server', places: [{ node: '4', input: 'ckpt_name' }] },
    });
    expect(JSON.stringify(last)).toContain('truncated.safetensors is damaged or not fully downloaded');
  });

  test('memory that ran out', async () => {
    const last = (await play('execution-errors', 1)).events.at(-1);
    expect(last).toMatchObject({ problem: { code: 'out-of-memory', places: [{ node: '1', input: null }] } });
  });

  test('guidance of NaN: a success that is black all over', async () => {
    const { events } = await play('nan-and-taesd-fallback', 1);
    expect(count(events, 'picture')).toBe(1);
    expect(events.at(-1)).toMatchObject({ kind: 'failed', problem: { code: 'black-picture' } });
  });

  test('the run before it is not black', async () => {
    expect((await play('nan-and-taesd-fallback', 0)).events.at(-1)?.kind).toBe('done');
  });

  test('stopped by somebody else', async () => {
    const { events } = await play('cancel', 0);
    expect(stepsOf(events)).toBe('1/30 2/30 3/30 4/30 5/30');
    expect(events.at(-1)).toMatchObject({ kind: 'failed', problem: { code: 'server' } });
  });
});
