/** The preview's page: shows the views and pictures it is sent, and says what was clicked. */
import { inBackground } from '../../server/src/background.ts';
import {
  modeLabel,
  pictureLabel,
  placeLabel,
  SOURCE_NAMES,
  seedLabel,
  statusLabel,
  tagLabel,
  timeLabel,
} from '../src/preview/labels.ts';
import type { FromPage, Slot, ToPage } from '../src/preview/messages.ts';
import { described, isDimmed, offersSeed, type View } from '../src/preview/view.ts';
import './viewer.ts';
import { moveBoundary } from './boundary.ts';
import { element, hide, onClick, part, say } from './dom.ts';
import { copyToClipboard, type HeldPicture, hold, release, thumbnailOf } from './pictures.ts';
import { hasThumbnail, markTiles, neighbourOf, onTilePicked, showThumbnail, showTiles } from './strip.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void; setState(state: unknown): void };

const editor = acquireVsCodeApi();
const pictures = new Map<Slot, HeldPicture>();
/** Kept renders whose small picture has been made here. */
const made = new Set<string>();
let view: View | null = null;

const figure = part('figure', HTMLElement);
const frame = part('frame', HTMLElement);
const picture = part('picture', HTMLImageElement);
const compared = part('compared', HTMLImageElement);
const progress = part('progress', HTMLProgressElement);
const details = part('details', HTMLElement);

const draft = onClick('draft', () => editor.postMessage({ type: 'render', mode: 'draft' }));
const configured = onClick('configured', () => editor.postMessage({ type: 'render', mode: 'configured' }));
const cancel = onClick('cancel', () => editor.postMessage({ type: 'cancel' }));
const compare = onClick('compare', toggleCompare);
const copying = onClick('copy', () => inBackground(() => copy()));
const save = onClick('save', () => editor.postMessage({ type: 'save' }));
onClick('retry', () => editor.postMessage({ type: 'render', mode: view?.mode ?? 'draft' }));
onClick('failure-choose', () => editor.postMessage({ type: 'choose-backend' }));
onClick('show-log', () => editor.postMessage({ type: 'show-log' }));
onClick('apply-seed', () => editor.postMessage({ type: 'apply-seed' }));
onClick('copy-seed', () => editor.postMessage({ type: 'copy-seed' }));
onClick('open-settings', () => editor.postMessage({ type: 'open-settings' }));
onClick('choose-backend', () => editor.postMessage({ type: 'choose-backend' }));
onClick('hint-choose', () => editor.postMessage({ type: 'choose-backend' }));
onClick('hint-dismiss', () => editor.postMessage({ type: 'dismiss-hint' }));

// While comparing, the strip chooses what to compare with; otherwise what to look at.
onTilePicked((id) =>
  editor.postMessage(view?.compared && id !== null ? { type: 'compare', id } : { type: 'show', id }),
);

document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape' && view?.compared) editor.postMessage({ type: 'compare', id: null });
});

function toggleCompare(): void {
  const other = neighbourOf(view?.shown?.id ?? view?.keptAs ?? null);
  if (view?.compared) editor.postMessage({ type: 'compare', id: null });
  else if (other) editor.postMessage({ type: 'compare', id: other.id });
}

function show(shown: View): void {
  const begins = shown.compared !== null && !view?.compared;
  view = shown;
  document.body.dataset.state = shown.phase;
  say(part('title', HTMLElement), described(shown)?.plan.title ?? 'Preview');
  showToolbar(shown);
  showFailure(shown);
  showPictures(shown);
  showProgress(shown);
  showDetails(shown);
  markTiles(shown);
  if (begins) moveBoundary(50);
  inBackground(() => makeThumbnail(shown));
}

function showToolbar({ phase, mode, steps }: View): void {
  say(draft, modeLabel('draft', steps.draft));
  say(configured, modeLabel('configured', steps.configured));
  draft.setAttribute('aria-pressed', String(mode === 'draft'));
  configured.setAttribute('aria-pressed', String(mode === 'configured'));
  hide(cancel, phase !== 'running', mode === 'configured' ? configured : draft);
}

function showFailure({ failure }: View): void {
  hide(part('failure', HTMLElement), failure === null, draft);
  say(part('failure-message', HTMLElement), failure?.message ?? '');
  part('places', HTMLElement).replaceChildren(
    ...(failure?.places ?? []).map(({ range, message }, index) => {
      const item = element('li', placeLabel(range.start.line, message, failure?.message ?? ''));
      const button = element('button', 'Show in file');
      button.type = 'button';
      button.addEventListener('click', () => editor.postMessage({ type: 'show-place', index }));
      item.append(button);
      return item;
    }),
  );
}

