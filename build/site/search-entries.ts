/** What the search of the site looks through: pages, and of long ones every section. */
import type { Rendered } from './markdown.ts';
import type { SearchEntry, SitePage } from './page.ts';

/** The entries of a page: itself, and its sections where it is found in parts. */
export function entriesOf(
  { path, title, names = [], summary, inParts = false }: SitePage,
  { source, headings }: Rendered,
): SearchEntry[] {
  const id = path.replaceAll(/^.*\/|\.html$/g, '');
  const lines = source.split('\n');
  const end = inParts ? headings[0]?.line : undefined;
  const own = { path, id, title, names, of: '', markdown: `${summary}\n\n${searched(lines.slice(0, end))}` };
  if (!inParts) return [own];
  const sections = headings
    .map((heading, at) => ({ ...heading, lines: lines.slice(heading.line + 1, headings[at + 1]?.line) }))
    .filter(({ text }) => text !== 'Sources')
    .map((heading) => ({
      path: `${path}#${heading.id}`,
      id: heading.id,
      title: heading.text,
      names: [],
      of: title,
      markdown: searched(heading.lines),
    }));
  return [own, ...sections];
}

/** Without what nobody looks for by words: sources, examples, the marks of fences. */
function searched(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/^#+ Sources$[\s\S]*?(?=^#|$(?![\s\S]))/gm, '')
    .replaceAll(/^```(yaml|jsonc?)\n[\s\S]*?^```$/gm, '')
    .replaceAll(/^```.*$/gm, '')
    .replaceAll(/\n{2,}/g, '\n')
    .trim();
}
