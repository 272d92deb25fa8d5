/** Requests to servers that close connections when they please, send too much, or are no servers at all. */
import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { at, parseAddress } from '../../server/src/render/address.ts';
import { type HttpRequest, send } from '../../server/src/render/backends/shared/http.ts';

const { signal } = new AbortController();
let server: net.Server;
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  server.close();
});

type Connection = Parameters<typeof send>[0];

async function listening(made: net.Server): Promise<Connection> {
  server = made;
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), credentials: null };
}

/** A server that breaks a connection off at the second request on it, once it has read it. Answers with how many came before. */
async function fickle(): Promise<Connection & { readonly taken: string[] }> {
  const served = new Map<Socket, number>();
  const taken: string[] = [];
  const made = http.createServer((request, response) => {
    taken.push(`${request.method}`);
    const times = (served.get(request.socket) ?? 0) + 1;
    served.set(request.socket, times);
    if (times > 1) request.socket.resetAndDestroy();
    else response.end(JSON.stringify(taken.length));
  });
  return { ...(await listening(made)), taken };
}

/** A server that says these bytes to whatever is asked. */
function saying(bytes: string | Buffer, ends = true): Promise<Connection> {
  return listening(
    net.createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => (ends ? socket.end(bytes) : socket.write(bytes)));
    }),
  );
}

const problemOf = async (connection: Connection, request: Partial<HttpRequest> = {}) =>
  send(connection, { path: '/', signal, timeout: 5000, ...request }).then(
    ({ json }) => {
      try {
        return json();
      } catch (error) {
        return (error as { problem: unknown }).problem;
      }
    },
    (error) => error.problem,
  );

describe('a connection kept from before that is closed just then', () => {
  test('costs a GET nothing: it is asked again', async () => {
    const connection = await fickle();
    const ask = async () => (await send(connection, { path: '/', signal, timeout: 5000 })).json();
    expect(await ask()).toBe(1);
    expect(await ask()).toBe(3);
    expect(connection.taken).toHaveLength(3);
  });

  test.each(['POST', 'PUT', 'DELETE'] as const)(
    'is not used for a %s, which must not be sent twice',
    async (method) => {
      const connection = await fickle();
      expect((await send(connection, { path: '/', signal, timeout: 5000 })).json()).toBe(1);
      expect((await send(connection, { method, path: '/', json: {}, signal, timeout: 5000 })).json()).toBe(2);
      expect(connection.taken).toEqual(['GET', method]);
    },
  );

  test('is no excuse for a server that breaks new ones off', async () => {
    const connection = await listening(http.createServer((request) => request.socket.destroy()));
    expect(await problemOf(connection)).toMatchObject({ code: 'lost' });
  });
});

describe('a redirect', () => {
  const redirecting = async (location: (path: string) => string) => {
    const paths: string[] = [];
    const made = http.createServer(({ url = '' }, response) => {
      paths.push(url);
      if (url === '/there') response.end('true');
      else response.writeHead(307, { location: location(url) }).end();
    });
    return { ...(await listening(made)), paths };
  };

  test('within the server is followed for a GET, and never for what may change something', async () => {
    const connection = await redirecting(() => '/there');
    expect(await problemOf(connection)).toBe(true);
    const problem = await problemOf(connection, { method: 'POST' });
    expect(problem).toMatchObject({ code: 'redirected', message: expect.stringContaining('addresses of its own') });
    expect(connection.paths).toEqual(['/', '/there', '/']);
  });

  test('to itself is told as that, after one try', async () => {
    const connection = await redirecting((path) => path);
    const { message } = (await problemOf(connection)) as { message: string };
    expect(message).toContain('to other addresses of its own');
    expect(message).not.toContain('only to the server you chose');
    expect(connection.paths).toHaveLength(1);
  });

  test('to no server is told without an address that is none', async () => {
    const { message } = (await problemOf(await redirecting(() => 'file:///etc/hosts'))) as { message: string };
    expect(message).toContain('to what is no address of a server, and');
  });
});

describe('what is no answer of a web server is told as that', () => {
  test.each([
    ['garbage', Buffer.alloc(5000, 0xfe)],
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 9\r\n\r\n{}'],
    ['a length below 0', 'HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n{}'],
    ['180 kB of headers', `HTTP/1.1 200 OK\r\n${`x: ${'a'.repeat(90)}\r\n`.repeat(2000)}\r\n{}`],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\nxyz\r\n'],
  ])('%s', async (_, bytes) => {
    expect(await problemOf(await saying(bytes))).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining("can't be read"),
    });
  });
});

describe('too much', () => {
  function* endless(): Generator<string> {
    for (;;) yield 'x'.repeat(100);
  }

  const tooLarge = { code: 'protocol', message: expect.stringContaining('sent more than 1 KiB at once') };

  test.each<[string, (response: http.ServerResponse) => void]>([
    ['a large body', (response) => response.end(Buffer.alloc(5000))],
    ['an endless body', (response) => void Readable.from(endless()).pipe(response)],
    [
      'a large body, announced and never sent',
      (response) => response.writeHead(200, { 'content-length': '5000' }).write('x'),
    ],
    [
      'a body that unpacks to more',
      (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5000))),
    ],
  ])('is told as that, and not as a server that has stopped: %s', async (_, answer) => {
    const connection = await listening(http.createServer((_, response) => answer(response)));
    expect(await problemOf(connection, { maxBytes: 1024 })).toMatchObject(tooLarge);
  });

  test('is JSON of a thousand lists in each other', async () => {
    const connection = await saying(`HTTP/1.1 200 OK\r\n\r\n${'['.repeat(1000)}${']'.repeat(1000)}`);
    expect(await problemOf(connection)).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('more than 500 lists in each other'),
    });
  });
});

test('a body that stops half way is a timeout, and no server that has stopped', async () => {
  const connection = await saying('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"a":', false);
  expect(await problemOf(connection, { timeout: 100 })).toMatchObject({ code: 'timeout' });
});

test('a name that nobody has is told as that', async () => {
  server = net.createServer();
  const connection = { address: new URL('http://no-such-computer.invalid:8188'), credentials: null };
  expect(await problemOf(connection)).toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('No computer named no-such-computer.invalid'),
  });
});

test.each([
  ['a line break at the end', 'abc\r'],
  ['letters of no header', 'tök€n'],
])('a token that can not be sent is refused with a sentence: %s', async (_, token) => {
  const connection = await saying('HTTP/1.1 200 OK\r\n\r\n{}');
  const problem = await problemOf({ ...connection, credentials: { kind: 'bearer', token } });
  expect(problem).toMatchObject({ code: 'invalid', message: expect.stringContaining('token can not be sent') });
});

test('an address stays on its server, however many slashes its path begins with', () => {
  const address = parseAddress('http://127.0.0.1:8188//evil.example/');
  expect(at(address, '/prompt?x=1').href).toBe('http://127.0.0.1:8188//evil.example/prompt?x=1');
  expect(at(parseAddress('127.0.0.1:8188'), '//evil.example/x').origin).toBe('http://127.0.0.1:8188');
  expect(at(parseAddress('127.0.0.1:8188/comfy/'), '/view?filename=a%20b').href).toBe(
    'http://127.0.0.1:8188/comfy/view?filename=a%20b',
  );
});
