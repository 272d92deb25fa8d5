/** Where links to pages lead: a command in an editor that can run ours, else the page's file beside the server. */
import type { Guide, Rule } from '../knowledge/schema.ts';

export interface PageLinks {
  guide(guide: Guide): string;
  rule(rule: Rule): string;
}

/** `pagesRoot`: URI of the data folder, ending in a slash. Rule links are always files: the protocol wants a plain address there. */
export function createPageLinks(pagesRoot: string, commands: boolean): PageLinks {
  const file = (page: { file: string }) => pagesRoot + page.file;
  return {
    guide: (guide) =>
      commands
        ? `command:sweetspot.openPage?${encodeURIComponent(JSON.stringify([{ kind: 'guide', id: guide.id }]))}`
        : file(guide),
    rule: file,
  };
}
