/** What the site is made of: pages of Markdown in chapters. */
import type { Searchable } from '../../client/src/guide/search.ts';

export interface SitePage {
  /** Where it lies in the site: `rules/steps-wasteful.html`. */
  readonly path: string;
  readonly title: string;
  /** One line of plain text, for lists and search engines. */
  readonly summary: string;
  /** The Markdown begins with what the summary says. */
  readonly saysItself?: boolean;
  /** All but the title. `markdown.ts` says what more than Markdown can stand in it. */
  readonly markdown: string;
  /** The file that links of the Markdown are relative to, from the root of the repository. */
  readonly file: string;
  /** What else leads here: further files, or sections of one (`README.md#backends`). */
  readonly standsFor?: readonly string[];
  /** What else people call it. */
  readonly names?: readonly string[];
  /** The search finds its sections, each by itself. */
  readonly inParts?: boolean;
}

/** What the search finds: a page, or a section of one. */
export interface SearchEntry extends Searchable {
  /** Where it is in the site. */
  readonly path: string;
  /** The page that a section is part of; `''` for a page. */
  readonly of: string;
}

/** A page with those that belong to it. */
export interface Chapter {
  readonly overview: SitePage;
  readonly pages: readonly SitePage[];
}

/** Chapters under one heading. */
export interface Group {
  readonly title: string;
  readonly chapters: readonly Chapter[];
}

/** A chapter of one page. */
export function single(overview: SitePage): Chapter {
  return { overview, pages: [] };
}

/** Every page, in the order of reading. */
export function pagesOf(groups: readonly Group[]): SitePage[] {
  return groups.flatMap(({ chapters }) => chapters.flatMap(({ overview, pages }) => [overview, ...pages]));
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Short facts as names and values, both Markdown; those without a value are left out. */
export function facts(entries: Readonly<Record<string, string | number | undefined>>): string {
  const lines = Object.entries(entries)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${value}`);
  return lines.length === 0 ? '' : `\`\`\`facts\n${lines.join('\n')}\n\`\`\``;
}

export function code(text: string | number): string {
  return `\`${text}\``;
}

export function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line.replaceAll('\n', '\n  ')}`).join('\n');
}

/** Paragraphs and what else stands between blank lines; empty ones are left out. */
export function blocks(...parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function cell(text: string): string {
  return text.replaceAll(/(?<!\\)\|/g, '\\|').replaceAll('\n', ' ');
}
