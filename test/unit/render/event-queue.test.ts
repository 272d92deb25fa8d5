import { expect, test } from 'vitest';
import type { Picture, RenderEvent } from '../../../server/src/render/backend.ts';
import { EventQueue } from '../../../server/src/render/event-queue.ts';

const preview = (width: number): RenderEvent => ({ kind: 'preview', picture: { width } as Picture });
const loading = (what: string): RenderEvent => ({ kind: 'loading', what });

test('events come in order, of unread previews the last, and nothing behind the end', async () => {
  const queue = new EventQueue();
  const all = [preview(1), loading('a'), preview(2), loading('b'), preview(3), { kind: 'cancelled' }] as const;
  for (const event of all) queue.push(event);
  queue.push(loading('late'));
  const read: RenderEvent[] = [];
  for await (const event of queue) read.push(event);
  expect(read).toEqual([loading('a'), loading('b'), preview(3), { kind: 'cancelled' }]);
});

test('a preview that was read stays read, and the next one is heard', async () => {
  const queue = new EventQueue();
  const events = queue[Symbol.asyncIterator]();
  queue.push(preview(1));
  expect(await events.next()).toMatchObject({ value: preview(1) });
  queue.push(preview(2));
  expect(await events.next()).toMatchObject({ value: preview(2) });
});
