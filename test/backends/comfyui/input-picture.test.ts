/** The size of a render that begins with a picture: nobody writes it, the picture has it. */
import { expect, test } from 'vitest';
import { parseApiGraph } from '../../../server/src/render/backends/comfyui/graph.ts';
import { inputPictureOf, sizeAfter } from '../../../server/src/render/backends/comfyui/input-picture.ts';
import { knowledge } from '../../support/knowledge.ts';
import { png } from '../support.ts';
import { txt2img } from './definitions.ts';
import { asks, graphRequest, never, stage } from './stage.ts';

const encode = (pixels: string) => ({ class_type: 'VAEEncode', inputs: { pixels: [pixels, 0], vae: ['4', 2] } });
const load = (image: unknown = 'photo.png') => ({ class_type: 'LoadImage', inputs: { image } });
const scale = (megapixels: unknown) => ({
  class_type: 'ImageScaleToTotalPixels',
  inputs: { image: ['30', 0], upscale_method: 'lanczos', megapixels },
});
const begin = (changes: Record<string, unknown>) => inputPictureOf(parseApiGraph(txt2img(changes)), '3', knowledge);

test('the picture is found behind the latent, and through a mask', () => {
  expect(begin({ '5': encode('30'), '30': load() })).toEqual({ file: 'photo.png', scaled: [] });
  const masked = { class_type: 'SetLatentNoiseMask', inputs: { samples: ['31', 0], mask: ['30', 1] } };
  expect(begin({ '5': masked, '31': encode('30'), '30': load('a/b.png') })?.file).toBe('a/b.png');
});

test('or behind the numbers of an empty one', () => {
  const empty = { class_type: 'EmptyLatentImage', inputs: { width: ['31', 0], height: ['31', 1], batch_size: 1 } };
  const measured = { class_type: 'GetImageSize', inputs: { image: ['32', 0] } };
  expect(begin({ '5': empty, '31': measured, '32': scale(1), '30': load() })).toEqual({
    file: 'photo.png',
    scaled: [1],
  });
});

test('is not told where anything else stands between, or numbers decide', () => {
  expect(begin({})).toBeNull();
  expect(begin({ '5': encode('31'), '31': { class_type: 'CropByMagic', inputs: { image: ['30', 0] } } })).toBeNull();
  expect(begin({ '5': encode('30'), '30': load(['31', 0]) })).toBeNull();
  expect(begin({ '5': encode('30') })).toBeNull();
  // A circle ends.
  expect(begin({ '5': encode('30'), '30': encode('5') })).toBeNull();
});

test('a picture is scaled to its pixels and cut to blocks of eight', () => {
  expect(sizeAfter({ width: 1003, height: 700 }, { file: '', scaled: [] })).toEqual({ width: 1000, height: 696 });
  expect(sizeAfter({ width: 3000, height: 2000 }, { file: '', scaled: [1] })).toEqual({ width: 1248, height: 832 });
});

test('the server is asked for the begin of the picture alone', async () => {
  const { backend, comfy } = await stage({
    answer: ({ path, query }, response) => {
      if (path !== '/view' || query.get('type') !== 'input') return false;
      response.writeHead(206).end(png(96, 64).subarray(0, 40));
      return true;
    },
  });
  const { graph } = graphRequest({ '5': encode('30'), '30': load('shots/a b.png') });
  expect(graph && (await backend.size(graph, never))).toEqual({ width: 96, height: 64 });
  const [{ query, headers }] = asks(comfy, 'GET /view');
  expect(Object.fromEntries(query)).toEqual({ filename: 'a b.png', subfolder: 'shots', type: 'input' });
  expect(headers.range).toMatch(/^bytes=0-\d+$/);
});
