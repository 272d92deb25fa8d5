/** The curve of quality against time, with the sweet spot on it. Its points are buttons. */
import { pointLabel } from '../src/compare/labels.ts';
import { type Plot, plotOf } from '../src/compare/plot.ts';
import type { CompareView } from '../src/compare/view.ts';

type Curve = NonNullable<CompareView['curve']>;

const SVG = 'http://www.w3.org/2000/svg';

/** Width to height, and the height at most, CSS pixels. */
const SHAPE = { ratio: 0.46, highest: 280 };

export interface CurveDrawing {
  show(curve: Curve, result: CompareView['result']): void;
}

/** Draws in `place`, as wide as it is and anew when that changes. `pick` hears which count was clicked. */
export function createCurve(place: HTMLElement, pick: (steps: number) => void): CurveDrawing {
  let draw: () => void = () => undefined;
  let drawn = '';
  new ResizeObserver(() => draw()).observe(place);
  return {
    show(curve, result) {
      draw = () => {
        const width = Math.floor(place.clientWidth);
        const wanted = JSON.stringify([curve, result, width]);
        if (width === 0 || wanted === drawn) return;
        drawn = wanted;
        const plot = plotOf(curve, result, { width, height: Math.min(SHAPE.highest, Math.round(width * SHAPE.ratio)) });
        const focused = document.activeElement?.getAttribute('data-steps');
        place.replaceChildren(drawingOf(plot, curve, pick));
        if (focused) place.querySelector<SVGElement>(`[data-steps="${focused}"]`)?.focus();
      };
      draw();
    },
  };
}

function drawingOf(plot: Plot, { measure, points }: Curve, pick: (steps: number) => void): SVGSVGElement {
  const { width, height, area, knee, between, enough, ticks, across } = plot;
  const svg = made('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'group' });
  svg.setAttribute('aria-label', measure === 'similarity' ? 'Likeness against time' : 'Detail against time');
  for (const { at, text } of ticks.y) {
    svg.append(
      made('line', { class: 'rule', x1: area.left, x2: area.right, y1: at, y2: at }),
      written(text, { x: area.left - 8, y: at + 4, 'text-anchor': 'end' }),
    );
  }
  for (const { at, text } of ticks.x)
    svg.append(written(text, { x: at, y: area.bottom + 18, 'text-anchor': 'middle' }));
  const quality = measure === 'similarity' ? 'likeness to the most steps' : 'detail';
  svg.append(
    written(`${quality}, against ${across === 'seconds' ? 'seconds for a picture' : 'steps'}`, { x: area.left, y: 12 }),
  );
  if (enough !== null)
    svg.append(made('line', { class: 'enough', x1: area.left, x2: area.right, y1: enough, y2: enough }));
  if (between && between.to > between.from) {
    const { from, to } = between;
    svg.append(
      made('rect', { class: 'between', x: from, width: to - from, y: area.top, height: area.bottom - area.top }),
    );
  }
  if (knee) svg.append(made('line', { class: 'knee', x1: knee.x, x2: knee.x, y1: area.top, y2: area.bottom }));
  const corners = [
    ...plot.points.map(({ x, high }) => `${x},${high}`),
    ...plot.points.toReversed().map(({ x, low }) => `${x},${low}`),
  ];
  svg.append(
    made('polygon', { class: 'spread', points: corners.join(' ') }),
    made('polyline', { class: 'line', points: plot.points.map(({ x, y }) => `${x},${y}`).join(' ') }),
  );
  plot.points.forEach(({ steps, x, y, labelled }, index) => {
    const label = pointLabel(points[index], measure);
    const point = made('g', { class: steps === knee?.steps ? 'point best' : 'point', role: 'button', tabindex: 0 });
    point.setAttribute('data-steps', String(steps));
    point.setAttribute('aria-label', label);
    const title = made('title', {});
    title.textContent = label;
    // A larger circle that nobody sees is easier to hit.
    point.append(
      title,
      made('circle', { class: 'target', cx: x, cy: y, r: 11 }),
      made('circle', { cx: x, cy: y, r: 4 }),
    );
    if (labelled) point.append(written(String(steps), { x, y: y - 10, 'text-anchor': 'middle' }));
    point.addEventListener('click', () => pick(steps));
    point.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      pick(steps);
    });
    svg.append(point);
  });
  return svg;
}

type Attributes = Readonly<Record<string, string | number>>;

function made<Tag extends keyof SVGElementTagNameMap>(tag: Tag, attributes: Attributes): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes))
    element.setAttribute(name, typeof value === 'number' ? String(Math.round(value * 10) / 10) : value);
  return element;
}

function written(text: string, attributes: Attributes): SVGTextElement {
  const element = made('text', attributes);
  element.textContent = text;
  return element;
}
