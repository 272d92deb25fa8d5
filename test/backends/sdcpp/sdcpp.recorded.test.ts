/** stable-diffusion.cpp as it was recorded: its own answers, byte for byte, replayed. Only beside the recordings. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import { sdcpp } from '../../../server/src/render/backends/sdcpp/index.ts';
import { renderRequest, type ScriptedServer, services, startServer } from '../support.ts';

interface Exchange {
  readonly dir: string;
  readonly note?: string;
  readonly request: { readonly method: string; readonly path: string };
  readonly response: { readonly status: number; readonly body: string };
}

function recorded(name: string): readonly Exchange[] {
  const file = new URL(`../../../../shared/recordings/sdcpp/${name}.json`, import.meta.url);
  const { timeline } = JSON.parse(readFileSync(file, 'utf8')) as { timeline: readonly Exchange[] };
  return timeline.filter(({ dir }) => dir === 'http');
}

const never = new AbortController().signal;
const open: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.stop();
});

/**
 * A server that takes a job as it was recorded as `id` in `name`, and answers each path as it did there, or `later` in another
 * recording, one answer after the other, the last one again and again.
 */
async function replay(name: string, id: string, later: string) {
  const [first, then] = [recorded(name), recorded(later)];
  const [capabilities] = recorded('probe').filter(({ request }) => request.path === '/sdcpp/v1/capabilities');
  const next = new Map<string, number>();
  const server = await startServer(({ method, path }, response) => {
    const answer = ({ status, body }: Exchange['response']): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body);
    };
    if (path === '/sdcpp/v1/capabilities') return answer(capabilities.response);
    const own =
      path === '/sdcpp/v1/img_gen'
        ? first.filter(({ request, response: { body } }) => request.path === path && body.includes(id))
        : then.filter(({ request }) => request.path === path && request.method === method);
    const place = next.get(`${method} ${path}`) ?? 0;
    next.set(`${method} ${path}`, place + 1);
    const exchange = own[Math.min(place, own.length - 1)];
    if (exchange) answer(exchange.response);
    else response.writeHead(404).end();
  });
  open.push(server);
  return sdcpp.create({ address: server.url, credentials: null }, services());
}

/** The request that the recorder made, where it said nothing else. */
const asRecorded: Partial<RenderRequest> = {
  prompt: 'a red fox',
  negativePrompt: '',
  seed: 7n,
  guidance: 7,
  schedule: null,
  model: 'random-sd15-full',
};

async function render(name: string, id: string, changes: Partial<RenderRequest> = {}, signal = never, later = name) {
  const backend = await replay(name, id, later);
  const events: RenderEvent[] = [];
  for await (const event of backend.render(renderRequest({ ...asRecorded, ...changes }), signal)) events.push(event);
  return { events, warnings: events.flatMap((event) => (event.kind === 'warning' ? [event.text] : [])) };
}

describe('recorded jobs', () => {
  test('a picture as asked, of which nothing is to be said', async () => {
    const { events, warnings } = await render('jobs', 'job_6b03b4b1_00000000');
    expect(warnings).toEqual([]);
    expect(events.map(({ kind }) => kind)).toEqual(['picture', 'done']);
    expect(events[0]).toMatchObject({ seed: 7n, picture: { width: 64, height: 64, mime: 'image/png' } });
  });

  test('a sampler that it did not know and a step count that it clamped', async () => {
    expect((await render('jobs', 'job_6b03b4b1_00000003')).warnings).toEqual([
      'stable-diffusion.cpp did not know the sampler euler and took its own choice.',
      'stable-diffusion.cpp drew with steps 1 instead of 4.',
    ]);
  });

  test('a step count of the wrong type, which it passed over for its own', async () => {
    expect((await render('jobs', 'job_6b03b4b1_00000005')).warnings).toContain(
      'stable-diffusion.cpp drew with steps 6 instead of 4.',
    );
  });

  test('a job that was cancelled while it waited', async () => {
    const { events } = await render('jobs', 'job_6b03b4b1_00000001');
    expect(events[0]).toEqual({ kind: 'queued', ahead: 1 });
    expect(events.at(-1)).toMatchObject({ kind: 'failed', problem: { code: 'server' } });
  });

  test('a cancel while it draws is refused, and the waiting ends', async () => {
    const controller = new AbortController();
    const rendering = render('jobs', 'job_6b03b4b1_00000002', {}, controller.signal);
    setImmediate(() => controller.abort());
    expect((await rendering).events.at(-1)).toEqual({ kind: 'cancelled' });
  });

  test('JPEGs say nothing of themselves', async () => {
    const { events, warnings } = await render('jobs', 'job_6b03b4b1_00000002');
    expect(warnings).toEqual([]);
    expect(events.at(-2)).toMatchObject({ kind: 'picture', seed: 7n, picture: { mime: 'image/jpeg' } });
  });

  test.each([
    ['job_6b03b594_00000000', 2147483647n],
    ['job_6b03b59b_00000001', 4294967295n],
    ['job_6b03b59f_00000002', 1099511627776n],
    ['job_6b03b5a5_00000003', 9223372036854775807n],
  ])('%s: the seed %s with all its digits', async (id, seed) => {
    const { events } = await render('seeds', id, { seed, steps: 1, sampler: null });
    expect(events.filter(({ kind }) => kind === 'warning')).toEqual([]);
    expect(events.at(-2)).toMatchObject({ kind: 'picture', seed });
  });

  test('a picture that was kept for ten minutes and is gone', async () => {
    const { events } = await render('seeds', 'job_6b03b5aa_00000004', {}, never, 'job-expiry');
    expect(events.at(-1)).toMatchObject({
      kind: 'failed',
      problem: { code: 'lost', message: expect.stringContaining('ten minutes') },
    });
  });
});
