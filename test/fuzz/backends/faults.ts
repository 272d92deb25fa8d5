/** What a server, or something before it, can do wrong with one message. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { blackPng, png } from '../../backends/support.ts';
import type { Answer, Fault, Message } from './proxy.ts';

/** Beside the fault itself, where in the message it is done and with what. */
export interface Choice {
  readonly name: keyof typeof FAULTS;
  readonly place: number;
  readonly value: number;
}

type Make = (choice: Choice, elsewhere: URL, secrets: readonly string[]) => Fault;

const MB = 2 ** 20;

/** Values of the wrong type, or far beyond what is meant. */
const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  0.5,
  1e308,
  2 ** 53,
  '',
  'x',
  '__proto__',
  '\u001b[31m\u202e',
  '../../etc/passwd',
  '//127.0.0.1:9/x',
  'data:image/png;base64,AAAA',
  'a'.repeat(100_000),
  [],
  {},
  [[]],
  { constructor: { prototype: 1 } },
  Array.from({ length: 20_000 }, (_, i) => i),
];

/** Bodies and texts that are no right answer to anything. */
const TEXTS: readonly string[] = [
  '',
  'null',
  '5',
  '"x"',
  '[]',
  '{}',
  'NaN',
  '<html>hi</html>',
  '{"__proto__":{"status":"completed"},"constructor":1}',
  `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
  `{"a":"${'A'.repeat(20_000)}","b":${'{"c":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
  `{"type":NaN,"b":"${'\\"'.repeat(200_000)}`,
  `[${'{},'.repeat(1_000_000)}1]`,
  `{"x":"${'\u0000\u001b]0;pwn\u0007'.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}"}`,
];

/** Made once: packing a picture of gigabytes takes seconds. */
const made = new Map<number, Uint8Array>();

function pictureOf(value: number): Uint8Array {
  const index = value % PICTURES.length;
  const picture = made.get(index) ?? PICTURES[index]();
  made.set(index, picture);
  return picture;
}

const PICTURES: readonly (() => Uint8Array)[] = [
  () => png(1, 1),
  () => blackPng(64, 64),
  () => blackPng(5000, 5000),
  () => blackPng(64, 64, 200_000),
  () => withSize(png(), 50_000, 50_000),
  () => withSize(png(), 0, 7),
  () => png().subarray(0, 60),
  () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  () => Buffer.from('RIFF\xff\xff\xff\x7fWEBPVP8X', 'latin1'),
  () => Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0]),
];

function withSize(picture: Uint8Array, width: number, height: number): Uint8Array {
  const bytes = Buffer.from(picture);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

let bomb: Buffer | null = null;
/** 300 MB of blanks in 300 kB. */
const gzipBomb = (): Buffer => {
  bomb ??= gzipSync(Buffer.alloc(300 * MB, ' '));
  return bomb;
};

/** The text with another value at one of its places; as it is where it is no JSON. */
function mutated(text: string, { place, value }: Choice): string {
  let json: unknown;
  const prefix = /^4\d*/.exec(text)?.[0] ?? ''; // of Socket.IO
  try {
    json = JSON.parse(text.slice(prefix.length));
  } catch {
    return text;
  }
  const places: (() => void)[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || places.length > 5000) return;
    const parent = node as Record<string, unknown>;
    for (const key of Object.keys(parent)) {
      places.push(() => {
        if (value >= VALUES.length) delete parent[key];
        else parent[key] = VALUES[value];
      });
      walk(parent[key]);
    }
  };
  walk(json);
  places[place % Math.max(1, places.length)]?.();
  return prefix + JSON.stringify(json);
}

/** Writes to the stream below, as no server does. */
const raw =
  (bytes: string | Buffer, ends = true) =>
  ({ socket }: { readonly socket: Answer['socket'] }): void => {
    socket.write(bytes);
    if (ends) socket.end();
  };

function body(
  { response }: Answer,
  bytes: string | Uint8Array,
  status = 200,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(bytes);
}

