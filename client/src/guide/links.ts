/** Where the links and pictures of a page lead inside of the guide's panel. Pages link to files, which any reader of Markdown can follow. */
import type { Page } from '../../../server/src/protocol/pages.ts';
import { pageHash } from './address.ts';
import type { Surroundings } from './markdown.ts';

/** Where the pictures of pages lie in the extension. */
const PICTURES = '/dist/webview/guide/';

/** `files`: address of dist/webview as the panel loads it, without a slash at the end. */
export function surroundingsOf({ file }: Page, pages: readonly Page[], files: string): Surroundings {
  return {
    pageAddress(link) {
      const path = pathOf(link, file);
      const page = pages.find((other) => `/data/${other.file}` === path);
      return page ? pageHash(page) : null;
    },
    pictureAddress(link) {
      const path = pathOf(link, file);
      return path?.startsWith(PICTURES) ? `${files}/guide/${path.slice(PICTURES.length)}` : null;
    },
  };
}

/** Path in the extension of what a link of this page names; `null` where it leads out of it. */
function pathOf(link: string, file: string): string | null {
  const root = 'http://extension';
  if (!URL.canParse(link, `${root}/data/${file}`)) return null;
  const { origin, pathname } = new URL(link, `${root}/data/${file}`);
  return origin === root ? pathname : null;
}
