import { describe, expect, test } from 'vitest';
import { filesOf, parseMessage } from '../../../server/src/render/backends/comfyui/messages.ts';
import { png } from '../support.ts';
import { event1, event4, u32 } from './server.ts';

const say = (type: string, data: unknown): string => JSON.stringify({ type, data });

describe('text messages', () => {
  test.each([
    [say('status', { status: { exec_info: { queue_remaining: 3 } }, sid: 'x' }), { kind: 'status', remaining: 3 }],
    [say('execution_start', { prompt_id: 'a', timestamp: 1 }), { kind: 'start', prompt: 'a' }],
    [say('execution_cached', { prompt_id: 'a', nodes: ['4', 5] }), { kind: 'cached', prompt: 'a', nodes: ['4', '5'] }],
    [say('executing', { prompt_id: 'a', node: '3', display_node: '3' }), { kind: 'executing', prompt: 'a', node: '3' }],
    [say('executing', { node: '3' }), { kind: 'executing', prompt: null, node: '3' }],
    [say('executing', { prompt_id: 'a', node: null }), { kind: 'executing', prompt: 'a', node: null }],
    [
      say('progress', { prompt_id: 'a', node: '3', value: 2, max: 8 }),
      { kind: 'progress', prompt: 'a', node: '3', value: 2, max: 8 },
    ],
    [say('progress', { value: 2, max: 8 }), { kind: 'progress', prompt: null, node: null, value: 2, max: 8 }],
    [
      say('executed', { prompt_id: 'a', node: '9', output: null }),
      { kind: 'executed', prompt: 'a', node: '9', files: [] },
    ],
    [say('execution_success', { prompt_id: 'a' }), { kind: 'success', prompt: 'a' }],
    [say('execution_interrupted', { prompt_id: 'a', node_id: '3' }), { kind: 'interrupted', prompt: 'a' }],
    [
      say('execution_error', { prompt_id: 'a', node_id: 3, exception_message: ' x\n', traceback: 7 }),
      {
        kind: 'error',
        prompt: 'a',
        failure: { node: '3', nodeType: '', message: 'x', exception: '', traceback: [] },
      },
    ],
  ])('%s', (text, message) => {
    expect(parseMessage(text)).toEqual(message);
  });

  test('NaN in one does no harm', () => {
    const text = '{"type": "progress", "data": {"prompt_id": "a", "node": "3", "value": NaN, "max": 4}}';
    expect(parseMessage(text)).toMatchObject({ value: 0, max: 4 });
  });

  test.each([
    say('crystools.monitor', { cpu: 1 }),
    say('toString', {}),
    say('progress_state', { nodes: {} }),
    say('executing', {}),
    say('status', null),
    '{"type": 3}',
    '[]',
    'null',
    '{"type": "stat',
  ])('%s says nothing', (text) => {
    expect(parseMessage(text)).toBeNull();
  });

  test('files stand under any key', () => {
    const file = { filename: 'a.png', subfolder: 'x\\y', type: 'temp' };
    const output = { images: [file], animated: [true], gifs: [{ filename: 'b.mp4' }], text: ['hello'], number: 7 };
    expect(filesOf(output)).toEqual([file, { filename: 'b.mp4', subfolder: '', type: 'output' }]);
    expect(filesOf(null)).toEqual([]);
  });
});

describe('binary messages', () => {
  const picture = png(8, 8);
  const whole = event4(picture, { prompt_id: 'a', node_id: '3' });

  test('event 1 is a preview of whatever runs', () => {
    expect(parseMessage(event1(picture))).toMatchObject({
      kind: 'preview',
      prompt: null,
      node: null,
      picture: { width: 8 },
    });
  });
  test('event 4 names job and node', () => {
    expect(parseMessage(whole)).toMatchObject({
      kind: 'preview',
      prompt: 'a',
      node: '3',
      picture: { mime: 'image/png' },
    });
  });
  test.each([
    ['empty', Buffer.alloc(0)],
    ['cut in its head', whole.subarray(0, 7)],
    ['cut in its metadata', whole.subarray(0, 20)],
    ['cut in its picture', whole.subarray(0, whole.length - picture.length + 5)],
    ['with a length beyond its end', Buffer.concat([u32(4), u32(2 ** 31), picture])],
    ['with metadata that is no JSON', Buffer.concat([u32(4), u32(3), Buffer.from('{a}'), picture])],
    ['a text of a node', Buffer.concat([u32(3), u32(1), Buffer.from('3hello')])],
    ['of an unknown kind', Buffer.concat([u32(99), u32(1), picture])],
    ['no picture', event1(Buffer.from('hello, hello, hello'))],
    ['huge', Buffer.concat([u32(1), u32(2), picture, Buffer.alloc(40 * 1024 * 1024)])],
  ])('%s: ignored', (_, frame) => {
    expect(parseMessage(frame)).toBeNull();
  });
});
