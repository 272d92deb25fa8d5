/**
 * Pages from Markdown to HTML that is XML, too. More than Markdown can stand in it:
 *
 * - `## Title {#id}` gives a heading its anchor; without, it has the one that GitHub gives it.
 * - A fence `facts` with lines `name: value` is a list of short facts.
 * - A list under a heading "Sources" is folded.
 * - The markers of a case (`test/support/cases.ts`) in a fence become remarks under its lines.
 * - What stands in `references` (settings, rules) leads to its place wherever it is written as code.
 */
import markdownIt, { type StateCore, type Token } from 'markdown-it';
import { escaped } from '../../server/src/common/markup.ts';
import { codeBlock } from './code.ts';
import type { Highlight } from './highlight.ts';
import { element } from './html.ts';
import type { Links } from './links.ts';
import type { SitePage } from './page.ts';

export interface Heading {
  readonly id: string;
  readonly text: string;
  readonly level: number;
  /** Of the Markdown, from 0. */
  readonly line: number;
}

export interface Rendered {
  readonly html: string;
  /** What it was made of: the page's Markdown without comments. */
  readonly source: string;
  readonly headings: readonly Heading[];
}

export interface Surroundings {
  readonly links: Links;
  readonly highlight: Highlight;
  /** Words written as code to where in the site they are explained. */
  readonly references: ReadonlyMap<string, string>;
  /** Pixels of pictures, by their place in the site. */
  readonly sizes: ReadonlyMap<string, { readonly width: number; readonly height: number }>;
}

interface Env extends Surroundings {
  readonly page: SitePage;
  readonly headings: Heading[];
}

const markdown = markdownIt({ html: false, xhtmlOut: true });
const { rules } = markdown.renderer;

/** The page's content, without its title. */
export function renderPage(page: SitePage, surroundings: Surroundings): Rendered {
  const env: Env = { ...surroundings, page, headings: [] };
  const source = page.markdown.replaceAll(/<!--[\s\S]*?-->\n?/g, '');
  return { html: markdown.render(source, env), source, headings: env.headings };
}

markdown.core.ruler.push('anchors', ({ tokens, env }: StateCore & { env: Env }) => {
  tokens.forEach((token, at) => {
    if (token.type !== 'heading_open') return;
    const inline = tokens[at + 1];
    const [, given] = / \{#([\w.-]+)\}$/.exec(inline.content) ?? [];
    const last = inline.children?.at(-1);
    if (given !== undefined && last) last.content = last.content.replace(/ \{#[\w.-]+\}$/, '');
    const text = textOf(inline);
    token.attrSet('id', unused(given ?? slug(text), env.headings));
    const [line] = token.map ?? [0];
    env.headings.push({ id: token.attrGet('id') ?? '', text, level: Number(token.tag.slice(1)), line });
  });
});

markdown.core.ruler.push('links', ({ tokens, env }: StateCore & { env: Env }) => {
  tokens.forEach(({ type, children }, at) => {
    if (type !== 'inline') return;
    const open: Token[] = [];
    for (const token of children ?? []) {
      if (token.type === 'link_open') {
        const address = env.links.address(token.attrGet('href') ?? '', env.page);
        token.attrs = address === null ? null : [['href', address]];
        if (address === null) token.tag = 'span';
        open.push(token);
      } else if (token.type === 'link_close') token.tag = open.pop()?.tag ?? 'a';
      else if (token.type === 'code_inline' && open.length === 0 && tokens[at - 1]?.type !== 'heading_open')
        token.meta = env.references.get(token.content.replaceAll('#', '')) ?? null;
    }
  });
});

// Sources are for those who ask.
markdown.core.ruler.push('sources', (state) => {
  const { tokens, Token } = state;
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at].type !== 'heading_open' || tokens[at + 1].content !== 'Sources') continue;
    if (tokens[at + 3]?.type !== 'bullet_list_open') continue;
    const { level } = tokens[at + 3];
    const end = tokens.findIndex(
      (token, index) => index > at && token.type === 'bullet_list_close' && token.level === level,
    );
    const count = tokens
      .slice(at, end)
      .filter((token) => token.type === 'list_item_open' && token.level === level + 1).length;
    const [open, close] = [new Token('html_block', '', 0), new Token('html_block', '', 0)];
    const id = tokens[at].attrGet('id') ?? '';
    open.content = `<details class="sources" id="${id}"><summary>${count === 1 ? 'One source' : `${count} sources`}</summary>\n`;
    close.content = '</details>\n';
    tokens.splice(end + 1, 0, close);
    tokens.splice(at, 3, open);
  }
});

