/** The curve as a picture. */
import { describe, expect, it } from 'vitest';
import type { QualityCurve } from '../../../server/src/protocol/curve.ts';
import { curveSvg } from '../../../server/src/render/sweet-spot/curve-svg.ts';

const counts = [4, 8, 12, 16, 25, 50];
const curve: QualityCurve = {
  measure: 'similarity',
  enough: 0.95,
  points: counts.map((steps) => {
    const quality = 1 - 3 / steps ** 2;
    return { steps, seconds: 2 + steps / 2, quality, low: quality - 0.01, high: Math.min(1, quality + 0.01) };
  }),
};
const found = { steps: 12, between: [9, 16] as const };
const attributes = (svg: string, element: RegExp, name: string): number[] =>
  [...svg.matchAll(element)].map(([tag]) => Number(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]));

describe('what is drawn', () => {
  const svg = curveSvg({ curve, found, title: 'FLUX & <friends>' });

  it('is one well-formed element with a name', () => {
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="FLUX &amp; &lt;friends&gt;"/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    const opened = [...svg.matchAll(/<(\w+)[^>]*[^/]>/g)].length;
    expect([...svg.matchAll(/<\/\w+>/g)]).toHaveLength(opened);
  });

  it('has a point for each count, further right the longer it takes and higher the better it is', () => {
    const [x, y] = ['cx', 'cy'].map((name) => attributes(svg, /<circle class="point"[^>]*>/g, name));
    expect(x).toHaveLength(counts.length);
    expect(x).toEqual(x.toSorted((a, b) => a - b));
    expect(y).toEqual(y.toSorted((a, b) => b - a));
  });

  it('marks the place, with what it takes', () => {
    const [x] = attributes(svg, /<circle class="place"[^>]*>/g, 'cx');
    expect(x).toBe(attributes(svg, /<circle class="point"[^>]*>/g, 'cx')[2]);
    expect(svg).toContain('12 steps, 8.0 s');
    expect(curveSvg({ curve, found: null, title: '' })).not.toContain('class="place"');
  });

  it('writes no two step counts over each other', () => {
    const labels = attributes(svg, /<text class="steps"[^>]*>/g, 'x').sort((a, b) => a - b);
    expect(labels.slice(1).every((x, i) => x - labels[i] >= 20)).toBe(true);
  });
});

it('without times it is drawn over steps', () => {
  const untimed = { ...curve, points: curve.points.map((point) => ({ ...point, seconds: null })) };
  const svg = curveSvg({ curve: untimed, found, title: '' });
  expect(svg).toContain('>steps</text>');
  expect(svg).toContain('>12 steps</text>');
});

it('takes the colours of a page, and brings its own as a file', () => {
  expect(curveSvg({ curve, found, title: '' })).not.toContain('<style>');
  expect(curveSvg({ curve, found, title: '', standalone: true })).toContain('prefers-color-scheme:dark');
});
