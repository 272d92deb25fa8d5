import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseJson, parseJsonWithBytes } from '../../../server/src/render/backends/json.ts';

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