// A paragraph of nothing but pictures is a row of figures.
markdown.core.ruler.push('figures', ({ tokens }: StateCore) => {
  tokens.forEach((token, at) => {
    const children = token.children ?? [];
    const isRow = children.length > 0 && children.every(({ type }) => type === 'image' || type === 'softbreak');
    if (token.type !== 'inline' || !isRow || tokens[at - 1]?.type !== 'paragraph_open') return;
    token.children = children.filter(({ type }) => type === 'image');
    tokens[at - 1].attrSet('class', 'pictures');
    tokens[at - 1].tag = 'div';
    tokens[at + 1].tag = 'div';
  });
});

rules.heading_close = (tokens, at, _options, env: Env) => {
  const { tag } = tokens[at];
  const id =
    tokens
      .slice(0, at)
      .findLast(({ type }) => type === 'heading_open')
      ?.attrGet('id') ?? '';
  const text = env.headings.find((heading) => heading.id === id)?.text ?? '';
  return ` ${element('a', { class: 'anchor', href: `#${id}`, 'aria-label': `Link to ${text}` }, '#')}</${tag}>\n`;
};

rules.image = (tokens, at, _options, { links, page, sizes }: Env) => {
  const address = links.address(tokens[at].attrGet('src') ?? '', page);
  const alt = tokens[at].content;
  if (address === null) return escaped(alt);
  const [head, ...rest] = (tokens[at].attrGet('title') ?? '').split(': ').map(escaped);
  const caption = head === '' ? '' : element('figcaption', {}, `<strong>${head}</strong> ${rest.join(': ')}`);
  const size = sizes.get(address.replace(/^(\.\.\/)*/, ''));
  const picture = (src: string): string =>
    element('img', { src, alt, width: size?.width, height: size?.height, loading: 'lazy', decoding: 'async' }, null);
  // Drawn for both themes.
  const [, gauge] = /^(.*gauge-\w+)\.svg$/.exec(address) ?? [];
  const shown =
    gauge === undefined
      ? picture(address)
      : `<picture><source media="(prefers-color-scheme: dark)" srcset="${gauge}-dark.svg" />${picture(`${gauge}-light.svg`)}</picture>`;
  return element('figure', gauge === undefined ? {} : { class: 'gauge' }, shown + caption);
};

rules.code_inline = (tokens, at, _options, { links, page }: Env) => {
  const code = element('code', {}, escaped(tokens[at].content));
  const { meta } = tokens[at];
  return typeof meta === 'string' && meta !== page.path
    ? element('a', { href: links.between(page, meta) }, code)
    : code;
};

rules.fence = (tokens, at, _options, env: Env) => {
  const { info, content } = tokens[at];
  if (info === 'facts') return factsMarkup(content, env);
  return codeBlock(content, info.trim(), env.highlight);
};

function factsMarkup(content: string, env: Env): string {
  // They say what a thing is called: that leads to itself.
  const bare: Env = { ...env, references: new Map() };
  const entries = content
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [name, ...value] = line.split(': ');
      return `<div><dt>${escaped(name)}</dt><dd>${markdown.renderInline(value.join(': '), bare)}</dd></div>`;
    });
  return `${element('dl', { class: 'facts' }, entries.join(''))}\n`;
}

// A column without a name has no heading.
rules.th_open = (tokens, at) => (tokens[at + 1].content === '' ? '<td>' : '<th scope="col">');
rules.th_close = (tokens, at) => (tokens[at - 1].content === '' ? '</td>' : '</th>');
rules.td_open = () => '<td>';
// Wide tables scroll on their own, not with the page.
rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
rules.table_close = () => '</table></div>\n';

function textOf({ children }: Token): string {
  return (children ?? [])
    .map(({ type, content }) => (type === 'text' || type === 'code_inline' ? content : ''))
    .join('')
    .trim();
}

/** As GitHub makes them, so that links to sections of files hold in both. */
function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}

function unused(id: string, headings: readonly Heading[]): string {
  const isTaken = (wanted: string): boolean => headings.some((heading) => heading.id === wanted);
  if (!isTaken(id)) return id;
  let number = 1;
  while (isTaken(`${id}-${number}`)) number += 1;
  return `${id}-${number}`;
}
