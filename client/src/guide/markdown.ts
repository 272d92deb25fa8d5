/** Pages of the guide from Markdown to HTML. What comes out holds no markup but what is made here: pages are not trusted with any. */
import { t } from '@vscode/l10n';
import markdownIt, { type StateCore, type Token } from 'markdown-it';

/** What links and pictures of a page lead to. */
export interface Surroundings {
  /** Where a link of the page leads inside of the guide, as an address in the panel ("#guide/seed"); `null` for no page. */
  readonly pageAddress: (link: string) => string | null;
  /** Where the panel loads a picture of the page from; `null` for one that is not ours. */
  readonly pictureAddress: (link: string) => string | null;
}

const markdown = markdownIt({ html: false });
const { rules } = markdown.renderer;
const { escapeHtml } = markdown.utils;

/** The page as HTML. Links lead to pages or to the web, all others are text; so are pictures that are not ours. */
export function renderMarkdown(source: string, surroundings: Surroundings): string {
  return markdown.render(source, surroundings);
}

// A paragraph of nothing but our pictures becomes a row of figures.
markdown.core.ruler.push('figures', ({ tokens, env: { pictureAddress } }: StateCore & { env: Surroundings }) => {
  const isOurs = (token: Token): boolean => isImage(token) && pictureAddress(token.attrGet('src') ?? '') !== null;
  tokens.forEach((token, at) => {
    const children = token.children ?? [];
    const isRow = children.some(isOurs) && children.every((child) => isOurs(child) || child.type === 'softbreak');
    if (token.type !== 'inline' || !isRow || tokens[at - 1].type !== 'paragraph_open') return;
    token.children = children.filter(isImage);
    tokens[at - 1].attrSet('class', 'pictures');
    tokens[at - 1].tag = 'div';
    tokens[at + 1].tag = 'div';
  });
});

rules.image = (tokens, at, _options, { pictureAddress }: Surroundings) => {
  const address = pictureAddress(tokens[at].attrGet('src') ?? '');
  const alt = escapeHtml(tokens[at].content);
  if (address === null) return alt;
  const [head, ...rest] = (tokens[at].attrGet('title') ?? '').split(': ').map(escapeHtml);
  return (
    `<figure><button type="button" title="${escapeHtml(t('Look closer'))}"><img src="${escapeHtml(address)}" alt="${alt}"></button>` +
    `<figcaption><strong>${head}</strong> ${rest.join(': ')}</figcaption></figure>`
  );
};

rules.link_open = (tokens, at, options, { pageAddress }: Surroundings, renderer) => {
  const link = tokens[at].attrGet('href') ?? '';
  const address = /^https?:/i.test(link) ? link : pageAddress(link);
  tokens[at].attrs = address === null ? null : [['href', address]];
  return renderer.renderToken(tokens, at, options);
};

/** The command that a page's links may run: it opens settings, and changes none. */
export const OPEN_SETTINGS = 'workbench.action.openSettings';

// The name of a setting opens it.
rules.code_inline = (tokens, at) => {
  const { content } = tokens[at];
  const code = `<code>${escapeHtml(content)}</code>`;
  if (!/^sweetspot(\.[a-zA-Z-]+)+$/.test(content)) return code;
  const query = encodeURIComponent(JSON.stringify([`@id:${content}`]));
  return `<a href="command:${OPEN_SETTINGS}?${query}" title="${escapeHtml(t('Open this setting'))}">${code}</a>`;
};

// The style sheet aligns the cells: the page takes no styles from anywhere else.
rules.th_open = () => '<th>';
rules.td_open = () => '<td>';

// Wide tables scroll on their own, not with the page.
rules.table_open = () => '<div class="table"><table>\n';
rules.table_close = () => '</table></div>\n';

function isImage({ type }: Token): boolean {
  return type === 'image';
}
