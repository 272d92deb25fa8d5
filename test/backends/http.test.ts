/** Requests to servers that keep connections open and close them when they please. */
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { send } from '../../server/src/render/backends/http.ts';

const { signal } = new AbortController();
let server: http.Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A server that breaks a connection off at the second request on it. Answers with how many connections there were. */
async function fickle(): Promise<{ readonly address: URL; readonly credentials: null }> {
  const served = new Map<Socket, number>();
  server = http.createServer((request, response) => {
    const times = (served.get(request.socket) ?? 0) + 1;
    served.set(request.socket, times);
    if (times > 1) request.socket.destroy();
    else response.end(JSON.stringify(served.size));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), credentials: null };
}

describe('a connection kept from before that is closed just then', () => {
  test.each(['GET', 'POST'] as const)('costs a %s nothing: it is sent again', async (method) => {
    const connection = await fickle();
    const ask = async () => (await send(connection, { method, path: '/', signal, timeout: 5000 })).json();
    expect(await ask()).toBe(1);
    expect(await ask()).toBe(2);
  });

  test('is not used for a render that blocks', async () => {
    const connection = await fickle();
    expect((await send(connection, { path: '/', signal, timeout: 5000 })).json()).toBe(1);
    expect((await send(connection, { path: '/txt2img', json: {}, signal })).json()).toBe(2);
  });

  test('is no excuse for a server that breaks new ones off', async () => {
    server = http.createServer((request) => request.socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await expect(send({ address, credentials: null }, { path: '/', signal, timeout: 5000 })).rejects.toMatchObject({
      problem: { code: 'lost' },
    });
  });
});
