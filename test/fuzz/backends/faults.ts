/** What a server, or something before it, can do wrong with one message. */
import fc from 'fast-check';
import {
  body,
  gzipBomb,
  half,
  large,
  type Make,
  MB,
  mutated,
  pictureOf,
  raw,
  STATUSES,
  says,
  TEXTS,
  VALUES,
} from './damage.ts';
import type { Fault } from './proxy.ts';

/** Beside the fault itself, where in the message it is done and with what. */
export interface Choice {
  readonly name: keyof typeof FAULTS;
  readonly place: number;
  readonly value: number;
}

const FAULTS = {
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
  'countless, and empty': () => ({
    answer: (answer) => body(answer, `[${'"",'.repeat(500_000)}""]`),
    message: ({ to, pass }) => {
      for (let sent = 0; sent < 200_000; sent += 1) to.send('');
      pass();
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
