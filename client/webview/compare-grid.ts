/** The pictures of a comparison side by side, each with its value, its time and what can be done with it. */
import { own } from '../../server/src/knowledge/own.ts';
import { type Item, isOver } from '../src/compare/item.ts';
import {
  applyLabel,
  captionLabel,
  expectationLabel,
  itemLabel,
  pictureLabel,
  valueLabel,
} from '../src/compare/labels.ts';
import type { FromPage } from '../src/compare/messages.ts';
import { type CompareView, isApplicable, isMissing } from '../src/compare/view.ts';
import { hide, part, say, within } from './dom.ts';
import type { HeldPicture } from './pictures.ts';

interface Card {
  readonly item: HTMLElement;
  readonly open: HTMLButtonElement;
  readonly image: HTMLImageElement;
  readonly progress: HTMLProgressElement;
  readonly value: HTMLElement;
  readonly state: HTMLElement;
  readonly mark: HTMLElement;
  readonly apply: HTMLButtonElement;
  readonly cancel: HTMLButtonElement;
  readonly retry: HTMLButtonElement;
  readonly save: HTMLButtonElement;
}

export interface Grid {
  /** Shows these items. Cards that were there stay, and so does the keyboard. */
  show(view: CompareView, pictures: ReadonlyMap<string, HeldPicture>): void;
}

/** Makes a grid in an empty list. `say` hears what is clicked. */
export function createGrid(list: HTMLOListElement, post: (message: FromPage) => void): Grid {
  const cards = new Map<string, Card>();

  list.addEventListener('keydown', (event) => {
    const buttons = [...list.querySelectorAll<HTMLButtonElement>('button.open')];
    const at = event.target instanceof HTMLButtonElement ? buttons.indexOf(event.target) : -1;
    const to = own({ ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }, event.key);
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    buttons[to]?.focus();
  });

  return {
    show(view, pictures) {
      const ids = new Set(view.items.map(({ renderId }) => renderId));
      for (const [id, { item }] of cards) {
        if (ids.has(id)) continue;
        item.remove();
        cards.delete(id);
      }
      view.items.forEach((item, index) => {
        const card = cards.get(item.renderId) ?? add(item.renderId);
        const there = list.children[index];
        if (there !== card.item) list.insertBefore(card.item, there ?? null);
        fill(card, item, view, pictures.get(item.renderId));
      });
    },
  };

  function add(renderId: string): Card {
    const card = makeCard();
    card.open.addEventListener('click', () => post({ type: 'choose', renderId }));
    card.apply.addEventListener('click', () => post({ type: 'apply', renderId }));
    card.cancel.addEventListener('click', () => post({ type: 'cancel', renderId }));
    card.retry.addEventListener('click', () => post({ type: 'retry-one', renderId }));
    card.save.addEventListener('click', () => post({ type: 'save', renderId }));
    cards.set(renderId, card);
    return card;
  }
}

/** A copy of the page's template. */
function makeCard(): Card {
  const copy = document.importNode(part('card', HTMLTemplateElement).content, true);
  return {
    item: within(copy, 'li', HTMLElement),
    open: within(copy, '.open', HTMLButtonElement),
    image: within(copy, 'img', HTMLImageElement),
    progress: within(copy, 'progress', HTMLProgressElement),
    value: within(copy, 'strong', HTMLElement),
    state: within(copy, '.state', HTMLElement),
    mark: within(copy, '.mark', HTMLElement),
    apply: within(copy, '.apply', HTMLButtonElement),
    cancel: within(copy, '.cancel', HTMLButtonElement),
    retry: within(copy, '.retry', HTMLButtonElement),
    save: within(copy, '.save', HTMLButtonElement),
  };
}

function fill(card: Card, item: Item, view: CompareView, held: HeldPicture | undefined): void {
  const { plan } = view;
  const label = itemLabel(item, view);
  card.item.dataset.phase = item.phase;
  card.item.style.setProperty('--width', String(plan?.width ?? 1));
  card.item.style.setProperty('--height', String(plan?.height ?? 1));
  if (held && card.image.src !== held.address) card.image.src = held.address;
  card.image.hidden = held === undefined;
  card.image.alt = pictureLabel(item, view);
  card.open.disabled = item.picture !== 'final';
  card.open.setAttribute('aria-pressed', String(view.chosen.includes(item.renderId)));
  card.progress.hidden = item.phase !== 'running';
  card.progress.setAttribute('aria-label', `Progress of ${label}`);
  if (item.progress) {
    card.progress.max = item.progress.latest.total;
    card.progress.value = item.progress.latest.done;
  } else {
    card.progress.removeAttribute('value');
  }
  say(card.value, valueLabel(item, view));
  card.mark.hidden = item.value !== view.current;
  say(card.state, captionLabel(item, view));
  card.state.title = expectationLabel(item);
  card.apply.title = `${applyLabel(item, view)}: write it into the file`;
  hide(card.apply, !isApplicable(view, item), card.open);
  hide(card.save, item.picture !== 'final', card.open);
  hide(card.cancel, isOver(item), card.open);
  hide(card.retry, view.purpose === 'search' || !isMissing(item), card.open);
  for (const [button, does] of [
    [card.apply, 'Apply'],
    [card.save, 'Save'],
    [card.cancel, 'Cancel'],
    [card.retry, 'Try again'],
  ] as const)
    button.setAttribute('aria-label', `${does} ${label}`);
}
