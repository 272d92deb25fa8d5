/** Markdown files in parts. */

export interface MarkdownFile {
  readonly title: string;
  /** What stands before the first section. */
  readonly intro: string;
  readonly sections: readonly { readonly title: string; readonly markdown: string }[];
}

/** Splits a file at its `## ` headings. */
export function splitFile(text: string): MarkdownFile {
  const [head, ...parts] = `\n${text}`.split(/\n## /);
  const [, title = '', intro = ''] = /^\s*# (.+)\n([\s\S]*)$/.exec(head) ?? [];
  return {
    title,
    intro: intro.trim(),
    sections: parts.map((part) => {
      const [heading, ...lines] = part.split('\n');
      return { title: heading.trim(), markdown: lines.join('\n').trim() };
    }),
  };
}

/** The section of this title. Throws where there is none: a page is made of it. */
export function section(text: string, title: string): string {
  const found = splitFile(text).sections.find((part) => part.title === title);
  if (!found) throw new Error(`There is no section "${title}" to make a page of.`);
  return found.markdown;
}

/** Its first sentence, as plain text. */
export function firstSentence(markdown: string): string {
  const [paragraph] = markdown.trim().split('\n\n');
  const plain = paragraph.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, '');
  const [sentence] = plain.replaceAll('\n', ' ').split(/(?<=[.!?]) /);
  return sentence;
}
