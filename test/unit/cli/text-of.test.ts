/** Files as shells and editors write them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textOf } from '../../../server/src/cli/text-of.ts';

const text = '{"prompt": "größe 猫 🐈",\r\n "steps": 80}\r\n';
const littleEndian = (content: string) => Buffer.from(content, 'utf16le');
const bigEndian = (content: string) => littleEndian(content).swap16();

describe('a text', () => {
  test.each([
    ['in UTF-8', Buffer.from(text)],
    ['in UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['as PowerShell writes it', littleEndian(`\ufeff${text}`)],
    ['in UTF-16 of the other order', bigEndian(`\ufeff${text}`)],
    ['in UTF-16 without a mark', littleEndian(text)],
    ['in UTF-16 of the other order without a mark', bigEndian(text)],
  ])('%s is read', (_, bytes) => expect(textOf(bytes)).toBe(text));
  test('that is empty or a letter is one', () => {
    expect(textOf(Buffer.from(''))).toBe('');
    expect(textOf(Buffer.from('\ufeff', 'utf16le'))).toBe('');
    expect(textOf(Buffer.from('a'))).toBe('a');
  });
  test('in another encoding is read as far as it is ASCII', () =>
    expect(textOf(Buffer.from('# größe\nsteps: 20\n', 'latin1'))).toBe('# gr\ufffd\ufffde\nsteps: 20\n'));
});

test('UTF-8 is never taken for UTF-16', () => {
  const letters = fc.string({ unit: 'grapheme' }).filter((content) => !/\p{Cc}/u.test(content));
  fc.assert(
    fc.property(letters, (content) => {
      expect(textOf(Buffer.from(content))).toBe(content.replace(/^\ufeff/, ''));
    }),
  );
});

describe('no text', () => {
  test.each([
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['bytes that begin as UTF-16 would', Buffer.from('7b00000000ff00d8', 'hex')],
    ['a half of a character', Buffer.from('7b0000d8', 'hex')],
    ['zeros', Buffer.alloc(64)],
    ['UTF-32', Buffer.from('fffe00007b000000', 'hex')],
  ])('is %s', (_, bytes) => expect(() => textOf(bytes)).toThrow('it is no text'));
});
