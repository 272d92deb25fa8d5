import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { soundIn } from '../../../client/webview/sound.ts';
import { animationOf, frameOf, stillOf } from '../../../server/src/render/animation.ts';
import type { Picture } from '../../../server/src/render/backend.ts';
import { pictureOf } from '../../../server/src/render/backends/shared/image.ts';
import { chunksOf } from '../../../server/src/render/png.ts';
import { decoded } from '../../../server/src/render/sweet-spot/pixels.ts';
import { png, pngChunk } from '../../backends/support.ts';

const picture = (red: number, width = 4): Picture => ({
  bytes: png(width, 3, [red, 0, 0]),
  mime: 'image/png',
  width,
  height: 3,
});
const redOf = ({ bytes }: Picture): number => decode(bytes, { checkCrc: true }).data[0];
const chunks = ({ bytes }: Picture): string[] => [...chunksOf(bytes)].map(({ type }) => type);

test('frames become one moving picture, and come out of it as they were', () => {
  const frames = [10, 20, 30].map((red) => picture(red));
  const video = animationOf(frames, 16);
  expect(video?.motion).toEqual({ frames: 3, fps: 16 });
  // Whoever knows no animation sees the first.
  expect(video && redOf(video)).toBe(10);
  expect(frames.map((_, index) => video && redOf(frameOf(video, index)))).toEqual([10, 20, 30]);
  expect(video && chunks(video)).toEqual(['IHDR', 'acTL', 'fcTL', 'IDAT', 'fcTL', 'fdAT', 'fcTL', 'fdAT', 'IEND']);
});

test('each frame has its time, and all are counted in one row', () => {
  const video = animationOf([picture(1), picture(2)], 23.976);
  const all = video ? [...chunksOf(video.bytes)] : [];
  const controls = all.filter(({ type }) => type === 'fcTL').map(({ data }) => data);
  expect(controls.map((data) => [data.readUInt16BE(20), data.readUInt16BE(22)])).toEqual([
    [1000, 23976],
    [1000, 23976],
  ]);
  expect(all.filter(({ type }) => /fcTL|fdAT/.test(type)).map(({ data }) => data.readUInt32BE(0))).toEqual([0, 1, 2]);
});

test('a slow one, too', () => {
  const video = animationOf([picture(1), picture(2)], 0.25);
  const control = video && [...chunksOf(video.bytes)].find(({ type }) => type === 'fcTL')?.data;
  expect([control?.readUInt16BE(20), control?.readUInt16BE(22)]).toEqual([4, 1]);
});

test('its sound goes with it, and is found by the page', () => {
  const video = animationOf([picture(1), picture(2)], 8, { bytes: Buffer.from('fLaC'), mime: 'audio/flac' });
  expect(video && chunks(video).slice(-2)).toEqual(['soNd', 'IEND']);
  const sound = video && soundIn(new Uint8Array(video.bytes));
  expect([sound?.type, sound?.size]).toEqual(['audio/flac', 4]);
  // What is of no type that is known is not played.
  const other = Buffer.from(video?.bytes ?? []);
  other.write('text/html', other.indexOf('audio/flac'));
  expect(soundIn(new Uint8Array(other))).toBeNull();
  expect(soundIn(new Uint8Array(picture(1).bytes))).toBeNull();
  expect(soundIn(new Uint8Array(other.subarray(0, other.indexOf('soNd') + 6)))).toBeNull();
});

test('the graph that the first was made from stays with it', () => {
  const { bytes, ...rest } = picture(1);
  const header = Buffer.from(bytes).subarray(0, 33);
  const text = pngChunk('tEXt', Buffer.from('prompt\0{}'));
  const first = { ...rest, bytes: Buffer.concat([header, text, Buffer.from(bytes).subarray(33)]) };
  const video = animationOf([first, picture(2)], 8);
  expect(video && chunks(video).slice(0, 4)).toEqual(['IHDR', 'acTL', 'tEXt', 'fcTL']);
});

/** A moving WebP of stills: the frames of 4 × 2 pixels that libwebp packs as `VP8L`. */
function webp(frames: readonly Buffer[], milliseconds: number): Buffer {
  const number = (value: number, bytes: number): Buffer => {
    const data = Buffer.alloc(bytes);
    data.writeUIntLE(value, 0, bytes);
    return data;
  };
  const chunk = (type: string, data: Buffer) => Buffer.concat([Buffer.from(type), number(data.length, 4), data]);
  const size = Buffer.concat([number(3, 3), number(1, 3)]);
  const head = Buffer.concat([number(0, 6), size, number(milliseconds, 3), number(0, 1)]);
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    chunk('VP8X', Buffer.concat([number(2, 4), size])),
    chunk('ANIM', number(0, 6)),
    ...frames.map((still) => chunk('ANMF', Buffer.concat([head, still.subarray(12)]))),
  ]);
  return Buffer.concat([Buffer.from('RIFF'), number(body.length, 4), body]);
}

test('a moving WebP is known by its frames, and measured by the one in the middle', async () => {
  // 4 × 2 pixels of 200, 100, 50, without loss.
  const still = Buffer.from('UklGRh4AAABXRUJQVlA4TBEAAAAvA0AAAAdQsiJXpv+BiOh/AAA=', 'base64');
  const moving = pictureOf(webp([still, still, still], 125));
  expect(moving).toMatchObject({ mime: 'image/webp', width: 4, height: 2, motion: { frames: 3, fps: 8 } });
  const image = moving && (await decoded(moving));
  expect(image?.planes.map((plane) => Math.round(255 * plane[0]))).toEqual([200, 100, 50]);
  expect(pictureOf(still)).not.toHaveProperty('motion');
});

test('what does not fit together is no animation', () => {
  expect(animationOf([picture(1)], 8)).toBeNull();
  expect(animationOf([picture(1), picture(1, 5)], 8)).toBeNull();
  expect(animationOf([picture(1), { ...picture(2), bytes: Buffer.from('JFIF') }], 8)).toBeNull();
});

test('the frame in the middle is what is measured', async () => {
  const video = animationOf(
    [10, 20, 30].map((red) => picture(red)),
    8,
  );
  expect(video && redOf(stillOf(video))).toBe(20);
  expect(video && (await decoded(video)).planes[0][0]).toBeCloseTo(20 / 255);
  expect(stillOf(picture(5))).toEqual(picture(5));
});
