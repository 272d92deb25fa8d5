/** How large the picture is shown. No DOM. */
import { t } from '@vscode/l10n';

/** `fit`: as large as the panel allows. A number: device pixels for each pixel of the picture. */
export type Zoom = 'fit' | number;

const STOPS = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8];

/** The next larger (1) or smaller (-1) size. `fitted`: what `fit` comes to now. */
export function zoomed(zoom: Zoom, direction: 1 | -1, fitted: number): number {
  const now = zoom === 'fit' ? fitted : zoom;
  const next = direction > 0 ? STOPS.find((stop) => stop > now * 1.001) : STOPS.findLast((stop) => stop < now * 0.999);
  return next ?? now;
}

/** "Fit", "150 %". */
export function zoomLabel(zoom: Zoom): string {
  return zoom === 'fit' ? t('Fit') : `${Math.round(zoom * 100)} %`;
}

/** Where a content must be scrolled to so that what was under the pointer stays there after it was scaled by `factor`. */
export function scrollAfter(scroll: number, pointer: number, factor: number): number {
  return Math.max(0, (scroll + pointer) * factor - pointer);
}
