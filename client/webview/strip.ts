/** The strip of kept renders below the picture: one is looked at, another may be compared with it. */
import { own } from '../../server/src/knowledge/own.ts';
import type { PictureData } from '../src/preview/kept.ts';
import { tileCaption, tileLabel, timeLabelOf } from '../src/preview/labels.ts';
import type { Tile } from '../src/preview/messages.ts';
import { hasLiveTile, type View } from '../src/preview/view.ts';
import { element, part, say } from './dom.ts';
import { type HeldPicture, hold, release } from './pictures.ts';

interface TileElements {
  readonly item: HTMLLIElement;
  readonly button: HTMLButtonElement;
  readonly image: HTMLImageElement;
  readonly caption: HTMLElement;
}

const strip = part('strip', HTMLElement);
const thumbnails = new Map<string, HeldPicture>();
const shown = new Map<string, TileElements>();
/** The render that runs, or that came to no picture to keep. */
const live = makeTile('Now', null);
let tiles: readonly Tile[] = [];
let onPick: (id: string | null) => void = () => undefined;

live.item.classList.add('live');
strip.append(live.item);

/** `pick` hears the id of a kept render, or `null` for the one that runs or ran last. */
export function onTilePicked(pick: (id: string | null) => void): void {
  onPick = pick;
}

export function hasThumbnail(id: string): boolean {
  return thumbnails.has(id);
}

/** The kept render to compare one with: the one before it in time, else the one after it. */
export function neighbourOf(id: string | null): Tile | undefined {
  const at = tiles.findIndex((tile) => tile.id === id);
  return tiles[at + 1] ?? tiles[at - 1];
}

/** Shows these renders, newest first. Tiles that were there stay, and so does the keyboard. */
export function showTiles(wanted: readonly Tile[]): void {
  tiles = wanted;
  const ids = new Set(tiles.map(({ id }) => id));
  for (const [id, { item }] of shown) {
    if (ids.has(id)) continue;
    item.remove();
    shown.delete(id);
    release(thumbnails.get(id));
    thumbnails.delete(id);
  }
  tiles.forEach((tile, index) => {
    const { item } = shown.get(tile.id) ?? addTile(tile);
    const after = strip.children[index];
    if (after?.nextSibling !== item) after?.after(item);
  });
}

export function showThumbnail(id: string, data: PictureData): void {
  release(thumbnails.get(id));
  thumbnails.set(id, hold(data));
  showPicture(id);
}

/** Marks what is looked at and what it is compared with. */
export function markTiles(view: View): void {
  const withLive = hasLiveTile(view) && tiles.length > 0;
  live.item.hidden = !withLive;
  live.item.classList.toggle('running', view.phase === 'running');
  say(live.caption, view.phase === 'running' ? 'Now' : 'Last');
  strip.hidden = tiles.length === 0;
  const current = view.shown?.id ?? (hasLiveTile(view) ? null : view.keptAs);
  mark(live, { current: current === null, compared: false });
  for (const [id, tile] of shown) mark(tile, { current: id === current, compared: id === view.compared?.id });
  // One stop for the Tab key; the arrow keys go on from there.
  const buttons = visibleButtons();
  const stop = buttons.find((button) => button.hasAttribute('aria-current')) ?? buttons[0];
  for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
}

function mark({ button }: TileElements, { current, compared }: { current: boolean; compared: boolean }): void {
  if (current) button.setAttribute('aria-current', 'true');
  else button.removeAttribute('aria-current');
  button.toggleAttribute('data-compared', compared);
}

function visibleButtons(): HTMLButtonElement[] {
  return [...strip.querySelectorAll<HTMLButtonElement>('li:not([hidden]) button')];
}

strip.addEventListener('keydown', (event) => {
  const buttons = visibleButtons();
  const at = event.target instanceof HTMLButtonElement ? buttons.indexOf(event.target) : -1;
  const to = own({ ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }, event.key);
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  buttons[to]?.focus();
});

function addTile(tile: Tile): TileElements {
  const made = makeTile(tileCaption(tile), tile.id);
  const label = tileLabel(tile, timeLabelOf(tile));
  made.button.title = label;
  made.button.setAttribute('aria-label', label);
  shown.set(tile.id, made);
  showPicture(tile.id);
  return made;
}

function makeTile(text: string, id: string | null): TileElements {
  const image = element('img');
  image.alt = '';
  image.hidden = true;
  const place = element('span');
  place.append(image);
  const button = element('button');
  button.type = 'button';
  const caption = element('small', text);
  button.append(place, caption);
  button.addEventListener('click', () => onPick(id));
  const item = element('li');
  item.append(button);
  return { item, button, image, caption };
}

function showPicture(id: string): void {
  const held = thumbnails.get(id);
  const tile = shown.get(id);
  if (!held || !tile) return;
  tile.image.src = held.address;
  tile.image.hidden = false;
}
