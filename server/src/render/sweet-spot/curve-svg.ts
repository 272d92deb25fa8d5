/**
 * The curve of quality against time as an SVG, for a file or for a page. It is drawn in the colour of the text around it
 * (`currentColor`) and in two custom properties, so that it suits light and dark; classes are for a page's own style sheet.
 */

import { t } from '@vscode/l10n';
import { escaped } from '../../common/markup.ts';
import type { CurvePoint, QualityCurve, SweetSpotResult } from '../../protocol/curve.ts';
import { timeOf } from './time.ts';

export interface CurveDrawing {
  readonly curve: QualityCurve;
  /** `null` while it is looked for. */
  readonly found: Pick<SweetSpotResult, 'steps' | 'between'> | null;
  /** A line over it, for people. */
  readonly title: string;
  /** For a file of its own: with a ground and colours, light or dark as its viewer is. Left out: for a page that has them. */
  readonly standalone?: boolean;
}

const [WIDTH, HEIGHT] = [640, 360];
const PLOT = { left: 60, right: WIDTH - 28, top: 70, bottom: HEIGHT - 56 };
/** Pixels between two step counts written along the curve, at least. */
const LABEL_ROOM = 24;
/** Lines of a scale, at most. */
const MOST_TICKS = 6;

const GOOD = 'var(--sweetspot-good, #2c9a52)';
const LINE = 'var(--sweetspot-line, #2f7fd1)';
const FAINT = 'opacity="0.7"';

const words = () => ({
  similarity: { axis: t`Likeness to the finished picture`, enough: t`hardly a difference` },
  detail: { axis: t`Detail beside that of the most steps`, enough: t`as much detail` },
});

/** Draws a curve of at least one point over time; over steps where what they take is not known. */
export function curveSvg({ curve, found, title, standalone = false }: CurveDrawing): string {
  const { points, enough, measure } = curve;
  const time = timeOf(points);
  const costOf = time ?? ((steps: number): number => steps);
  const cost = ({ steps }: CurvePoint): number => costOf(steps);
  const most = Math.max(...points.map(cost));
  const shares = ticks(Math.min(enough, ...points.map(({ low }) => low)), 1);
  const [least] = shares;
  const xOf = (value: number): number => round(PLOT.left + ((PLOT.right - PLOT.left) * value) / most);
  const yOf = (share: number): number =>
    round(PLOT.bottom - ((PLOT.bottom - PLOT.top) * (share - least)) / (1 - least));
  const at = (point: CurvePoint, share = point.quality): string => `${xOf(cost(point))} ${yOf(share)}`;
  const place = points.find(({ steps }) => steps === found?.steps);

  const scales = [
    ...shares.map(
      (share) =>
        `<path class="grid" d="M${PLOT.left} ${yOf(share)}H${PLOT.right}" stroke="currentColor" stroke-opacity="0.14"/>${text(PLOT.left - 9, yOf(share) + 4, percent(share), `text-anchor="end" ${FAINT}`)}`,
    ),
    ...ticks(0, most)
      .filter((value) => value <= most)
      .map((value) => text(xOf(value), PLOT.bottom + 20, `${value}`, `text-anchor="middle" ${FAINT}`)),
    text(PLOT.right, PLOT.bottom + 42, time ? t`seconds a picture` : t`steps`, `text-anchor="end" ${FAINT}`),
  ];
  const goal = [
    `<path class="enough" d="M${PLOT.left} ${PLOT.top}H${PLOT.right}V${yOf(enough)}H${PLOT.left}Z" fill="${GOOD}" fill-opacity="0.13"/>`,
    text(PLOT.left + 8, PLOT.top + 15, words()[measure].enough, `font-size="11" fill="${GOOD}"`),
  ];
  const spread = [
    ...points.map((point) => at(point, point.high)),
    ...points.toReversed().map((point) => at(point, point.low)),
  ];
  const course = [
    `<path class="spread" d="M${spread.join('L')}Z" fill="${LINE}" fill-opacity="0.2"/>`,
    `<path class="curve" d="M${points.map((point) => at(point)).join('L')}" fill="none" stroke="${LINE}" stroke-width="2.5" stroke-linejoin="round"/>`,
    ...points.map(
      (point) => `<circle class="point" cx="${xOf(cost(point))}" cy="${yOf(point.quality)}" r="3.5" fill="${LINE}"/>`,
    ),
    ...labels(points, place, (point) => xOf(cost(point))).map((point) => {
      const [x, y] = [xOf(cost(point)), yOf(point.quality)];
      const beside = x > PLOT.right - LABEL_ROOM ? `x="${x}" text-anchor="end"` : `x="${x + 5}"`;
      const below = y > PLOT.bottom - 18 ? y - 9 : y + 18;
      return `<text class="steps" ${beside} y="${below}" font-size="11" ${FAINT}>${point.steps}</text>`;
    }),
  ];
  const mark =
    place && found ? markOf(place.steps, found.between, (steps) => xOf(costOf(steps)), yOf(place.quality), time) : [];
  const heading = [
    text(PLOT.left, 30, title, 'font-size="16" font-weight="600"'),
    text(PLOT.left, 52, words()[measure].axis, FAINT),
  ];
  return svg([...heading, ...goal, ...scales, ...course, ...mark], title, standalone);
}

