/**
 * The two addresses of a page: the document that holds it (`sweetspot:/rule/steps-wasteful.md`) and the link that opens it
 * (`command:sweetspot.openPage?…`).
 */
import * as v from 'valibot';
import type { PageParams } from '../../../server/src/lsp/messages.ts';
import { Command } from '../commands.ts';

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

/** Path of a page's document: its last part is what the preview's tab shows. */
export function pagePath(page: PageParams): string {
  return `/${page.kind}/${page.id}.md`;
}

/** The page whose document has this path, or `null`. The inverse of `pagePath`. */
export function pageAtPath(path: string): PageParams | null {
  const [, kind, id] = /^\/([^/]+)\/([^/]+)\.md$/.exec(path) ?? [];
  return pageFrom({ kind, id });
}

/** A link that opens a page. VS Code reads the query as a JSON list of the command's arguments. */
export function pageLink(page: PageParams): string {
  return `command:${Command.openPage}?${encodeURIComponent(JSON.stringify([page]))}`;
}
