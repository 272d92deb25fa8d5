/** The page of a comparison: shows the views and pictures it is sent, and says what was clicked. */
import {
  againLabel,
  commonLabel,
  remainingLabel,
  setStepsLabel,
  statusLabel,
  titleLabel,
} from '../src/compare/labels.ts';
import type { FromPage, ToPage } from '../src/compare/messages.ts';
import type { CompareView } from '../src/compare/view.ts';
import { createGrid } from './compare-grid.ts';
import { onViewer, showViewer } from './compare-viewer.ts';
import { createCurve } from './curve.ts';
import { element, hide, onClick, part, say } from './dom.ts';
import { type HeldPicture, hold, release } from './pictures.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void; setState(state: unknown): void };

const editor = acquireVsCodeApi();
const post = (message: FromPage): void => editor.postMessage(message);
const pictures = new Map<string, HeldPicture>();
let view: CompareView | null = null;

const title = part('title', HTMLElement);
const grid = createGrid(part('grid', HTMLOListElement), post);
const drawing = createCurve(part('curve', HTMLElement), (steps) => post({ type: 'point', steps }));

const add = onClick('add', () => post({ type: 'add' }));
const find = onClick('find', () => post({ type: 'find' }));
const again = onClick('again', () => post({ type: 'again' }));
const cancelAll = onClick('cancel-all', () => post({ type: 'cancel-all' }));
const applyResult = onClick('apply-result', () => post({ type: 'apply-result' }));
onClick('retry', () => post({ type: 'retry' }));
onClick('choose-backend', () => post({ type: 'choose-backend' }));
onClick('show-log', () => post({ type: 'show-log' }));
onViewer(
  (overlay) => post({ type: 'overlay', overlay }),
  () => post({ type: 'close' }),
);

document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape' && view && view.chosen.length > 0) post({ type: 'close' });
});

function show(shown: CompareView): void {
  view = shown;
  document.body.dataset.state = shown.phase;
  document.body.dataset.purpose = shown.purpose;
  say(title, titleLabel(shown));
  say(part('common', HTMLElement), commonLabel(shown));
  showToolbar(shown);
  hide(part('failure', HTMLElement), shown.failure === null, title);
  say(part('failure-message', HTMLElement), shown.failure ?? '');
  part('waiting', HTMLElement).hidden = shown.waiting === null;
  say(part('waiting', HTMLElement), shown.waiting ?? '');
  say(part('status', HTMLElement), statusLabel(shown));
  say(part('time', HTMLElement), remainingLabel(shown));
  showFound(shown);
  forgetPictures(shown);
  grid.show(shown, pictures);
  part('tip', HTMLElement).hidden =
    shown.items.filter(({ picture }) => picture === 'final').length < 2 || shown.chosen.length > 1;
  showViewer(shown, pictures, title);
  showNotes(shown);
}

function showToolbar({ phase, purpose, plan, open }: CompareView): void {
  const isRunning = open.length > 0;
  const isSteps = plan?.setting === 'inference_steps';
  hide(add, purpose === 'search' || plan === null, title);
  hide(find, purpose === 'search' || isRunning || !isSteps, title);
  hide(again, isRunning || phase === 'idle', title);
  say(again, againLabel(purpose));
  hide(cancelAll, !isRunning, again.hidden ? title : again);
}

function showFound({ purpose, curve, result, current, hasPlace }: CompareView): void {
  part('found', HTMLElement).hidden = purpose !== 'search' || (curve === null && result === null);
  say(part('sentence', HTMLElement), result?.sentence ?? '');
  const steps = result?.steps ?? null;
  const isWritten = steps !== null && String(steps) === current;
  hide(applyResult, steps === null || isWritten || !hasPlace, title);
  say(applyResult, steps === null ? '' : setStepsLabel(steps));
  if (curve && curve.points.length > 0) drawing.show(curve, result);
}

function showNotes({ plan, warnings }: CompareView): void {
  list('warnings', warnings);
  list('change-list', plan?.changes ?? []);
  part('changes', HTMLElement).hidden = !plan?.changes.length;
  say(part('backend-note', HTMLElement), plan?.backend.note ?? '');
}

function list(id: string, texts: readonly string[]): void {
  const shown = part(id, HTMLElement);
  shown.hidden = texts.length === 0;
  shown.replaceChildren(...texts.map((text) => element('li', text)));
}

/** Pictures of renders that are no longer shown. */
function forgetPictures({ items }: CompareView): void {
  const ids = new Set(items.map(({ renderId }) => renderId));
  for (const [id, held] of pictures) {
    if (ids.has(id)) continue;
    release(held);
    pictures.delete(id);
  }
}

// Only the extension can post to a webview's window under VS Code, so what arrives has the type it was sent with.
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  switch (data.type) {
    case 'view':
      show(data.view);
      break;
    case 'picture': {
      const before = pictures.get(data.renderId);
      pictures.set(data.renderId, hold(data.picture));
      if (view) {
        grid.show(view, pictures);
        showViewer(view, pictures, title);
      }
      release(before);
      break;
    }
    case 'remember':
      editor.setState(data.state);
      break;
  }
});

post({ type: 'ready' });
