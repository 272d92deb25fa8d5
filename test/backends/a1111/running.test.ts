/** A job of /sdapi/v1 while it runs: how far it is, and whose is stopped. */
import { describe, expect, test } from 'vitest';
import type { RenderEvent } from '../../../server/src/render/backend.ts';
import { base64, png, renderRequest, sendJson } from '../support.ts';
import type { Product, Script, Scripted } from './server.ts';
import { eventsOf, never, render, stage } from './stage.ts';

describe('progress', () => {
  test('of our own task: loading, each step once, previews that are new', async () => {
    const { events } = await render({ product: 'forge' });
    expect(events[0]).toEqual({ kind: 'loading', what: 'loading sd_xl_base_1.0.safetensors' });
    expect(events.flatMap((event) => (event.kind === 'step' ? [event.done] : []))).toEqual([1, 2, 3, 4]);
    expect(events.filter(({ kind }) => kind === 'preview').length).toBeGreaterThan(0);
    const kinds = events.map(({ kind }) => kind);
    expect(kinds.lastIndexOf('preview')).toBeLessThan(kinds.indexOf('picture'));
  });

  test('behind others, with its place, and nothing of theirs', async () => {
    const { server, backend } = await stage({ product: 'forge', busy: true });
    const events: RenderEvent[] = [];
    for await (const event of backend.render(renderRequest(), never)) {
      events.push(event);
      if (event.kind === 'queued') server.release();
    }
    expect(events.find(({ kind }) => kind !== 'warning')).toEqual({ kind: 'queued', ahead: 1 });
    expect(events.flatMap((event) => (event.kind === 'step' ? [event.total] : []))).toEqual([4, 4, 4, 4]);
    expect(events.at(-1)?.kind).toBe('done');
  });

  test.each<Script>([
    { product: 'a1111', headless: true, busy: true },
    { product: 'sdnext', busy: true },
  ])('that can only be asked of the whole server is not told while somebody else renders (%o)', async (script) => {
    const { server, backend } = await stage(script);
    const events: RenderEvent[] = [];
    for await (const event of backend.render(renderRequest(), never)) {
      events.push(event);
      if (event.kind === 'queued') server.release();
    }
    expect(events).toContainEqual({ kind: 'queued', ahead: null });
    expect(events.filter(({ kind }) => kind === 'preview')).toEqual([]);
    expect(events.some(({ kind }) => kind === 'step')).toBe(false);
  });

  test('of a job that the web UI began is not ours', async () => {
    const state = { job: 'task(from-the-ui)', job_count: 1, sampling_step: 30, sampling_steps: 50 };
    let asked = 0;
    const { events } = await render({
      product: 'a1111',
      headless: true,
      answer: ({ path }, response) => {
        // Idle when ours is sent; then somebody clicks in the web UI.
        if (path !== '/sdapi/v1/progress') return false;
        asked += 1;
        if (asked === 1) return false;
        sendJson(response, { progress: 0.6, state, current_image: base64(png(16, 16)) });
        return true;
      },
    });
    expect(asked).toBeGreaterThan(1);
    expect(events.filter(({ kind }) => kind === 'preview')).toEqual([]);
    expect(events.some(({ kind }) => kind === 'step')).toBe(false);
  });
});

describe('a cancel', () => {
  async function cancelled(script: Script, when: (event: RenderEvent, server: Scripted) => boolean) {
    const log: string[] = [];
    const { server, backend } = await stage(script, { log });
    const controller = new AbortController();
    const events: RenderEvent[] = [];
    for await (const event of backend.render(renderRequest({ width: 128, height: 128 }), controller.signal)) {
      events.push(event);
      if (when(event, server)) controller.abort();
    }
    expect(events.at(-1)).toEqual({ kind: 'cancelled' });
    expect(events.some(({ kind }) => kind === 'picture')).toBe(false);
    return { server, log };
  }

  test('stops our own task while it runs', async () => {
    const { server } = await cancelled({ product: 'forge', scenario: 'endless' }, ({ kind }) => kind === 'step');
    expect(server.interrupted).toEqual([server.bodies[0].force_task_id]);
  });

  test('of a task that waits leaves the running one alone, and stops ours when its turn comes', async () => {
    const { server, log } = await cancelled(
      { product: 'forge', scenario: 'endless', busy: true },
      ({ kind }) => kind === 'queued',
    );
    expect(server.interrupted).toEqual([]);
    expect(log).toEqual([expect.stringContaining('has not begun')]);
    server.release();
    await expect.poll(() => server.interrupted, { timeout: 5000 }).toEqual([server.bodies[0].force_task_id]);
  });

  test.each<Script>([
    { product: 'a1111', headless: true, busy: true, scenario: 'endless' },
    { product: 'sdnext', busy: true, scenario: 'endless' },
  ])('never stops somebody else’s job where ours can’t be told from it (%o)', async (script) => {
    const { server, log } = await cancelled(script, ({ kind }) => kind === 'queued');
    expect(server.asked).not.toContain('POST /sdapi/v1/interrupt');
    expect(log).toEqual([expect.stringContaining('somebody else')]);
  });

  test.each<Script>([
    { product: 'a1111', headless: true, scenario: 'endless' },
    { product: 'sdnext', scenario: 'endless' },
  ])('stops what runs where only ours can be it (%o)', async (script) => {
    const { server } = await cancelled(script, ({ kind }) => kind === 'step');
    expect(server.interrupted).toHaveLength(1);
  });

  test.each<Product>(['koboldcpp', 'drawthings'])(
    'of %s ends the waiting, and the log says that it goes on',
    async (product) => {
      const log: string[] = [];
      const { server, backend } = await stage({ product, scenario: 'endless' }, { log });
      const controller = new AbortController();
      void server.begun.then(() => controller.abort());
      const events = await eventsOf(backend, renderRequest({ width: 128, height: 128 }), controller.signal);
      expect(events.at(-1)).toEqual({ kind: 'cancelled' });
      expect(log).toEqual([expect.stringContaining("can't be told to stop")]);
    },
  );

  test('of a task that has just ended stops nobody', async () => {
    const { server } = await cancelled(
      {
        product: 'forge',
        scenario: 'endless',
        answer: ({ path, json }, response) => {
          if (path !== '/internal/progress' || (json as { live_preview: boolean }).live_preview) return false;
          sendJson(response, { active: false, queued: false, completed: true, id_live_preview: -1 });
          return true;
        },
      },
      ({ kind }) => kind === 'step',
    );
    expect(server.interrupted).toEqual([]);
  });
});
