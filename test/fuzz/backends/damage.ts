/** How a message is damaged: values of the wrong type, bodies, sizes. */
import { gzipSync } from 'node:zlib';
import { blackPng, png } from '../../backends/support.ts';
import type { Choice } from './faults.ts';
import type { Answer, Fault, Message } from './proxy.ts';

export type Make = (choice: Choice, elsewhere: URL, secrets: readonly string[]) => Fault;

export const MB = 2 ** 20;

/** Values of the wrong type, or far beyond what is meant. */
export const VALUES: readonly unknown[] = [
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
  '\ud800',
  'constructor',
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
export const TEXTS: readonly string[] = [
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
export const made = new Map<number, Uint8Array>();

export function pictureOf(value: number): Uint8Array {
  const index = value % PICTURES.length;
  const picture = made.get(index) ?? PICTURES[index]();
  made.set(index, picture);
  return picture;
}

export const PICTURES: readonly (() => Uint8Array)[] = [
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

export let bomb: Buffer | null = null;
/** 300 MB of blanks in 300 kB. */
export const gzipBomb = (): Buffer => {
  bomb ??= gzipSync(Buffer.alloc(300 * MB, ' '));
  return bomb;
};

/** The text with another value at one of its places; as it is where it is no JSON. */
export function mutated(text: string, { place, value }: Choice): string {
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
export const raw =
  (bytes: string | Buffer, ends = true) =>
  ({ socket }: { readonly socket: Answer['socket'] }): void => {
    socket.write(bytes);
    if (ends) socket.end();
  };

export function body(
  { response }: Answer,
  bytes: string | Uint8Array,
  status = 200,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(bytes);
}

export const half = ({ body, headers }: Answer): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: ${headers['content-type'] ?? 'text/plain'}\r\ncontent-length: ${body.length + 10}\r\n\r\n${body.toString('latin1', 0, body.length / 2)}`;

/** The same text as an answer and as a message. */
export const says =
  (text: (choice: Choice) => string): Make =>
  (choice) => ({
    answer: (answer) => body(answer, text(choice)),
    message: ({ to }) => to.send(text(choice)),
  });

export const large = (to: Message['to'], megabytes: number, binary: boolean): void => {
  const part = Buffer.alloc(MB, 'a');
  for (let sent = 1; sent <= megabytes; sent += 1) to.send(part, { fin: sent === megabytes, binary });
};

export const STATUSES = [204, 304, 400, 401, 403, 404, 405, 409, 410, 413, 418, 422, 429, 500, 502, 503, 599];
