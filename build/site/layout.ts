/** What stands around the content of a page. */

import { escaped } from '../../server/src/common/markup.ts';
import type { Facts } from './content/facts.ts';
import { element } from './html.ts';
import type { Links } from './links.ts';
import type { Heading, Rendered } from './markdown.ts';
import type { Chapter, Group, SitePage } from './page.ts';

export interface Shown {
  readonly page: SitePage;
  readonly rendered: Rendered;
  readonly groups: readonly Group[];
  readonly links: Links;
  readonly facts: Facts;
  /** The pages to read before and after this one. */
  readonly before: SitePage | undefined;
  readonly after: SitePage | undefined;
}

/**
 * Everything is the site's own: nothing is loaded from elsewhere, nothing is sent. `file:` for those who open it from a disk, where
 * some browsers do not take that for the same place.
 */
const POLICY =
  "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'";

/** Headings from which on a page gets a list of them. */
const FEW_HEADINGS = 3;

/** The page as a whole. It is XML, too. */
export function layout(shown: Shown): string {
  const { page, groups, links, facts } = shown;
  const to = (path: string): string => links.between(page, path);
  const isHome = page.path === 'index.html';
  const title = isHome ? page.title : `${page.title} · Sweetspot`;
  const root = to('site.css').replace(/site\.css$/, '');
  return `<!DOCTYPE html>
<html lang="en" data-root="${root}">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta name="description" content="${escaped(page.summary)}" />
<meta name="referrer" content="no-referrer" />
<title>${escaped(title)}</title>
<link rel="icon" href="${to('pictures/icon.png')}" />
<link rel="stylesheet" href="${to('site.css')}" />
<script src="${to('site.js')}" defer="defer"></script>
</head>
<body${isHome ? ' class="home"' : ''}>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<button type="button" class="plain menu" popovertarget="menu">Menu</button>
<a class="brand" href="${to('index.html')}"><img src="${to('pictures/icon.png')}" alt="" width="28" height="28" />Sweetspot</a>
<button type="button" class="plain search" id="search-open" hidden="hidden">Search <kbd>/</kbd></button>
</header>
<div class="frame">
<nav id="menu" popover="auto" aria-label="Pages">
${groups.map((group) => groupMarkup(group, shown)).join('\n')}
</nav>
<main id="content" tabindex="-1">
<article>
${isHome ? hero(shown) : heading(shown)}
${shown.rendered.html}</article>
${beside(shown)}
</main>
${onThisPage(shown.rendered.headings)}
</div>
<footer>
<p>Sweetspot ${escaped(facts.manifest.version)}, ${escaped(facts.manifest.license)} licence. Made from the data and the pages of the repository. Nothing is loaded from elsewhere, and nothing is counted.</p>
</footer>
<dialog id="search" aria-label="Search">
<form method="dialog"><input type="search" id="query" placeholder="Settings, models, warnings, commands" aria-label="Search" aria-controls="found" autocomplete="off" spellcheck="false" /><button type="submit" class="plain">Close</button></form>
<p id="count" role="status"></p>
<ul id="found"></ul>
</dialog>
</body>
</html>
`;
}

/** A heading and its chapters; that of the page shows its pages. */
function groupMarkup({ title, chapters }: Group, shown: Shown): string {
  const items = chapters.map((chapter) => chapterMarkup(chapter, shown));
  return `<p>${escaped(title)}</p>\n<ul>${items.join('')}</ul>`;
}

function chapterMarkup({ overview, pages }: Chapter, shown: Shown): string {
  const isHere = [overview, ...pages].some(({ path }) => path === shown.page.path);
  const inner = isHere && pages.length > 0 ? element('ul', {}, pages.map((page) => item(page, shown)).join('')) : '';
  return item(overview, shown, inner);
}

function item({ path, title }: SitePage, { page, links }: Shown, inner = ''): string {
  const name = path === 'index.html' ? 'Sweetspot' : title;
  const current = path === page.path ? 'page' : undefined;
  const link = element('a', { href: links.between(page, path), 'aria-current': current }, escaped(name));
  return element('li', {}, link + inner);
}

function heading({ page, groups, links }: Shown): string {
  const chapter = groups.flatMap(({ chapters }) => chapters).find(({ pages }) => pages.includes(page));
  const way = chapter
    ? `<p class="way"><a href="${links.between(page, chapter.overview.path)}">${escaped(chapter.overview.title)}</a></p>\n`
    : '';
  const summary = page.saysItself ? '' : `\n${element('p', { class: 'summary' }, escaped(page.summary))}`;
  return `${way}<h1>${escaped(page.title)}</h1>${summary}`;
}

function hero({ page, links, facts }: Shown): string {
  const [name] = page.title.split(': ');
  const { data, families } = facts;
  const models = families.flatMap(({ models: known }) => known).length;
  const doors: readonly (readonly [string, string, string])[] = [
    ['settings/index.html', `${facts.knowledge.guides.length} settings`, 'what each does, and which values make sense'],
    ['models/index.html', `${models} models`, 'steps, guidance and size, with their sources'],
    ['rules/index.html', `${data.rules.length} warnings`, 'what is found, why, and how to mend it'],
    ['formats/index.html', 'Every format', 'which files are recognised, with examples'],
    ['backends.html', 'Your own server', 'ComfyUI, Forge and others, and how to connect them'],
    ['command-line.html', 'Command line', 'whole repositories, continuous integration, agents'],
  ];
  const cards = doors.map(
    ([path, title, text]) => `<li><a href="${links.between(page, path)}"><strong>${title}</strong> ${text}</a></li>`,
  );
  return `<div class="hero">
<h1>${escaped(name)}</h1>
<p class="summary">${escaped(page.summary)}</p>
<p class="doors"><a class="button" href="${links.between(page, 'start.html')}">Get started</a> <a class="button quiet" href="${links.between(page, 'settings/inference_steps.html')}">How many steps?</a></p>
</div>
<ul class="cards">${cards.join('\n')}</ul>`;
}

/** The pages to read before and after. */
function beside({ page, links, before, after }: Shown): string {
  const link = (other: SitePage | undefined, rel: string, word: string): string =>
    other === undefined
      ? ''
      : `<a rel="${rel}" href="${links.between(page, other.path)}"><span>${word}</span> ${escaped(other.title)}</a>`;
  return `<nav class="beside" aria-label="Before and after">${link(before, 'prev', 'Before')}${link(after, 'next', 'Next')}</nav>`;
}

function onThisPage(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level, text }) => level === 2 && text !== 'Sources');
  if (shown.length < FEW_HEADINGS) return '';
  const items = shown.map(({ id, text }) => `<li><a href="#${id}">${escaped(text)}</a></li>`);
  return `<nav class="here" aria-label="On this page"><p>On this page</p><ul>${items.join('')}</ul></nav>`;
}
