import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Credentials } from '../../../server/src/render/address.ts';
import type { Backend, RenderEvent } from '../../../server/src/render/backend.ts';
import { BackendError } from '../../../server/src/render/problem.ts';
import { redact, redactIn, redacting } from '../../../server/src/render/redact.ts';
import { growth, LINEAR } from '../../support/growth.ts';

const basic: Credentials = { kind: 'basic', user: 'me', password: 'tiger & lily' };

describe('redact', () => {
  test.each([
    ['a token', 'Bearer abc.def got', { kind: 'bearer', token: 'abc.def' }, 'Bearer ••• got'],
    ['a password', 'password=tiger & lily', basic, 'password=•••'],
    ['a password in an address', '?p=tiger%20%26%20lily', basic, '?p=•••'],
    ['what is sent', `Basic ${btoa('me:tiger & lily')}!`, basic, 'Basic •••!'],
    ['nothing where there is none', 'as it is', null, 'as it is'],
    ['nothing for an empty password', 'as it is', { kind: 'basic', user: '', password: '' }, 'as it is'],
  ] as const)('takes out %s', (_, text, credentials, clean) => expect(redact(text, credentials)).toBe(clean));
});

describe('a token comes back in no encoding', () => {
  const token = 'tok"en\\<&>ä/7 \'+=%';
  const credentials: Credentials = { kind: 'bearer', token };
  const json = (text: string): string => JSON.stringify(text).slice(1, -1);
  const html = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const ascii = (text: string): string =>
    text.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const url = encodeURIComponent;
  const numbers = (text: string): string => [...text].map((letter) => `&#${letter.charCodeAt(0)};`).join('');
  const hexadecimal = (text: string): string =>
    [...text].map((letter) => `&#x${letter.charCodeAt(0).toString(16)};`).join('');

  test.each<[string, string]>([
    ['as it is', token],
    ['JSON', json(token)],
    ['JSON of ASCII', ascii(json(token))],
    ['JSON in JSON in JSON', json(json(json(token)))],
    ['JSON with escaped slashes', json(token).replaceAll('/', '\\/')],
    ['HTML', html(token)],
    ['HTML by numbers', numbers(token)],
    ['HTML by hexadecimal numbers', hexadecimal(token)],
    ['HTML of HTML of JSON', html(html(json(token)))],
    ['JSON of HTML', json(html(token))],
    ['an address', url(token)],
    ['an address in small letters', url(token).toLowerCase()],
    ['an address in an address', url(url(token))],
    ['a form', new URLSearchParams({ t: token }).toString().slice(2)],
    ['base64', btoa(String.fromCharCode(...Buffer.from(token)))],
    ['base64 for addresses', Buffer.from(token).toString('base64url')],
    ['base64 in an address', url(Buffer.from(token).toString('base64'))],
    ['base64 of a header', Buffer.from(`Bearer ${token}, and more`).toString('base64').slice(10, -12)],
    ['hexadecimal', Buffer.from(token).toString('hex')],
    ['hexadecimal in capitals', Buffer.from(token).toString('hex').toUpperCase()],
    ['hexadecimal with colons', [...Buffer.from(token)].map((byte) => byte.toString(16).padStart(2, '0')).join(':')],
    ['as Node shows bytes', inspect(Buffer.from(token)).slice('<Buffer '.length, -1)],
    ['a list of bytes', JSON.stringify([...Buffer.from(token)]).slice(1, -1)],
    ['a list of bytes as Python writes it', [...Buffer.from(token)].join(', ')],
    ['bytes of Python', token.replace('ä', '\\xc3\\xa4').replace("'", "\\'")],
    ['UTF-8 taken for Latin-1', Buffer.from(token, 'utf8').toString('latin1')],
    ['Latin-1 taken for UTF-8', Buffer.from(token, 'latin1').toString('utf8')],
    ['Latin-1 taken for UTF-8 by Python', ascii(token.replace('ä', '\udce4'))],
    ['cut off', token.slice(0, 12)],
  ])('%s', (_, written) => {
    const clean = redact(`You sent "${written}": no. And ${written} again.`, credentials);
    expect(clean).toMatch(/^You sent "•••[\w=%+]{0,7}": no. And •••[\w=%+]{0,7} again.$/);
  });

  test('and other words stay, its beginning and doubled letters among them', () => {
    const text = 'A token: "tok", tok"en and ttok"e. 7 %41 \\u0041 &amp;';
    expect(redact(text, credentials)).toBe(text);
  });

  test('is prepared in time, however long it is', () => {
    const before = process.cpuUsage();
    redact('no', { kind: 'basic', user: 'me', password: 'a'.repeat(100_000) });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(2000);
  });

  test.each(['\\', '%25', '&amp;', 'tok"', '&#0', 'A'])(
    'nor does looking for it among %s cost more than its text',
    (text) => {
      expect(growth((size) => redact(text.repeat(size), credentials), 5000)).toBeLessThan(LINEAR);
    },
  );
});

