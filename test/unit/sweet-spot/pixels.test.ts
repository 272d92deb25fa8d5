/** Pictures as numbers: every form that servers send, and what can't be read. */
import { encode } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { expect, it } from 'vitest';
import type { Picture } from '../../../server/src/render/backend.ts';
import { halve, MeasureError, planesOf, toImage } from '../../../server/src/render/sweet-spot/pixels.ts';

function png(data: Uint8Array | Uint16Array, channels: 1 | 2 | 3 | 4, depth: 8 | 16 = 8): Picture {
  const [width, height] = [2, data.length / channels / 2];
  return { bytes: encode({ data, width, height, channels, depth }), mime: 'image/png', width, height };
}
const rounded = (planes: readonly Float32Array[]) => planes.map((plane) => [...plane].map((v) => Math.round(255 * v)));

it.each([
  ['RGB', png(Uint8Array.of(255, 0, 51, 0, 102, 255), 3)],
  ['RGB with alpha, which is left out', png(Uint8Array.of(255, 0, 51, 0, 0, 102, 255, 9), 4)],
  ['16 bits', png(Uint16Array.of(65535, 0, 13107, 0, 26214, 65535), 3, 16)],
])('PNG: %s', async (_, picture) => {
  const { planes, width, height } = await toImage(picture);
  expect([width, height]).toEqual([2, 1]);
  expect(rounded(planes)).toEqual([
    [255, 0],
    [0, 102],
    [51, 255],
  ]);
});

it('PNG: grey is all three', async () => {
  const { planes } = await toImage(png(Uint8Array.of(7, 200), 1));
  expect(rounded(planes)).toEqual([
    [7, 200],
    [7, 200],
    [7, 200],
  ]);
});

it('JPEG', async () => {
  const data = Uint8Array.from({ length: 4 * 64 }, (_, i) => [200, 100, 50, 255][i % 4]);
  const bytes = encodeJpeg({ data, width: 8, height: 8 }, 95).data;
  const { planes, width, height } = await toImage({ bytes, mime: 'image/jpeg', width: 8, height: 8 });
  expect([width, height]).toEqual([8, 8]);
  [200, 100, 50].forEach((value, plane) => {
    expect(Math.abs(255 * planes[plane][20] - value)).toBeLessThan(6);
  });
});

it('WebP', async () => {
  // 4 × 2 pixels of 200, 100, 50, by libwebp, without loss.
  const bytes = Buffer.from('UklGRh4AAABXRUJQVlA4TBEAAAAvA0AAAAdQsiJXpv+BiOh/AAA=', 'base64');
  const { planes, width, height } = await toImage({ bytes, mime: 'image/webp', width: 4, height: 2 });
  expect([width, height]).toEqual([4, 2]);
  expect(rounded(planes)).toEqual([200, 100, 50].map((value) => new Array(8).fill(value)));
});

it.each(['image/webp', 'image/png', 'image/jpeg'] as const)(
  'says of damaged %s that it can not be read',
  async (mime) => {
    const broken = { bytes: Uint8Array.of(1, 2, 3), width: 1, height: 1 };
    await expect(toImage({ ...broken, mime })).rejects.toThrow(MeasureError);
  },
);

it('large pictures are halved until they fit, by the mean of four pixels', async () => {
  const side = 1030;
  const data = new Uint8Array(3 * side * side).fill(77);
  const { width, height } = await toImage({
    bytes: encode({ data, width: side, height: side, channels: 3 }),
    mime: 'image/png',
    width: side,
    height: side,
  });
  expect([width, height]).toEqual([257, 257]);
  const small = halve(planesOf([0, 1, 9, 0.5, 0.5, 9], 3, 2, 1, 1));
  expect([small.width, small.height, small.planes[0][0]]).toEqual([1, 1, 0.5]);
});
