/** One chosen picture large, or two: under a slider, or as their difference. */
import { inBackground } from '../../server/src/background.ts';
import { differenceOf } from '../src/compare/difference.ts';
import type { Item } from '../src/compare/item.ts';
import { apartLabel, itemLabel, pictureLabel } from '../src/compare/labels.ts';
import { type CompareView, lookedAt, type Overlay } from '../src/compare/view.ts';
import './viewer.ts';
import { moveBoundary } from './boundary.ts';
import { hide, onClick, part, say } from './dom.ts';
import type { HeldPicture } from './pictures.ts';

const viewer = part('viewer', HTMLElement);
const figure = part('figure', HTMLElement);
const picture = part('picture', HTMLImageElement);
const compared = part('compared', HTMLImageElement);
const canvas = part('difference', HTMLCanvasElement);
const gain = part('gain', HTMLSelectElement);
const apart = part('apart', HTMLElement);

/** What the difference was drawn of last. */
let drawn = '';
let redraw: () => void = () => undefined;
let onOverlay: (overlay: Overlay) => void = () => undefined;

const slider = onClick('slider', () => onOverlay('slider'));
const difference = onClick('difference-on', () => onOverlay('difference'));
gain.addEventListener('change', () => redraw());

/** `choose` hears how two pictures are to be looked at; `close` that they no longer are. */
export function onViewer(choose: (overlay: Overlay) => void, close: () => void): void {
  onOverlay = choose;
  onClick('close', close);
}

/** Shows what the view says is looked at. `heir`: gets the keyboard when nothing is. */
export function showViewer(view: CompareView, pictures: ReadonlyMap<string, HeldPicture>, heir: HTMLElement): void {
  const [left, right = left] = lookedAt(view);
  hide(viewer, left === undefined, heir);
  if (left === undefined || right === undefined) return;
  const isPair = left !== right;
  figure.style.setProperty('--width', String(view.plan?.width ?? 512));
  figure.style.setProperty('--height', String(view.plan?.height ?? 512));
  const begins = isPair && compared.hidden && canvas.hidden;
  const shows = (overlay: Overlay): boolean => isPair && view.overlay === overlay;
  put(picture, right, view, pictures);
  if (isPair) put(compared, left, view, pictures);
  compared.hidden = !shows('slider');
  hide(part('boundary', HTMLElement), !shows('slider'), slider);
  if (begins) moveBoundary(50);
  part('overlays', HTMLElement).hidden = !isPair;
  slider.setAttribute('aria-pressed', String(shows('slider')));
  difference.setAttribute('aria-pressed', String(shows('difference')));
  part('gain-label', HTMLElement).hidden = !shows('difference');
  say(part('compared-tag', HTMLElement), isPair ? itemLabel(left, view) : '');
  say(part('picture-tag', HTMLElement), itemLabel(right, view));
  const blobs = [pictures.get(left.renderId)?.blob, pictures.get(right.renderId)?.blob] as const;
  redraw = () => inBackground(() => showDifference(left, right, blobs));
  canvas.hidden = !shows('difference');
  apart.hidden = !shows('difference');
  if (shows('difference')) redraw();
}

function put(image: HTMLImageElement, item: Item, view: CompareView, pictures: ReadonlyMap<string, HeldPicture>): void {
  const held = pictures.get(item.renderId);
  // The browser goes on showing the previous picture until this one is decoded.
  if (held && image.src !== held.address) image.src = held.address;
  image.alt = pictureLabel(item, view);
}

async function showDifference(
  left: Item,
  right: Item,
  [a, b]: readonly [Blob | undefined, Blob | undefined],
): Promise<void> {
  const wanted = `${left.renderId} ${right.renderId} ${gain.value}`;
  if (!a || !b || wanted === drawn) return;
  drawn = wanted;
  const [one, other] = await Promise.all([createImageBitmap(a), createImageBitmap(b)]);
  // Chosen otherwise meanwhile.
  if (wanted !== drawn) return;
  const { width, height } = one;
  const { pixels, mean } = differenceOf(
    pixelsOf(one, width, height),
    pixelsOf(other, width, height),
    Number(gain.value),
  );
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  const text = apartLabel(mean);
  canvas.setAttribute('aria-label', `Difference: ${text}`);
  say(apart, text);
}

function pixelsOf(bitmap: ImageBitmap, width: number, height: number): Uint8ClampedArray {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('There is no canvas to draw on.');
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return context.getImageData(0, 0, width, height).data;
}
