/** The curve of quality against time, as the server draws it for files. Here its points can be clicked. */
import { t } from '@vscode/l10n';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { curveSvg } from '../../server/src/render/sweet-spot/curve-svg.ts';
import { pointLabel } from '../src/compare/labels.ts';
import type { CompareView } from '../src/compare/view.ts';

interface CurveProps {
  readonly curve: NonNullable<CompareView['curve']>;
  readonly found: CompareView['result'];
  /** Hears which count was clicked. */
  readonly pick: (steps: number) => void;
}

export function Curve({ curve, found, pick }: CurveProps) {
  const place = useRef<HTMLDivElement>(null);
  const text = curveSvg({ curve, found, title: t('What steps buy') });
  useLayoutEffect(() => {
    const focused = document.activeElement?.getAttribute('data-steps');
    const svg = document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true);
    svg.setAttribute('role', 'group');
    // One for each of the curve, in its order.
    const circles = svg.querySelectorAll<SVGElement>('.point');
    for (const [index, circle] of circles.entries()) makeButton(circle, curve, index, pick);
    place.current?.replaceChildren(svg);
    if (focused) place.current?.querySelector<SVGElement>(`[data-steps="${focused}"]`)?.focus();
  }, [text]);
  return <div id="curve" ref={place} />;
}

function makeButton(
  point: SVGElement,
  { points, measure }: CurveProps['curve'],
  index: number,
  pick: CurveProps['pick'],
): void {
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