function showPictures(shown: View): void {
  const plan = described(shown)?.plan ?? null;
  const held = pictures.get(shown.shown ? 'shown' : 'live');
  const isShown = held !== undefined && (shown.shown !== null || shown.picture !== null);
  const isComing = shown.phase === 'running';
  frame.hidden = plan === null || (!isShown && !isComing);
  // Reserves the final picture's place from the start, so that nothing moves as previews and the picture arrive.
  figure.style.setProperty('--width', String(plan?.width ?? 512));
  figure.style.setProperty('--height', String(plan?.height ?? 512));
  // The browser goes on showing the previous picture until this one is decoded.
  if (held && picture.src !== held.address) picture.src = held.address;
  picture.hidden = !isShown;
  picture.toggleAttribute('data-dimmed', isDimmed(shown));
  picture.alt = pictureLabel(shown);
  hide(part('tools', HTMLElement), !isShown, draft);
  copying.disabled = save.disabled = !shown.shown && shown.picture !== 'final';
  showComparison(shown);
}

function showComparison(shown: View): void {
  const other = pictures.get('compared');
  const isComparing = shown.compared !== null && other !== undefined;
  if (other && isComparing && compared.src !== other.address) compared.src = other.address;
  compared.hidden = !isComparing;
  hide(part('boundary', HTMLElement), !isComparing, compare);
  part('tags', HTMLElement).hidden = !isComparing;
  const [left, right] = [shown.compared?.plan, described(shown)?.plan].map((plan) => (plan ? tagLabel(plan) : ''));
  say(part('compared-tag', HTMLElement), left);
  say(part('picture-tag', HTMLElement), right);
  compared.alt = left;
  compare.disabled = !isComparing && (shown.phase === 'running' || !neighbourOf(shown.shown?.id ?? shown.keptAs));
  compare.setAttribute('aria-pressed', String(isComparing));
}

function showProgress(shown: View): void {
  progress.hidden = shown.phase !== 'running';
  if (shown.progress) {
    progress.max = shown.progress.latest.total;
    progress.value = shown.progress.latest.done;
  } else {
    progress.removeAttribute('value');
  }
  say(part('status', HTMLElement), statusLabel(shown));
  say(part('time', HTMLElement), timeLabel(shown));
}

function showDetails(shown: View): void {
  const { plan, warnings } = described(shown) ?? { plan: null, warnings: [] };
  hide(part('hint', HTMLElement), !shown.hint, draft);
  list('warnings', warnings);
  list('change-list', plan?.changes ?? []);
  part('changes', HTMLElement).hidden = !plan?.changes.length;
  part('seed', HTMLElement).hidden = plan === null;
  say(part('seed-text', HTMLElement), plan ? seedLabel(plan) : '');
  hide(part('apply-seed', HTMLElement), !offersSeed(shown), part('copy-seed', HTMLElement));
  part('used', HTMLElement).hidden = plan === null;
  part('settings', HTMLElement).replaceChildren(
    ...(plan?.settings ?? []).flatMap(({ label, value, from }) => {
      const source = element('span', SOURCE_NAMES[from]);
      source.dataset.from = from;
      const description = element('dd', value);
      description.append(' ', source);
      return [element('dt', label), description];
    }),
  );
  say(part('backend-note', HTMLElement), plan?.backend.note ?? '');
  details.hidden = plan === null && shown.phase !== 'idle';
}

function list(id: string, texts: readonly string[]): void {
  const shown = part(id, HTMLElement);
  shown.hidden = texts.length === 0;
  shown.replaceChildren(...texts.map((text) => element('li', text)));
}

/** A kept render gets its small picture when its large one is at hand for the first time. */
async function makeThumbnail({ shown, keptAs, picture: kind }: View): Promise<void> {
  const id = shown?.id ?? (kind === 'final' ? keptAs : null);
  const held = pictures.get(shown ? 'shown' : 'live');
  if (id === null || !held || hasThumbnail(id) || made.has(id)) return;
  made.add(id);
  editor.postMessage({ type: 'thumbnail', id, bytes: await thumbnailOf(held.blob) });
}

async function copy(): Promise<void> {
  const held = pictures.get(view?.shown ? 'shown' : 'live');
  const said = part('said', HTMLElement);
  if (!held) return;
  try {
    await copyToClipboard(held.blob);
    said.textContent = 'Copied';
  } catch {
    said.textContent = "A panel can't copy pictures here. Save it instead.";
  }
  setTimeout(() => {
    said.textContent = '';
  }, 4000);
}

// Only the extension can post to a webview's window under VS Code, so what arrives has the type it was sent with.
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  switch (data.type) {
    case 'view':
      show(data.view);
      break;
    case 'picture': {
      const before = pictures.get(data.slot);
      pictures.set(data.slot, hold(data.picture));
      if (view) showPictures(view);
      release(before);
      break;
    }
    case 'tiles':
      showTiles(data.tiles);
      if (view) markTiles(view);
      break;
    case 'thumbnail':
      showThumbnail(data.id, data.picture);
      break;
    case 'remember':
      editor.setState(data.state);
      break;
  }
});

editor.postMessage({ type: 'ready' });
