/** The address of a page's document: `sweetspot:/rule/steps-wasteful.md`. */
import { readAs } from '../../../server/src/knowledge/readable.ts';
import { type PageName, PageNameSchema } from '../../../server/src/protocol/pages.ts';

const PAGE_SCHEME = 'sweetspot';

/** Reads what a link or another extension passed to the command; `null` when it names no page. */
export function pageFrom(argument: unknown): PageName | null {
  return readAs(PageNameSchema, argument);
}

/** Address of a page's document. Its last part is what the tab shows. */
export function pageAddress(page: PageName): string {
  return `${PAGE_SCHEME}:/${page.kind}/${page.id}.md`;
}

/** The page whose document has this address, or `null`. The inverse of `pageAddress`. */
export function pageAt(address: string): PageName | null {
  const [, scheme, kind, id] = /^([^:]+):\/([^/]+)\/([^/]+)\.md$/.exec(address) ?? [];
  return scheme === PAGE_SCHEME ? pageFrom({ kind, id }) : null;
}

/** Address of a page inside of the guide's panel. */
export function pageHash({ kind, id }: PageName): string {
  return `#${kind}/${id}`;
}

/** The page at this address inside of the panel, or `null`. The inverse of `pageHash`. */
export function pageAtHash(hash: string): PageName | null {
  const [, kind, id] = /^#([^/]+)\/([^/]+)$/.exec(hash) ?? [];
  return pageFrom({ kind, id });
}