/** The place on the curve, what it is in words, and below it where it may also lie. */
function markOf(
  steps: number,
  between: SweetSpotResult['between'],
  xOf: (steps: number) => number,
  y: number,
  time: ((steps: number) => number) | null,
): string[] {
  const [from, to] = between.map(xOf);
  const x = xOf(steps);
  // To the right of it the curve is flat: there is room below, save at the end.
  const isAtEnd = x > PLOT.right - 120;
  const said = time ? t`${steps} steps, ${briefly(time(steps))} s` : t`${steps} steps`;
  return [
    `<path class="between" d="M${from} ${PLOT.bottom}H${to}" stroke="${GOOD}" stroke-width="6" stroke-opacity="0.45" stroke-linecap="round"/>`,
    `<path class="drop" d="M${x} ${y}V${PLOT.bottom}" stroke="${GOOD}" stroke-width="1.5" stroke-dasharray="4 4"/>`,
    `<circle class="place" cx="${x}" cy="${y}" r="7" fill="${GOOD}" stroke="var(--sweetspot-ground, #ffffff)" stroke-width="2"/>`,
    text(
      isAtEnd ? x - 12 : x + 12,
      y + 34,
      said,
      `font-size="14" font-weight="600" fill="${GOOD}" text-anchor="${isAtEnd ? 'end' : 'start'}"`,
    ),
  ];
}

/** The points whose step count is written: not the marked one, and none that would touch another. */
function labels(
  points: readonly CurvePoint[],
  place: CurvePoint | undefined,
  xOf: (point: CurvePoint) => number,
): CurvePoint[] {
  const kept: CurvePoint[] = place ? [place] : [];
  // From the right: the highest counts are what the rest is measured by.
  for (const point of points.toReversed())
    if (kept.every((other) => Math.abs(xOf(other) - xOf(point)) >= LABEL_ROOM)) kept.push(point);
  return kept.filter((point) => point !== place);
}

/** Round values from `from`, or the next one below, to the first that reaches `to`. */
function ticks(from: number, to: number): number[] {
  const rough = (to - from) / (MOST_TICKS - 1) || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
  const first = Math.floor(from / step + 1e-9);
  return Array.from({ length: Math.ceil(to / step - 1e-9) - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(6)),
  );
}

function svg(parts: readonly string[], title: string, standalone: boolean): string {
  const theme = standalone
    ? '<style>svg{color:#24292f;--sweetspot-ground:#fff}@media(prefers-color-scheme:dark){svg{color:#d8dee4;--sweetspot-ground:#1b1f24;--sweetspot-good:#4cc278;--sweetspot-line:#66a9ee}}</style><rect width="100%" height="100%" rx="8" fill="var(--sweetspot-ground)"/>'
    : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${escaped(title)}" font-family="system-ui,sans-serif" font-size="12" fill="currentColor">${theme}${parts.join('')}</svg>`;
}

function text(x: number, y: number, words: string, attributes: string): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escaped(words)}</text>`;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(4))} %`;
}

/** 0.0421 → `0.042`, 2.041 → `2.0`, 31.4 → `31`. */
function briefly(seconds: number): string {
  if (seconds >= 10) return seconds.toFixed(0);
  return seconds >= 1 ? seconds.toFixed(1) : String(Number(seconds.toPrecision(2)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
