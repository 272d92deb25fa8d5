/** Pictures from servers: read within bounds, whatever their headers say. */
import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import type { Picture } from '../../server/src/render/backend.ts';
import { isBlack } from '../../server/src/render/backends/shared/black.ts';
import { pictureOf, previewOf } from '../../server/src/render/backends/shared/image.ts';
import { toImage } from '../../server/src/render/sweet-spot/pixels.ts';
import { blackPng, png, pngChunk } from './support.ts';

const read = (bytes: Uint8Array): Picture => {
  const picture = pictureOf(bytes);
  if (!picture) throw new Error('no picture');
  return picture;
};

describe('whether a picture is black all over', () => {
  const [width, height] = [64, 48];
  /** Black, with one value elsewhere in its last row if `but` says so. */
  const drawn = (channels: 1 | 2 | 3 | 4, depth: 8 | 16, but = 0): Picture => {
    const length = width * height * channels;
    const data = depth === 8 ? new Uint8Array(length) : new Uint16Array(length);
    if (channels % 2 === 0) for (let at = channels - 1; at < length; at += channels) data[at] = 2 ** depth - 1;
    data[length - 5 * channels] = but;
    return read(encode({ width, height, data, channels, depth }));
  };

  test.each([1, 2, 3, 4] as const)('is seen in %i channels', async (channels) => {
    for (const depth of [8, 16] as const) {
      expect(await isBlack(drawn(channels, depth))).toBe(true);
      expect(await isBlack(drawn(channels, depth, 1))).toBe(false);
    }
  });

  test('is not said of a picture that is cut short, nor of bytes that are none', async () => {
    const whole = read(blackPng(width, height));
    expect(await isBlack(read(blackPng(width, height, height - 1)))).toBe(false);
    expect(await isBlack({ ...whole, bytes: whole.bytes.subarray(0, 60) })).toBe(false);
    expect(await isBlack({ ...whole, bytes: Buffer.from('<svg>') })).toBe(false);
  });

  test('takes neither the memory of its pixels nor the main thread', async () => {
    const large = read(blackPng(8000, 8000)); // 192 MB of pixels
    const before = process.memoryUsage().rss;
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    expect(await isBlack(large)).toBe(true);
    clearInterval(turning);
    expect(process.memoryUsage().rss - before).toBeLessThan(120e6);
    expect(turns).toBeGreaterThan(20);
  });

  test('is not asked of more pixels than any server draws', async () => {
    expect(await isBlack({ ...read(png()), width: 24_000, height: 24_000 })).toBe(false);
  });
});

describe('a picture', () => {
  test('of more pixels than anybody can show is refused, and told as that', () => {
    const huge = Buffer.from(png());
    huge.writeUInt32BE(24_000, 16);
    huge.writeUInt32BE(24_000, 20);
    expect(() => pictureOf(huge)).toThrow('24000 × 24000 pixels, which is too large to be shown');
    expect(previewOf(huge)).toBeNull();
  });

  test.each([
    ['nothing', () => [0]],
    ['notes without a word', () => [0xff, 0xe1, 0, 2]],
  ])('that is 64 MB of %s in a JPEG costs no time', (_, part) => {
    const bytes = Buffer.alloc(64e6, Buffer.from(part()));
    bytes.set([0xff, 0xd8, 0xff, 0xe0]);
    const before = process.cpuUsage();
    expect(pictureOf(bytes)).toBeNull();
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(1500);
  });

  test('is only what begins as one: nothing else is looked into', () => {
    expect(pictureOf(Buffer.from(`<svg width="9" height="9">${' '.repeat(99)}</svg>`))).toBeNull();
    expect(pictureOf(Buffer.alloc(0))).toBeNull();
    expect(pictureOf(Buffer.from(png()).subarray(0, 15))).toBeNull();
  });
});

describe('measuring', () => {
  const withChunk = (type: string, data: Buffer): Picture => {
    const plain = Buffer.from(png());
    return read(Buffer.concat([plain.subarray(0, 33), pngChunk(type, data), plain.subarray(33)]));
  };

  test('costs what the header says, whatever is packed behind it', async () => {
    await expect(toImage(read(blackPng(64, 64, 100_000)))).rejects.toThrow('its pixels are not what its header says');
  });

  test('reads the first header only, and no profile', async () => {
    const second = Buffer.from(blackPng(40_000, 40_000, 1)).subarray(16, 29);
    await expect(toImage(withChunk('IHDR', second))).resolves.toMatchObject({ width: 64, height: 64 });
    await expect(toImage(withChunk('iCCP', Buffer.from('a\0\0no zlib')))).resolves.toMatchObject({
      width: 64,
      height: 64,
    });
  });

  test('is refused for too many pixels before any is decoded', async () => {
    const picture = { ...read(png()), width: 5000, height: 5000 };
    for (const mime of ['image/png', 'image/jpeg', 'image/webp'] as const)
      await expect(toImage({ ...picture, mime })).rejects.toThrow('5000 × 5000 pixels is too large to be measured');
  });

  test('is refused for a JPEG that is scanned for ever', async () => {
    const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), ...Array(101).fill(Buffer.from([0xff, 0xda]))]);
    await expect(toImage({ bytes: jpeg, mime: 'image/jpeg', width: 8, height: 8 })).rejects.toThrow('too many parts');
  });
});
