/** Where the curve of quality against time is drawn: numbers only, no DOM. */
import type { QualityCurve, SweetSpotResult } from '../../../server/src/lsp/messages.ts';

/** CSS pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Plot extends Size {
  /** The area between the axes. */
  readonly area: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  /** `steps`: what a step takes is not known. */
  readonly across: 'seconds' | 'steps';
  readonly points: readonly {
    readonly steps: number;
    readonly x: number;
    readonly y: number;
    /** From the best to the worst seed. */
    readonly high: number;
    readonly low: number;
    /** There is room for its count. */
    readonly labelled: boolean;
  }[];
  /** The sweet spot, and where it may also lie. */
  readonly knee: { readonly steps: number; readonly x: number; readonly y: number } | null;
  readonly between: { readonly from: number; readonly to: number } | null;
  /** Height from which on more is not seen; `null` below the area. */
  readonly enough: number | null;
  readonly ticks: { readonly x: readonly Tick[]; readonly y: readonly Tick[] };
}

interface Tick {
  readonly at: number;
  readonly text: string;
}

/** Above is room for what is drawn, and for the counts over the points. */
const MARGIN = { left: 44, right: 16, top: 40, bottom: 34 };

/** Pixels that the count over a point takes. */
const LABEL = 22;

/** Lays the curve out in a drawing of `size`. */
export function plotOf(curve: QualityCurve, result: SweetSpotResult | null, size: Size): Plot {
  const area = {
    left: MARGIN.left,
    right: Math.max(MARGIN.left + 1, size.width - MARGIN.right),
    top: MARGIN.top,
    bottom: Math.max(MARGIN.top + 1, size.height - MARGIN.bottom),
  };
  const time = timeOf(curve.points);
  const across = time ? 'seconds' : 'steps';
  const cost = ({ steps }: { readonly steps: number }): number => (time ? time(steps) : steps);
  const most = Math.max(...curve.points.map(cost), Number.EPSILON);
  // Down to the worst seed and a little more; never so close that noise looks like a cliff.
  const least = Math.min(0.9, Math.floor(Math.min(...curve.points.map(({ low }) => low), 1) * 10) / 10);
  const x = (value: number): number => area.left + ((area.right - area.left) * value) / most;
  const y = (quality: number): number => area.bottom - ((area.bottom - area.top) * (quality - least)) / (1 - least);

  const bare = curve.points.map((point) => ({
    steps: point.steps,
    x: x(cost(point)),
    y: y(point.quality),
    high: y(point.high),
    low: y(point.low),
  }));
  const knee = result?.steps ?? null;
  const labelled = withRoom(bare, knee);
  return {
    ...size,
    area,
    across,
    points: bare.map((point) => ({ ...point, labelled: labelled.has(point.steps) })),
    knee: knee === null ? null : { steps: knee, ...at(bare, knee) },
    between: result === null ? null : { from: at(bare, result.between[0]).x, to: at(bare, result.between[1]).x },
    enough: curve.enough < least ? null : y(curve.enough),
    ticks: {
      x: round(most, 5).map((value) => ({ at: x(value), text: across === 'seconds' ? `${value} s` : String(value) })),
      y: [least, (least + 1) / 2, 1].map((value) => ({ at: y(value), text: `${Math.round(value * 100)} %` })),
    },
  };
}

/**
 * Seconds that a count takes. A step costs what the others cost, so that a line is laid through what was measured, by medians
 * (Theil and Sen): a machine that was busy with something else for a moment would bend the curve. `null` without times.
 */
function timeOf(points: QualityCurve['points']): ((steps: number) => number) | null {
  const measured = points.flatMap(({ steps, seconds }) => (seconds === null ? [] : [{ steps, seconds }]));
  const slopes = measured.flatMap((a) =>
    measured.filter((b) => b.steps > a.steps).map((b) => (b.seconds - a.seconds) / (b.steps - a.steps)),
  );
  const slope = median(slopes);
  if (measured.length < points.length || slope === null || slope <= 0) return null;
  const start = median(measured.map(({ steps, seconds }) => seconds - slope * steps)) ?? 0;
  if (start >= 0) return (steps) => start + slope * steps;
  const each = median(measured.map(({ steps, seconds }) => seconds / steps)) ?? slope;
  return (steps) => each * steps;
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const around = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return around.length === 0 ? null : around.reduce((sum, value) => sum + value, 0) / around.length;
}

type Placed = { readonly steps: number; readonly x: number; readonly y: number };

/** Where a count lies on the line; between two points if none has it, at the next end beyond them. */
function at(points: readonly Placed[], steps: number): { readonly x: number; readonly y: number } {
  const after = points.findIndex((point) => point.steps >= steps);
  const right = points[after < 0 ? points.length - 1 : after] ?? { steps, x: MARGIN.left, y: MARGIN.top };
  const left = points[after - 1];
  if (!left || right.steps === steps) return { x: right.x, y: right.y };
  const share = (steps - left.steps) / (right.steps - left.steps);
  return { x: left.x + share * (right.x - left.x), y: left.y + share * (right.y - left.y) };
}

/** The counts that can be written without overlapping, from the last to the first; the sweet spot's always. */
function withRoom(points: readonly Placed[], knee: number | null): ReadonlySet<number> {
  const written = points.filter(({ steps }) => steps === knee);
  for (const point of points.toReversed()) {
    if (written.every(({ x }) => Math.abs(x - point.x) >= LABEL)) written.push(point);
  }
  return new Set(written.map(({ steps }) => steps));
}

/** Round numbers from 0 to at most `most`, no more than `count` beside 0. */
function round(most: number, count: number): number[] {
  const raw = most / count;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const distance = [1, 2, 5, 10].map((factor) => factor * magnitude).find((step) => step >= raw) ?? raw;
  return Array.from({ length: Math.floor(most / distance + 1e-9) + 1 }, (_, index) =>
    Number((index * distance).toPrecision(3)),
  );
}