test('names of servers, models and samplers are redacted, and what a login gave', async () => {
  const said = 'tiger & lily, traded';
  const capabilities = { cancel: 'none' } as never;
  const leaky: Backend = {
    kind: 'leaky',
    name: 'Leaky',
    address: null,
    probe: async () => ({ name: said, version: said, capabilities }),
    models: async () => [{ name: said, hashes: [said] }],
    offers: async () => ({ samplers: [said], schedules: null }),
    render: async function* () {
      const bytes = Buffer.from(said);
      yield { kind: 'picture', picture: { bytes, mime: 'image/png', width: 1, height: 1 }, seed: 2n ** 63n };
    },
    secrets: () => ['traded'],
    dispose: () => {},
  };
  const backend = redacting(leaky, basic);
  const signal = new AbortController().signal;
  expect(await backend.probe(signal)).toEqual({ name: '•••, •••', version: '•••, •••', capabilities });
  expect(await backend.models(signal)).toEqual([{ name: '•••, •••', hashes: ['•••, •••'] }]);
  expect(await backend.offers?.(signal)).toEqual({ samplers: ['•••, •••'], schedules: null });
  for await (const event of backend.render({} as never, signal))
    expect(event).toMatchObject({ picture: { bytes: Buffer.from(said) }, seed: 2n ** 63n });
});

test('whatever holds texts is redacted, however deep', () => {
  const found = { name: 'tiger & lily', models: 3, version: null, more: [{ address: 'http://x/?p=tiger+%26+lily' }] };
  expect(redactIn(found, basic)).toEqual({
    name: '•••',
    models: 3,
    version: null,
    more: [{ address: 'http://x/?p=•••' }],
  });
  expect(redactIn(found, null)).toBe(found);
});

test('a backend tells nothing of its credentials, whatever the server says', async () => {
  const said = 'I was sent tiger & lily';
  const places = [{ node: '3', input: null, message: said }];
  const events: RenderEvent[] = [
    { kind: 'loading', what: said },
    { kind: 'warning', text: said },
    { kind: 'failed', problem: { code: 'server', message: said, places, detail: said } },
  ];
  const fail = async (): Promise<never> => {
    throw new BackendError('server', said, { places, detail: said });
  };
  const leaky: Backend = {
    kind: 'leaky',
    name: 'Leaky',
    address: null,
    probe: fail,
    models: fail,
    changes: fail,
    render: async function* () {
      yield* events;
    },
    dispose: () => {},
  };
  const backend = redacting(leaky, basic);
  const signal = new AbortController().signal;
  const told: unknown[] = [];
  for await (const event of backend.render({} as never, signal)) told.push(event);
  for (const ask of [backend.probe(signal), backend.models(signal), backend.changes?.({} as never, signal)])
    told.push(await ask?.catch((error: BackendError) => [error.message, error.problem]));
  expect(told).toHaveLength(6);
  expect(JSON.stringify(told)).not.toContain('tiger');
  expect(JSON.stringify(told).split('I was sent •••')).toHaveLength(1 + 2 + 3 + 3 * 4);
});
