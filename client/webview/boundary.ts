/** Comparing: the other render lies over the picture, left of a boundary that is moved by pointer and keys. */
import { own } from '../../server/src/knowledge/own.ts';
import { boundaryLabel } from '../src/preview/labels.ts';
import { part } from './dom.ts';

const stage = part('stage', HTMLElement);
const boundary = part('boundary', HTMLElement);

/** Percent of the width. */
let place = 50;

/** Moves the boundary, to 0 to 100 percent of the width. */
export function moveBoundary(percent: number): void {
  place = Math.round(Math.min(100, Math.max(0, percent)));
  stage.style.setProperty('--boundary', `${place}%`);
  boundary.setAttribute('aria-valuenow', String(place));
  boundary.setAttribute('aria-valuetext', boundaryLabel(place));
}

const KEYS: Readonly<Record<string, (shift: boolean) => number>> = {
  ArrowLeft: (shift) => place - (shift ? 10 : 1),
  ArrowDown: (shift) => place - (shift ? 10 : 1),
  ArrowRight: (shift) => place + (shift ? 10 : 1),
  ArrowUp: (shift) => place + (shift ? 10 : 1),
  PageDown: () => place - 10,
  PageUp: () => place + 10,
  Home: () => 0,
  End: () => 100,
};

boundary.addEventListener('keydown', (event) => {
  const to = own(KEYS, event.key)?.(event.shiftKey);
  if (to === undefined) return;
  event.preventDefault();
  moveBoundary(to);
});

boundary.addEventListener('pointerdown', (event) => {
  if (event.button !== 0) return;
  boundary.setPointerCapture(event.pointerId);
  const move = ({ clientX }: PointerEvent): void => {
    const { left, width } = stage.getBoundingClientRect();
    moveBoundary(((clientX - left) / width) * 100);
  };
  boundary.addEventListener('pointermove', move);
  boundary.addEventListener('lostpointercapture', () => boundary.removeEventListener('pointermove', move), {
    once: true,
  });
});

moveBoundary(place);