const half = ({ body, headers }: Answer): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: ${headers['content-type'] ?? 'text/plain'}\r\ncontent-length: ${body.length + 10}\r\n\r\n${body.toString('latin1', 0, body.length / 2)}`;

/** The same text as an answer and as a message. */
const says =
  (text: (choice: Choice) => string): Make =>
  (choice) => ({
    answer: (answer) => body(answer, text(choice)),
    message: ({ to }) => to.send(text(choice)),
  });

const large = (to: Message['to'], megabytes: number, binary: boolean): void => {
  const part = Buffer.alloc(MB, 'a');
  for (let sent = 1; sent <= megabytes; sent += 1) to.send(part, { fin: sent === megabytes, binary });
};

const STATUSES = [204, 304, 400, 401, 403, 404, 405, 409, 410, 413, 418, 422, 429, 500, 502, 503, 599];

export const FAULTS = {
  reset: () => ({
    answer: ({ socket }) => socket.resetAndDestroy(),
    message: ({ socket }) => socket.resetAndDestroy(),
  }),
  close: () => ({ answer: ({ socket }) => socket.destroy(), message: ({ to }) => to.close() }),
  stall: () => ({ answer: () => {}, message: () => {} }),
  half: () => ({
    answer: (answer) => raw(half(answer))(answer),
    message: ({ to, data, binary }) => to.send(data.subarray(0, data.length / 2), { binary }),
  }),
  'half, and stall': () => ({
    answer: (answer) => raw(half(answer), false)(answer),
    message: raw(Buffer.from([0x81, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0, 0x61]), false),
  }),
  trickle: () => ({
    answer: ({ response, body }) => {
      response.writeHead(200);
      let at = 0;
      const timer = setInterval(() => {
        if (response.destroyed || at >= body.length) clearInterval(timer);
        else response.write(body.subarray(at, ++at));
      }, 20);
      timer.unref();
    },
    message: ({ to, data, binary }) => {
      for (let at = 0; at < data.length; at += 1)
        to.send(data.subarray(at, at + 1), { fin: at + 1 === data.length, binary });
    },
  }),
  'wrong value': (choice) => ({
    answer: (answer) => body(answer, mutated(answer.body.toString(), choice), answer.status),
    message: ({ to, data, binary, pass }) => (binary ? pass() : to.send(mutated(data.toString(), choice))),
  }),
  'wrong text': says(({ value }) => TEXTS[value % TEXTS.length]),
  'wrong status': ({ value }) => ({
    answer: (answer) => body(answer, answer.body, STATUSES[value % STATUSES.length]),
    message: ({ to }) => to.close(value % 2 === 0 ? 1011 : 4000 + value),
  }),
  'wrong length': ({ value }) => ({
    answer: (answer) => {
      const lengths = [
        'content-length: -5',
        'content-length: 2\r\ncontent-length: 9',
        'content-length: 2147483648',
        'transfer-encoding: chunked\r\ncontent-length: 3',
        'transfer-encoding: chunked',
      ];
      raw(`HTTP/1.1 200 OK\r\n${lengths[value % lengths.length]}\r\n\r\n{}`)(answer);
    },
    message: raw(Buffer.from([0x82, 0x7e, 0xff])),
  }),
  'no HTTP': () => ({ answer: raw(Buffer.alloc(3000, 0xfe)), message: raw(Buffer.alloc(1000, 0xff), false) }),
  'headers without end': () => ({
    answer: raw(`HTTP/1.1 200 OK\r\n${`x: ${'a'.repeat(90)}\r\n`.repeat(2000)}\r\n{}`),
    message: ({ to }) => {
      for (let sent = 0; sent < 2000; sent += 1) to.ping();
    },
  }),
  'early hints': () => ({
    answer: raw(`${'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(5000)}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}`),
    message: ({ to }) => {
      for (let sent = 0; sent < 20_000; sent += 1) to.send('', { fin: false });
    },
  }),
  'too large': ({ value }) => ({
    answer: (answer) => body(answer, Buffer.alloc(70 * MB, 0x20)),
    message: ({ to }) => large(to, 70, value % 2 === 0),
  }),
  'bytes one by one': () => ({
    answer: ({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      socket.write('1\r\n \r\n'.repeat(200_000));
      socket.end('0\r\n\r\n');
    },
    message: ({ to }) => {
      for (let sent = 0; sent < 50_000; sent += 1) to.send('{"type":"crystools.monitor","data":{}}');
    },
  }),
  bomb: () => ({
    answer: (answer) => body(answer, gzipBomb(), 200, { 'content-encoding': 'gzip' }),
    message: ({ to }) => to.send(Buffer.concat([Buffer.from([0, 0, 0, 1, 0, 0, 0, 2]), pictureOf(2)])),
  }),
  'packed, and broken': ({ value }) => ({
    answer: (answer) =>
      body(answer, 'not packed', 200, { 'content-encoding': ['gzip', 'deflate', 'br', 'zstd'][value % 4] }),
    message: ({ to }) => to.send(Buffer.from([0xff, 0xfe, 0xfd]), { binary: false }),
  }),
  'another picture': ({ value }) => ({
    answer: (answer) => {
      const picture = pictureOf(value);
      const text = answer.body.toString();
      const encoded = text.replace(/iVBOR[\w+/=]+/, Buffer.from(picture).toString('base64'));
      body(answer, encoded === text ? picture : encoded);
    },
    message: ({ to, data, binary }) => {
      const picture = pictureOf(value);
      if (binary) to.send(Buffer.concat([data.subarray(0, 8), picture]));
      else to.send(data.toString().replace(/iVBOR[\w+/=]+/, Buffer.from(picture).toString('base64')));
    },
  }),
  redirect: ({ value }, elsewhere) => ({
    answer: (answer) => {
      const to = [
        new URL('/x', elsewhere).href,
        `//${elsewhere.host}/x`,
        `http://${answer.request.headers.host}@${elsewhere.host}/x`,
        `${answer.request.url}`,
        'file:///etc/hosts',
        '',
      ];
      body(answer, '', [301, 302, 307, 308][value % 4], { location: to[value % to.length] });
    },
    message: ({ to }) => to.terminate(),
  }),
  'what it was sent': ({ value }, _, secrets) => {
    const words = [...secrets, ...secrets.map((secret) => JSON.stringify(secret)), ...secrets.map(encodeURIComponent)];
    const text = [
      JSON.stringify({ error: { message: words.join(' '), type: words[0] }, node_errors: {}, detail: words.join(' ') }),
      words.join(' '),
      JSON.stringify({ version: words.join(' '), name: words[0] }),
    ][value % 3];
    return {
      answer: (answer) => body(answer, `${text}`, [500, 400, 200][value % 3]),
      message: ({ to }) =>
        to.send(
          JSON.stringify({
            type: 'execution_error',
            error: words.join(' '),
            data: { exception_message: words.join() },
          }),
        ),
    };
  },
  twice: () => ({
    answer: ({ socket, status, body }) =>
      raw(`HTTP/1.1 ${status} OK\r\ncontent-length: ${body.length}\r\n\r\n${body.toString('latin1')}`.repeat(2))({
        socket,
      }),
    message: ({ pass }) => {
      pass();
      pass();
    },
  }),
  'in another order': () => ({
    answer: (answer) => setTimeout(() => body(answer, answer.body, answer.status), 300).unref(),
    message: ({ pass }) => setTimeout(pass, 50).unref(),
  }),
  'of another job': () => ({
    answer: (answer) => body(answer, others(answer.body.toString()), answer.status),
    message: ({ to, data, binary, pass }) => (binary ? pass() : to.send(others(data.toString()))),
  }),
  'text for bytes': () => ({
    answer: (answer) => body(answer, answer.body.toString('base64'), answer.status),
    message: ({ to, data, binary }) => to.send(data, { binary: !binary }),
  }),
} as const satisfies Record<string, Make>;

/** With ids that were never given. */
function others(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '00000000-0000-4000-8000-000000000000')
    .replace(/"(item_id|prompt_id|id|session_id)": ?("[^"]*"|\d+)/g, '"$1":"elsewhere"');
}

export const choice: fc.Arbitrary<Choice> = fc.record({
  name: fc.constantFrom(...(Object.keys(FAULTS) as (keyof typeof FAULTS)[])),
  place: fc.nat(400),
  value: fc.nat(VALUES.length + 3),
});

export function faultOf(choice: Choice, elsewhere: URL, secrets: readonly string[]): Fault {
  const make: Make = FAULTS[choice.name];
  return make(choice, elsewhere, secrets);
}
