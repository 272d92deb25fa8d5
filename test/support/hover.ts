/** The hover as tests ask for it. */
import type { Range } from 'vscode-languageserver-types';
import { type HoverOptions, hover } from '../../server/src/features/hover.ts';
import { createPageLinks } from '../../server/src/features/links.ts';
import { NO_MEASUREMENTS } from '../../server/src/findings/local.ts';
import { analyse, knowledge } from './knowledge.ts';
import { atCursor } from './marked.ts';

export interface Hovered {
  /** Markdown. */
  readonly value: string;
  /** Of `value`: title, gauge, verdict, … */
  readonly paragraphs: readonly string[];
  /** What is said of the value, between title and gauge and what the setting is. Unescaped. */
  readonly said: readonly string[];
  readonly range: Range | undefined;
}

const DEFAULTS: HoverOptions = {
  pictures: false,
  theme: 'dark',
  links: createPageLinks('file:///pages/', true),
  measurementsOf: NO_MEASUREMENTS,
};

/** The hover at the `‸` of a text, `null` where there is none. */
export function hoverAt(source: string, options: Partial<HoverOptions> = {}, languageId?: string): Hovered | null {
  const { text, offset } = atCursor(source);
  const found = hover(analyse(text, languageId), offset, knowledge, { ...DEFAULTS, ...options });
  if (!found) return null;
  const { value } = found.contents as { value: string };
  const paragraphs = value.split('\n\n');
  const summaries = [knowledge.stepsGuide, ...knowledge.data.guides].map(({ summary }) => summary);
  const said = paragraphs.slice(
    1,
    paragraphs.findIndex((paragraph) => summaries.includes(paragraph)),
  );
  return {
    value,
    paragraphs,
    said: said.filter((paragraph) => !/^(`|!\[)/.test(paragraph)).map((paragraph) => paragraph.replaceAll('\\', '')),
    range: found.range,
  };
}
