import { createHash } from 'node:crypto';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { drawCaption } from '../../../server/src/render/builtin/caption.ts';
import type { Pixels } from '../../../server/src/render/builtin/decoder.ts';
import { createEngine, type Land } from '../../../server/src/render/builtin/engine.ts';
import { toPicture } from '../../../server/src/render/builtin/picture.ts';
import type { LandRequest } from '../../../server/src/render/builtin/request.ts';
import { aRequest, scenes } from './support.ts';

function land(change: Partial<LandRequest>): Land {
  const render = createEngine(scenes).render({ ...aRequest, ...change });
  for (;;) {
    const turn = render.next();
    if (turn.done === true) return turn.value;
  }
}

function checksum({ data }: Pixels): string {
  return createHash('sha256').update(data).digest('hex').slice(0, 16);
}

/** Root mean square difference of two pictures, of 255. */
function difference(a: Pixels, b: Pixels): number {
  return Math.sqrt(a.data.reduce((sum, value, i) => sum + (value - b.data[i]) ** 2, 0) / a.data.length);
}

/** How unlike its right neighbour a pixel is on average: the detail there is. */
function detail({ data, width }: Pixels): number {
  return (
    data.reduce((sum, value, i) => sum + ((i / 3) % width >= 1 ? Math.abs(value - data[i - 3]) : 0), 0) / data.length
  );
}

describe('a picture', () => {
  it('stays what it is, on every platform', () => {
    // Changes with the model, the noise, the decoder or scenes.yaml, and with nothing else: look at pictures, then renew it.
    expect(checksum(land({ prompt: 'volcano', sampler: 'dpmpp_2m_sde' }).pixels)).toMatchInlineSnapshot(
      `"63819ea48e5108c5"`,
    );
  });

  it('is the same for the same request, and another for another seed or place in the batch', () => {
    const first = checksum(land({}).pixels);
    expect(checksum(land({}).pixels)).toBe(first);
    expect(checksum(land({ seed: 8n }).pixels)).not.toBe(first);
    expect(checksum(land({ image: 1 }).pixels)).not.toBe(first);
  });

  it('does not depend on what its engine drew before', () => {
    const engine = createEngine(scenes);
    const run = (request: LandRequest): string => {
      const render = engine.render(request);
      let turn = render.next();
      while (turn.done !== true) turn = render.next();
      return checksum(turn.value.pixels);
    };
    const fresh = run(aRequest);
    run({ ...aRequest, width: 64, height: 80, prompt: 'volcano', sampler: 'uni_pc' });
    expect(run(aRequest)).toBe(fresh);
  });

  it.each([
    [16, 16],
    [17, 33],
    [833, 77],
    [32, 400],
  ])('has the size asked for: %i x %i', (width, height) => {
    const { pixels } = land({ width, height, steps: 2 });
    expect([pixels.width, pixels.height, pixels.data.length]).toEqual([width, height, 3 * width * height]);
    expect(new Set(pixels.data).size).toBeGreaterThan(10);
  });

  it('changes much from 4 steps to 25, and hardly from 25 to 50', () => {
    for (const seed of [1n, 2n, 3n]) {
      const [four, twentyFive, fifty] = [4, 25, 50].map(
        (steps) => land({ seed, steps, width: 192, height: 192, prompt: 'mountain' }).pixels,
      );
      expect(difference(four, fifty)).toBeGreaterThan(2 * difference(twentyFive, fifty));
      expect(detail(four)).toBeLessThan(0.85 * detail(fifty));
      expect(detail(twentyFive)).toBeGreaterThan(0.9 * detail(fifty));
    }
  });

  it('looks like what was asked for: a volcano by day glows, the sea is blue, night is dark', () => {
    const mean = ({ data }: Pixels, channel: number): number =>
      (3 * data.reduce((sum, value, i) => sum + (i % 3 === channel ? value : 0), 0)) / data.length;
    const [day, night] = [land({ prompt: 'island, day' }).pixels, land({ prompt: 'island, night' }).pixels];
    expect(mean(day, 2)).toBeGreaterThan(1.3 * mean(day, 0));
    expect(mean(night, 1)).toBeLessThan(0.6 * mean(day, 1));
    const volcano = land({ prompt: 'volcano', steps: 25 }).pixels;
    const middle = 3 * (32 * volcano.width + 48);
    expect(volcano.data[middle]).toBeGreaterThan(200);
    expect(volcano.data[middle + 2]).toBeLessThan(110);
  });
});

describe('steps', () => {
  it('are reported one by one, with a small picture each', () => {
    const seen: number[] = [];
    const render = createEngine(scenes).render({ ...aRequest, width: 300, height: 200 });
    for (let turn = render.next(); turn.done !== true; turn = render.next()) {
      seen.push(turn.value.done);
      expect(turn.value.total).toBe(aRequest.steps);
      const small = turn.value.preview(128);
      expect([small.width, small.height]).toEqual([100, 67]);
      expect(small.data).toHaveLength(3 * 100 * 67);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('a preview of the last step looks like the picture', () => {
    const render = createEngine(scenes).render({ ...aRequest, steps: 25 });
    let last: Pixels | null = null;
    let turn = render.next();
    for (; turn.done !== true; turn = render.next()) last = turn.value.preview(256);
    expect(last === null ? 255 : difference(last, turn.value.pixels)).toBeLessThan(3);
  });

  it('looking at previews does not change the picture', () => {
    const render = createEngine(scenes).render(aRequest);
    let turn = render.next();
    for (; turn.done !== true; turn = render.next()) turn.value.preview(32);
    expect(checksum(turn.value.pixels)).toBe(checksum(land({}).pixels));
  });

  it('cost the evaluations their sampler is known for', () => {
    expect(land({ sampler: 'heun' }).modelEvaluations).toBe(15);
    expect(land({ sampler: 'dpmpp_2m' }).modelEvaluations).toBe(8);
  });
});

describe('the PNG', () => {
  it('holds the pixels and says what it shows', () => {
    const { pixels } = land({});
    const { bytes, mime, width, height } = toPicture(pixels, scenes.texts.description);
    const image = decode(bytes);
    expect([mime, width, height]).toEqual(['image/png', 96, 64]);
    expect([image.width, image.height, image.channels]).toEqual([96, 64, 3]);
    expect(image.data).toEqual(pixels.data);
    expect(image.text.Description).toBe(scenes.texts.description);
  });
});

describe('the caption', () => {
  const grey = (width: number, height: number): Pixels => ({
    data: new Uint8Array(3 * width * height).fill(128),
    width,
    height,
  });

  it('is drawn light on dark in the lower left corner', () => {
    const pixels = grey(40, 30);
    drawCaption(pixels, ['#.#', '###']);
    const at = (x: number, y: number): number => pixels.data[3 * (y * 40 + x)];
    expect(at(5, 23)).toBeGreaterThan(220);
    expect(at(7, 24)).toBeGreaterThan(220);
    expect(at(6, 25)).toBeLessThan(60);
    expect(pixels.data.filter((value) => value !== 128)).toHaveLength(3 * 9);
  });

  it('leaves a picture alone that is too small for it', () => {
    const pixels = grey(100, 100);
    drawCaption(pixels, scenes.caption);
    expect(pixels.data.every((value) => value === 128)).toBe(true);
  });
});
