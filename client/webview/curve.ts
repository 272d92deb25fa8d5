/** The curve of quality against time, as the server draws it for files. Here its points can be clicked. */
import { curveSvg } from '../../server/src/render/sweet-spot/curve-svg.ts';
import { CURVE_TITLE, pointLabel } from '../src/compare/labels.ts';
import type { CompareView } from '../src/compare/view.ts';

type Curve = NonNullable<CompareView['curve']>;

export interface CurveDrawing {
  show(curve: Curve, found: CompareView['result']): void;
}

/** Draws in `place`. `pick` hears which count was clicked. */
export function createCurve(place: HTMLElement, pick: (steps: number) => void): CurveDrawing {
  let drawn = '';
  return {
    show(curve, found) {
      const text = curveSvg({ curve, found, title: CURVE_TITLE });
      if (text === drawn) return;
      drawn = text;
      const focused = document.activeElement?.getAttribute('data-steps');
      const svg = document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true);
      svg.setAttribute('role', 'group');
      // One for each of the curve, in its order.
      const circles = svg.querySelectorAll<SVGElement>('.point');
      for (const [index, circle] of circles.entries()) makeButton(circle, curve, index, pick);
      place.replaceChildren(svg);
      if (focused) place.querySelector<SVGElement>(`[data-steps="${focused}"]`)?.focus();
    },
  };
}

function makeButton(point: SVGElement, { points, measure }: Curve, index: number, pick: (steps: number) => void): void {
  const { steps } = points[index];
  const label = pointLabel(points[index], measure);
  const title = document.createElementNS(point.namespaceURI, 'title');
  title.textContent = label;
  point.append(title);
  point.setAttribute('role', 'button');
  point.setAttribute('tabindex', '0');
  point.setAttribute('aria-label', label);
  point.setAttribute('data-steps', String(steps));
  point.addEventListener('click', () => pick(steps));
  point.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    pick(steps);
  });
}
