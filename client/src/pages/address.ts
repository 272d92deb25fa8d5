/** The address of a page's document: `sweetspot:/rule/steps-wasteful.md`. */
import * as v from 'valibot';
import type { PageParams } from '../../../server/src/lsp/messages.ts';

export const PAGE_SCHEME = 'sweetspot';

const PageParamsSchema = v.object({
  kind: v.picklist(['guide', 'rule']),
  // Ids are names, so that they can stand in a path.
  id: v.pipe(v.string(), v.regex(/^[\w-]+$/)),
});

/** Reads what a link or another extension passed to the command; `null` when it names no page. */
export function pageFrom(argument: unknown): PageParams | null {
  const result = v.safeParse(PageParamsSchema, argument);
  return result.success ? result.output : null;
}

/** Address of a page's document. Its last part is what the tab shows. */
export function pageAddress(page: PageParams): string {
  return `${PAGE_SCHEME}:/${page.kind}/${page.id}.md`;
}

/** The page whose document has this address, or `null`. The inverse of `pageAddress`. */
export function pageAt(address: string): PageParams | null {
  const [, scheme, kind, id] = /^([^:]+):\/([^/]+)\/([^/]+)\.md$/.exec(address) ?? [];
  return scheme === PAGE_SCHEME ? pageFrom({ kind, id }) : null;
}
