/** Pages of docs/ with figures that a command writes: each between two markers of its own. */
import { readFile, writeFile } from 'node:fs/promises';

/** Replaces what stands in a page between `<!-- name:begin -->` and `<!-- name:end -->`. Rejects where they are missing. */
export async function recordIn(page: string, name: string, markdown: string): Promise<void> {
  await writeFile(page, withRecord(await readFile(page, 'utf8'), name, markdown, page));
}

/** The text of a page with that part replaced. */
export function withRecord(text: string, name: string, markdown: string, page = 'The page'): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no ${begin} and ${end}.`);
  return `${text.slice(0, from)}${begin}\n\n${markdown.trim()}\n\n${text.slice(to)}`;
}
