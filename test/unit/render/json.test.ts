import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseJson, parseJsonWithBytes, TooComplex } from '../../../server/src/render/backends/shared/json.ts';
import { growth, LINEAR } from '../../support/growth.ts';

const picture = randomBytes(40_000);
const base64 = picture.toString('base64');
const read = (text: string): unknown => parseJsonWithBytes(Buffer.from(text));

describe('JSON with bytes', () => {
  it('takes long base64 out, bare and as a data URL, wherever it stands', () => {
    const answer = { images: [base64, 'short'], 'a "quoted" key': { b64: `data:image/png;base64,${base64}` }, seed: 5 };
    expect(read(JSON.stringify(answer))).toEqual({
      images: [picture, 'short'],
      'a "quoted" key': { b64: picture },
      seed: 5,
    });
  });

  it('leaves everything else as parseJson has it', () => {
    const words = 'all work and no play '.repeat(1000);
    const escaped = '\\"'.repeat(9000);
    const text = JSON.stringify({ words, escaped, unicode: 'é'.repeat(20_000), end: 'a\\', at: null });
    expect(read(text)).toEqual(parseJson(text));
    expect(read(`{"seed": NaN, "images": ["${base64}"]}`)).toEqual({ seed: null, images: [picture] });
  });

  it('is not misled by strings that look like its marks', () => {
    const marks = ['\u0000bytes:0', '\u0000bytes:7'];
    expect(read(JSON.stringify(marks))).toEqual(marks);
    expect(read(JSON.stringify(['\u0000bytes:7', base64]))).toEqual(['\u0000bytes:7', picture]);
  });

  it('throws for what is no JSON', () => {
    expect(() => read(`{"images": ["${base64}`)).toThrow(SyntaxError);
    expect(() => read(`{"images": ["${base64}"`)).toThrow(SyntaxError);
    expect(() => read('<html>')).toThrow(SyntaxError);
  });
});

describe('JSON that is bounded', () => {
  it("takes Python's words for null outside of strings only", () => {
    const text = '{"a": [NaN, -Infinity, Infinity], "NaN": "a \\"NaN\\" NaN", "b": NaN}';
    expect(parseJson(text)).toEqual({ a: [null, null, null], NaN: 'a "NaN" NaN', b: null });
  });

  it('costs what its text costs, also where a string with NaN before it never ends', () => {
    // It was squared: 29 s for 200 kB.
    const read = (size: number) =>
      expect(() => parseJson(`{"type":NaN,"b":"${'\\"'.repeat(size)}`)).toThrow(SyntaxError);
    expect(growth(read, 50_000)).toBeLessThan(LINEAR);
  });

  it.each([
    ['levels', `${'['.repeat(501)}${']'.repeat(501)}`],
    ['values', `[${'0,'.repeat(4_000_001)}0]`],
    ["Python's words", 'NaN '.repeat(4_000_001)],
    ['names', `[${Array.from({ length: 200_002 }, (_, i) => `{"n${i}" :0}`).join(',')}]`],
  ])('refuses too many %s', (_, text) => expect(() => parseJson(text)).toThrow(TooComplex));

  it('takes what real servers send: half a million fields with the same names', () => {
    const node = `{${Array.from({ length: 50 }, (_, i) => `"input ${i}": ["INT", {}]`).join(',')}}`;
    expect(parseJson(`[${Array.from({ length: 10_000 }, () => node).join(',')}]`)).toHaveLength(10_000);
  });
});
