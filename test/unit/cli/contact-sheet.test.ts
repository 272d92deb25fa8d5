/** The sheet with pictures side by side, read back dot by dot. */
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { contactSheet } from '../../../server/src/cli/contact-sheet.ts';
import { letter } from '../../../server/src/cli/lettering.ts';

function image(width: number, height: number, colour: readonly [number, number, number]) {
  return { width, height, planes: colour.map((value) => new Float32Array(width * height).fill(value / 255)) };
}

function read(png: Uint8Array) {
  const { width, height, data } = decode(png);
  return { width, height, at: (x: number, y: number) => [...data.slice(3 * (y * width + x), 3 * (y * width + x) + 3)] };
}

/** A line of text as rows of `#` and spaces. */
function drawn(text: string, width = 200): string {
  const rows: string[][] = [];
  letter(text, width, (x, y) => {
    rows[y] ??= [];
    rows[y][x] = '#';
  });
  return Array.from(rows, (row) => Array.from(row ?? [], (dot) => dot ?? ' ').join('')).join('\n');
}

describe('a sheet', () => {
  const red = image(200, 100, [200, 0, 0]);
  const green = image(100, 200, [0, 200, 0]);
  test('has the pictures beside each other, each in the middle of its place', () => {
    const { width, height, at } = read(
      contactSheet([red, green].map((each) => ({ image: each, caption: ['a', '1 s'] }))),
    );
    expect([width, height]).toEqual([2 * 200 + 3 * 12, expect.any(Number)]);
    expect(height).toBeGreaterThan(200 + 2 * 12);
    expect(at(12, 12 + 100)).toEqual([200, 0, 0]);
    expect(at(12, 12)).toEqual(at(0, 0));
    expect(at(12 + 200 + 12 + 100, 12)).toEqual([0, 200, 0]);
    expect(at(12 + 200 + 12 + 10, 12)).toEqual(at(0, 0));
  });
  test('keeps the place of one that is missing', () => {
    const { at } = read(
      contactSheet([
        { image: null, caption: ['a'] },
        { image: red, caption: ['b'] },
      ]),
    );
    expect(at(112, 62)).not.toEqual(at(0, 0));
    expect(at(12 + 200 + 12 + 100, 12 + 50)).toEqual([200, 0, 0]);
  });
  test('has a caption under each', () => {
    const [without, withOne] = ['', 'dpmpp_2m'].map((title) => read(contactSheet([{ image: red, caption: [title] }])));
    const ink = (sheet: typeof without) =>
      Array.from({ length: sheet.width * (sheet.height - 118) }, (_, i) =>
        sheet.at(i % sheet.width, 118 + Math.floor(i / sheet.width)),
      ).filter((colour) => colour[0] > 200).length;
    expect(ink(without)).toBe(0);
    expect(ink(withOne)).toBeGreaterThan(50);
  });
  test('of many is no endless row', () => {
    const { width, height } = read(contactSheet(Array(10).fill({ image: red, caption: ['a'] })));
    expect(width / height).toBeLessThan(3);
  });
});

describe('letters', () => {
  test('of a time', () =>
    expect(drawn('1.5')).toMatchInlineSnapshot(`
    "  #    ####
     ##    #
    # #    #
      #    ###
      #       #
      #    #  #
    #### #  ##"
  `));
  test('that the font lacks take a place all the same', () => expect(drawn('aλb')).not.toBe(drawn('ab')));
  test('that do not fit are cut, and it is seen', () => {
    const [whole, short] = [drawn('euler_ancestral'), drawn('euler_ancestral', 40)];
    const width = (text: string) => Math.max(...text.split('\n').map((line) => line.length));
    expect(width(whole)).toBeGreaterThan(40);
    expect(width(short)).toBeLessThanOrEqual(40);
    expect(drawn('euler_a...', 200)).toContain(short.split('\n')[0].slice(0, 10));
  });
});
