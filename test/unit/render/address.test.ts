import { afterEach, describe, expect, test, vi } from 'vitest';
import { at, inPath, parseAddress } from '../../../server/src/render/address.ts';

describe('what is no address is told', () => {
  test.each([
    ['ftp://me:tiger@host.example', 'ftp://•••@host.example'],
    ['http://me:tiger@host:99999', 'http://•••@host:99999'],
    ['me:ti/ger@host:x', '•••@host:x'],
    ['http://me:ti@ger@host:x/', 'http://•••@host:x/'],
    ['http://host:x/?token=tiger#tiger', 'http://host:x/?•••'],
    ['http://host:x/a', 'http://host:x/a'],
  ])('%s without what is secret in it', (typed, told) => {
    expect(() => parseAddress(typed)).toThrow(`"${told}" is no address`);
    expect(() => parseAddress(typed)).not.toThrow(/tiger/);
  });

  test('and user and password are in no message of one that is', () => {
    expect(() => parseAddress('http://me:tiger@host.example/')).toThrow(/^Leave user and password out/);
  });
});

test.each(['a b', '\ud800', 'x\udc00y', '..', '/', '%'])('a server may call a thing %j', (name) => {
  const url = at(parseAddress('127.0.0.1:8188'), `/view/${inPath(name)}`);
  expect(url.origin).toBe('http://127.0.0.1:8188');
});

describe('on the Node of VS Code 1.91', () => {
  const { parse } = URL;
  afterEach(() => {
    URL.parse = parse;
  });

  test('addresses are read, too', () => {
    URL.parse = vi.fn(() => {
      throw new TypeError('URL.parse is not a function');
    });
    expect(parseAddress('127.0.0.1:8188/x/').href).toBe('http://127.0.0.1:8188/x');
  });
});
