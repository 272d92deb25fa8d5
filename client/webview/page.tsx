/** What pages of renders do: draw the view they are sent with its pictures, and say what was clicked. */
import { type ComponentType, render } from 'preact';
import type { ToPage } from '../src/panel/messages.ts';
import { keepFocus } from './focus.ts';
import { type HeldPicture, hold, release } from './pictures.ts';

export type Pictures = ReadonlyMap<string, HeldPicture>;

export interface PageProps<View, Message> {
  readonly view: View;
  readonly pictures: Pictures;
  readonly post: (message: Message) => void;
}

interface PageParts<View, Message> {
  readonly Body: ComponentType<PageProps<View, Message>>;
  /** Keys of the pictures that a view speaks of; others are forgotten. */
  readonly picturesOf: (view: View) => ReadonlySet<string>;
  /** What style sheets want to know of the whole page: `data-` attributes of its body. */
  readonly marksOf: (view: View) => Readonly<Record<string, string>>;
}

declare function acquireVsCodeApi(): { postMessage(message: unknown): void; setState(state: unknown): void };

/** Begins to listen, and asks for everything. */
export function startPage<View, Message>({ Body, picturesOf, marksOf }: PageParts<View, Message>): void {
  const editor = acquireVsCodeApi();
  const pictures = new Map<string, HeldPicture>();
  const root = document.createElement('div');
  let view: View | null = null;
  document.body.prepend(root);

  function draw(): void {
    if (view === null) return;
    const page = <Body view={view} pictures={pictures} post={(message) => editor.postMessage(message)} />;
    keepFocus(() => render(page, root));
  }

  function show(shown: View): void {
    view = shown;
    Object.assign(document.body.dataset, marksOf(shown));
    const keys = picturesOf(shown);
    const gone = [...pictures].filter(([key]) => !keys.has(key));
    for (const [key] of gone) pictures.delete(key);
    draw();
    for (const [, held] of gone) release(held);
  }

  // Only the extension can post to a webview's window under VS Code, so what arrives has the type it was sent with.
  window.addEventListener('message', ({ data }: MessageEvent<ToPage<View>>) => {
    switch (data.type) {
      case 'view':
        show(data.view);
        break;
      case 'picture': {
        const before = pictures.get(data.key);
        pictures.set(data.key, hold(data.picture));
        draw();
        release(before);
        break;
      }
      case 'remember':
        editor.setState(data.state);
        break;
    }
  });
  editor.postMessage({ type: 'ready' });
}
