/** The preview's page: shows the views and pictures it is sent, and says what was clicked. Holds no state of its own. */
import { modeLabel, pictureLabel, SOURCE_NAMES, statusLabel, timeLabel } from '../src/preview/labels.ts';
import type { FromPage, ToPage } from '../src/preview/messages.ts';
import { isDimmed, type View } from '../src/preview/view.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const editor = acquireVsCodeApi();

/** The element of html.ts with this id; throws when html.ts and this file disagree. */
function part<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`The page has no ${kind.name} #${id}.`);
  return element;
}

const title = part('title', HTMLElement);
const draft = part('draft', HTMLButtonElement);
const configured = part('configured', HTMLButtonElement);
const cancel = part('cancel', HTMLButtonElement);
const save = part('save', HTMLButtonElement);
const failure = part('failure', HTMLElement);
const failureMessage = part('failure-message', HTMLElement);
const retry = part('retry', HTMLButtonElement);
const showLog = part('show-log', HTMLButtonElement);
const figure = part('figure', HTMLElement);
const frame = part('frame', HTMLElement);
const picture = part('picture', HTMLImageElement);
const progress = part('progress', HTMLProgressElement);
const status = part('status', HTMLElement);
const time = part('time', HTMLElement);
const note = part('backend-note', HTMLElement);
const warnings = part('warnings', HTMLUListElement);
const settingsHeading = part('settings-heading', HTMLElement);
const settings = part('settings', HTMLDListElement);

let view: View | null = null;

function show(shown: View): void {
  view = shown;
  const { plan } = shown;
  document.body.dataset.state = shown.phase;
  title.textContent = plan?.title ?? 'Preview';
  showButtons(shown);
  showPicture(shown);
  showProgress(shown);
  failure.hidden = shown.phase !== 'failed';
  failureMessage.textContent = shown.failure;
  note.textContent = plan?.backend.note ?? '';
  warnings.hidden = shown.warnings.length === 0;
  warnings.replaceChildren(...shown.warnings.map((text) => element('li', text)));
  settingsHeading.hidden = plan === null;
  settings.replaceChildren(
    ...(plan?.settings ?? []).flatMap(({ label, value, from }) => {
      const source = element('span', SOURCE_NAMES[from]);
      source.dataset.from = from;
      const description = element('dd', value);
      description.append(' ', source);
      return [element('dt', label), description];
    }),
  );
}

function showButtons({ phase, mode, steps, picture }: View): void {
  draft.textContent = modeLabel('draft', steps.draft);
  configured.textContent = modeLabel('configured', steps.configured);
  draft.setAttribute('aria-pressed', String(mode === 'draft'));
  configured.setAttribute('aria-pressed', String(mode === 'configured'));
  // A hidden button loses the keyboard, which would start from the top of the page: give it to a neighbour.
  const cancelHadFocus = document.activeElement === cancel;
  cancel.hidden = phase !== 'running';
  if (cancel.hidden && cancelHadFocus) (mode === 'configured' ? configured : draft).focus();
  save.hidden = picture !== 'final';
}

function showPicture(shown: View): void {
  const { plan } = shown;
  frame.hidden = plan === null;
  // Reserves the final picture's place from the start, so that nothing moves as previews and the picture arrive.
  figure.style.setProperty('--width', String(plan?.width ?? 512));
  figure.style.setProperty('--height', String(plan?.height ?? 512));
  picture.hidden = shown.picture === null;
  picture.toggleAttribute('data-dimmed', isDimmed(shown));
  picture.alt = pictureLabel(shown);
}

function showProgress(shown: View): void {
  progress.hidden = shown.phase !== 'running';
  if (shown.plan && shown.progress) {
    progress.max = shown.plan.steps;
    progress.value = shown.progress.latest.done;
  } else {
    progress.removeAttribute('value');
  }
  // Said only when it changes: setting the same text again makes some screen readers repeat it.
  const label = statusLabel(shown);
  if (status.textContent !== label) status.textContent = label;
  time.textContent = timeLabel(shown);
}

function load(png: Uint8Array<ArrayBuffer>): void {
  const previous = picture.src;
  picture.src = URL.createObjectURL(new Blob([png], { type: 'image/png' }));
  // The browser goes on showing the previous picture until this one is decoded.
  if (previous) URL.revokeObjectURL(previous);
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

draft.addEventListener('click', () => editor.postMessage({ type: 'render', mode: 'draft' }));
configured.addEventListener('click', () => editor.postMessage({ type: 'render', mode: 'configured' }));
cancel.addEventListener('click', () => editor.postMessage({ type: 'cancel' }));
save.addEventListener('click', () => editor.postMessage({ type: 'save' }));
showLog.addEventListener('click', () => editor.postMessage({ type: 'show-log' }));
retry.addEventListener('click', () => {
  if (view?.mode) editor.postMessage({ type: 'render', mode: view.mode });
});

// Only the extension can post to a webview's window under VS Code, so what arrives has the type it was sent with.
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.type === 'view') show(data.view);
  else load(data.picture.png);
});

editor.postMessage({ type: 'ready' });
