import { describe, expect, it } from 'vitest';
import {
  chosenFrom,
  credentialsFrom,
  isInClear,
  originOf,
  plain,
  readAddress,
  shortAddress,
} from '../../../../client/src/backends/choice.ts';
import { isUnauthorized } from '../../../../client/src/backends/problems.ts';

const BUILTIN = { kind: 'builtin', address: null };

describe('the choice in the settings', () => {
  it.each([
    ['comfyui', 'http://127.0.0.1:8188', { kind: 'comfyui', address: 'http://127.0.0.1:8188' }],
    ['a1111', ' 127.0.0.1:7860 ', { kind: 'a1111', address: '127.0.0.1:7860' }],
    ['builtin', 'http://127.0.0.1:8188', BUILTIN],
    ['comfyui', '', BUILTIN],
    ['comfyui', 'ftp://127.0.0.1', BUILTIN],
    ['comfyui', undefined, BUILTIN],
    [undefined, undefined, BUILTIN],
    [7, ['x'], BUILTIN],
  ])('%j at %j is %j', (kind, address, chosen) => {
    expect(chosenFrom(kind, address)).toEqual(chosen);
  });
});

describe('addresses', () => {
  it.each([
    ['127.0.0.1:8188', 'http://127.0.0.1:8188'],
    ['https://host.example/sd/', 'https://host.example'],
    ['HTTP://Host.example:80', 'http://host.example'],
    ['[::1]:8188', 'http://[::1]:8188'],
  ])('%s has the origin %s', (typed, origin) => {
    expect(originOf(typed)).toBe(origin);
  });

  it.each(['', 'file:///etc/passwd', 'http://', 'a b'])('"%s" is none', (typed) => {
    expect(readAddress(typed)).toBeNull();
  });

  it.each([
    ['http://192.168.1.5:8188', true],
    ['host.example', true],
    ['http://127.0.0.1.example', true],
    ['https://host.example', false],
    ['http://127.0.0.1:8188', false],
    ['localhost:7860', false],
    ['http://[::1]:7860', false],
  ])('what is sent to %s can be read on the way: %s', (address, expected) => {
    expect(isInClear(address)).toBe(expected);
  });

  it('are said as short as they can be', () => {
    expect(shortAddress('http://127.0.0.1:8188/')).toBe('127.0.0.1:8188');
    expect(shortAddress('https://host.example/sd')).toBe('https://host.example/sd');
  });
});

describe('credentials', () => {
  it('are read back as they were written', () => {
    const basic = { kind: 'basic', user: 'a', password: 'b:"' };
    expect(credentialsFrom(JSON.stringify(basic))).toEqual(basic);
    expect(credentialsFrom('{"kind":"bearer","token":"t"}')).toEqual({ kind: 'bearer', token: 't' });
  });

  it.each([undefined, '', 'x', '{"kind":"bearer"}', '{"kind":"basic","user":7,"password":""}'])(
    'are none in %j',
    (stored) => {
      expect(credentialsFrom(stored)).toBeNull();
    },
  );
});

it('takes the words of a server as words, not as icons', () => {
  expect(plain('$(trash) Comfy\n UI')).toBe('\\$(trash) Comfy UI');
  expect(plain('x'.repeat(500))).toHaveLength(120);
});

it('knows that credentials are missing by the code, not by the words', () => {
  expect(isUnauthorized(Object.assign(new Error('no'), { data: { code: 'unauthorized' } }))).toBe(true);
  expect(isUnauthorized(Object.assign(new Error('401 unauthorized'), { data: { code: 'server' } }))).toBe(false);
  expect(isUnauthorized(new Error('unauthorized'))).toBe(false);
  expect(isUnauthorized(undefined)).toBe(false);
});
