/** WebSockets of servers that say too much, or nothing that is a message. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { openSocket } from '../../server/src/render/backends/shared/websocket.ts';
import { type ScriptedServer, startServer } from './support.ts';

const controller = new AbortController();
let server: ScriptedServer;
afterEach(() => server.stop());

async function opened(connected: (socket: WebSocket) => void) {
  server = await startServer(() => {}, connected);
  return openSocket({ address: server.url, credentials: null }, '/', controller.signal);
}

test('a server that is too busy to shake hands is said to be late, not to be hidden by a proxy', async () => {
  const heard: Socket[] = [];
  const busy = createServer((socket) => {
    heard.push(socket.on('error', () => {}));
  });
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${(busy.address() as AddressInfo).port}`);
  const stop = () =>
    new Promise<void>((resolve) => {
      busy.close(() => resolve());
      for (const socket of heard) socket.destroy();
    });
  server = { url, stop };
  const opening = openSocket({ address: url, credentials: null }, '/', controller.signal, {}, 20);
  await expect(opening).rejects.toMatchObject({
    problem: { code: 'timeout', message: `${url.origin} did not answer within 0.02 s. It may be busy or hang.` },
  });
});

async function messagesOf(socket: Awaited<ReturnType<typeof opened>>): Promise<(string | Buffer)[]> {
  const messages: (string | Buffer)[] = [];
  for await (const message of socket.messages) messages.push(message);
  return messages;
}

/** A message of so many MB, in fragments of one. */
function sendLarge(socket: WebSocket, megabytes: number, binary: boolean): void {
  const part = Buffer.alloc(2 ** 20, 'a');
  for (let sent = 1; sent <= megabytes; sent += 1) socket.send(part, { fin: sent === megabytes, binary });
}

describe('a message', () => {
  test.each([
    ['text', false],
    ['binary', true],
  ])('of 70 MB ends the connection, and not the process: %s', async (_, binary) => {
    const socket = await opened((peer) => {
      peer.send('first');
      sendLarge(peer, 70, binary);
    });
    expect(await messagesOf(socket)).toEqual(['first']);
    expect(socket.problem?.problem).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('sent more than 64 MiB at once'),
    });
  });

  test.each<[string, (peer: WebSocket) => void]>([
    ['text that is no UTF-8', (peer) => peer.send(Buffer.from([0xff, 0xfe]), { binary: false })],
    [
      'a frame that is none',
      (peer) => (peer as unknown as { _socket: NodeJS.WritableStream })._socket.write(Buffer.alloc(99, 0xff)),
    ],
    [
      'a message in a million pieces',
      (peer) => {
        for (let sent = 0; sent < 20_000; sent += 1) peer.send('x', { fin: false });
      },
    ],
  ])('that can not be read is told as that: %s', async (_, send) => {
    const socket = await opened(send);
    expect(await messagesOf(socket)).toEqual([]);
    expect(socket.problem?.problem).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining("can't be read"),
    });
  });

  test('that never comes, from a server that closes, is no fault of its words', async () => {
    const socket = await opened((peer) => peer.close());
    expect(await messagesOf(socket)).toEqual([]);
    expect(socket.problem).toBeNull();
  });
});

test('what nobody reads is held up at the server, and comes when it is read', async () => {
  const megabyte = 'a'.repeat(2 ** 20);
  const peers: WebSocket[] = [];
  const socket = await opened((peer) => {
    peers.push(peer);
    for (let sent = 0; sent < 150; sent += 1) peer.send(megabyte);
    peer.close();
  });
  let before = -1;
  await vi.waitUntil(
    () => {
      const stays = peers[0].bufferedAmount === before;
      before = peers[0].bufferedAmount;
      return stays;
    },
    { interval: 100, timeout: 10_000 },
  );
  expect(before).toBeGreaterThan(50 * 2 ** 20);
  expect(await messagesOf(socket)).toHaveLength(150);
});

test('messages without end leave everything else its turn', async () => {
  const socket = await opened((peer) => {
    for (let sent = 0; sent < 20_000; sent += 1) peer.send('{}');
    peer.close();
  });
  let turns = 0;
  const turning = setInterval(() => turns++, 1);
  let read = 0;
  for await (const _ of socket.messages) {
    read += 1;
    // As long as reading a message may take.
    for (const until = performance.now() + 0.02; performance.now() < until; );
  }
  clearInterval(turning);
  expect(read).toBe(20_000);
  expect(turns).toBeGreaterThan(20);
});
