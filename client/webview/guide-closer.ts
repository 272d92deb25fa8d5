/** A picture of the guide as large as it is, with the next one a key away: in one place differences are seen best. */
import { onClick, part } from './dom.ts';

const dialog = part('closer', HTMLDialogElement);
const picture = part('closer-picture', HTMLImageElement);
const before = onClick('closer-before', () => turnTo(at - 1));
const after = onClick('closer-after', () => turnTo(at + 1));
onClick('closer-close', () => dialog.close());

let figures: readonly HTMLElement[] = [];
let at = 0;

/** Opens the picture inside of `shown`, one of `all` figures. */
export function showCloser(shown: HTMLElement, all: readonly HTMLElement[]): void {
  figures = all;
  turnTo(all.findIndex((figure) => figure.contains(shown)));
  dialog.showModal();
}

function turnTo(to: number): void {
  const figure = figures[to];
  const image = figure?.querySelector('img');
  if (!figure || !image) return;
  at = to;
  picture.src = image.src;
  picture.alt = image.alt;
  const caption = figure.querySelector('figcaption')?.cloneNode(true).childNodes ?? [];
  part('closer-caption', HTMLElement).replaceChildren(...caption);
  before.disabled = to === 0;
  after.disabled = to === figures.length - 1;
}

dialog.addEventListener('keydown', ({ key }) => {
  if (key === 'ArrowLeft') turnTo(at - 1);
  if (key === 'ArrowRight') turnTo(at + 1);
});

// The dialog's own area is all covered by what is in it: a click on the dialog itself is one beside it.
dialog.addEventListener('click', ({ target }) => {
  if (target === dialog) dialog.close();
});
