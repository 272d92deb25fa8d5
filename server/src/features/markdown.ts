/** Text from files and servers made safe to stand in Markdown. */

const LONGEST = 120;

/** Escapes what Markdown or HTML would read as markup, joins lines, and cuts what is longer than one line (or `longest`). */
export function escapeMarkdown(text: string, longest = LONGEST): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const cut = line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
  return cut
    .replace(/[\\`*_{}[\]()#|~!]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** As inline code; a backtick in the text can't end it. */
export function inlineCode(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().slice(0, LONGEST);
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}
