/** The picture: zoomed by wheel and keys, moved by dragging and scrolling. */
import { scrollAfter, type Zoom, zoomed, zoomLabel } from '../src/preview/zoom.ts';
import { onClick, part, say } from './dom.ts';

const frame = part('frame', HTMLElement);
const stage = part('stage', HTMLElement);
const picture = part('picture', HTMLImageElement);
const button = part('zoom', HTMLButtonElement);

let zoom: Zoom = 'fit';
/** Pixels of the picture that the zoom was chosen for. */
let size = '';

/** Device pixels for each pixel of the picture when it fits the frame. */
function fitted(): number {
  const scale = Math.min(frame.clientWidth / picture.naturalWidth, frame.clientHeight / picture.naturalHeight);
  return scale * devicePixelRatio;
}

/** Shows at a zoom; what is at (x, y) of the frame stays there. CSS pixels. */
function zoomTo(wanted: Zoom, x = frame.clientWidth / 2, y = frame.clientHeight / 2): void {
  if (picture.hidden || picture.naturalWidth === 0) return;
  const factor = (wanted === 'fit' ? fitted() : wanted) / (zoom === 'fit' ? fitted() : zoom);
  const { scrollLeft, scrollTop } = frame;
  zoom = wanted;
  if (wanted === 'fit') {
    stage.style.removeProperty('width');
    stage.style.removeProperty('height');
  } else {
    stage.style.setProperty('width', `${(picture.naturalWidth * wanted) / devicePixelRatio}px`);
    stage.style.setProperty('height', `${(picture.naturalHeight * wanted) / devicePixelRatio}px`);
  }
  frame.toggleAttribute('data-zoomed', wanted !== 'fit');
  stage.toggleAttribute('data-pixels', wanted !== 'fit' && wanted >= 3);
  frame.scrollLeft = scrollAfter(scrollLeft, x, factor);
  frame.scrollTop = scrollAfter(scrollTop, y, factor);
  say(button, zoomLabel(wanted));
}

const larger = (): void => zoomTo(zoomed(zoom, 1, fitted()));
const smaller = (): void => zoomTo(zoomed(zoom, -1, fitted()));

onClick('zoom-in', larger);
onClick('zoom-out', smaller);
button.addEventListener('click', () => zoomTo(zoom === 'fit' ? 1 : 'fit'));

frame.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target !== frame) return;
  switch (event.key) {
    case '+':
    case '=':
      larger();
      break;
    case '-':
      smaller();
      break;
    case '0':
      zoomTo('fit');
      break;
    case '1':
      zoomTo(1);
      break;
    default:
      return;
  }
  event.preventDefault();
});

// With Ctrl, as everywhere, and as a pinch on a trackpad is told; without it the wheel scrolls what it scrolls anyway.
frame.addEventListener(
  'wheel',
  (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { left, top } = frame.getBoundingClientRect();
    zoomTo(zoomed(zoom, event.deltaY < 0 ? 1 : -1, fitted()), event.clientX - left, event.clientY - top);
  },
  { passive: false },
);

frame.addEventListener('pointerdown', (event) => {
  if (zoom === 'fit' || event.button !== 0 || event.target === part('boundary', HTMLElement)) return;
  const from = { x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop };
  frame.setPointerCapture(event.pointerId);
  const move = ({ clientX, clientY }: PointerEvent): void => {
    frame.scrollLeft = from.x - clientX;
    frame.scrollTop = from.y - clientY;
  };
  frame.addEventListener('pointermove', move);
  frame.addEventListener('lostpointercapture', () => frame.removeEventListener('pointermove', move), { once: true });
});

// A picture of another size is another picture: it is seen whole first. Previews are smaller than the picture they are of.
picture.addEventListener('load', () => {
  const loaded = `${picture.naturalWidth} ${picture.naturalHeight}`;
  if (loaded === size) return;
  size = loaded;
  zoomTo('fit');
});
