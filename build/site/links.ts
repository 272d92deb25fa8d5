/** Where links of pages lead. Pages link to files of the repository, which any reader of Markdown can follow. */
import { posix } from 'node:path';
import type { SitePage } from './page.ts';

export interface Links {
  /** Where a link of this page leads, from its place in the site; `null` where it leads to nothing that the site has. */
  readonly address: (link: string, from: SitePage) => string | null;
  /** From a page to something else in the site. */
  readonly between: (from: SitePage, path: string) => string;
}

/** What of the repository is a picture of the site, and where in it. */
const PICTURES: readonly (readonly [RegExp, string])[] = [
  [/^docs\/images\/(.+)$/, 'pictures/$1'],
  [/^docs\/(\w+\.svg)$/, 'pictures/$1'],
  [/^dist\/webview\/guide\/(.+)$/, 'pictures/$1'],
  [/^assets\/(icon\.png)$/, 'pictures/$1'],
];

const OPEN_PAGE = 'command:sweetspot.openPage?';
const COMMAND = /^command:(sweetspot\.\w+)$/;

export function createLinks(pages: readonly SitePage[]): Links {
  const places = new Map(
    pages.flatMap((page) => [page.file, ...(page.standsFor ?? [])].map((file) => [file, page.path] as const)).reverse(),
  );
  for (const { path } of pages) places.set(path, path);
  const between = (from: SitePage, path: string): string => {
    const [place, anchor] = path.split('#');
    const way = place === from.path ? '' : posix.relative(posix.dirname(from.path), place);
    return anchor === undefined ? way || posix.basename(place) : `${way}#${anchor}`;
  };
  const placeOf = (link: string, from: SitePage): string | null => {
    const command = commandPlace(link);
    if (command !== null) return placeOf(`/${command}`, from);
    if (/^[a-z]+:/i.test(link)) return null;
    const [way, anchor] = link.split('#');
    const file =
      way === '' ? from.file : way.startsWith('/') ? way.slice(1) : posix.join(posix.dirname(from.file), way);
    const whole = anchor === undefined ? file : `${file}#${anchor}`;
    // A section that has become a page.
    const section = places.get(whole);
    if (section !== undefined) return section;
    const page = way === '' ? from.path : places.get(file);
    if (page !== undefined) return anchor === undefined ? page : `${page}#${anchor}`;
    for (const [picture, place] of PICTURES) if (picture.test(file)) return file.replace(picture, place);
    return null;
  };
  return {
    between,
    address(link, from) {
      if (/^https?:/i.test(link)) return link;
      const place = placeOf(link, from);
      return place === null ? null : between(from, place);
    },
  };
}

/** The place in the site of what a link of the manifest runs in the editor. */
function commandPlace(link: string): string | null {
  if (link.startsWith(OPEN_PAGE)) {
    const { kind, id } = JSON.parse(decodeURIComponent(link.slice(OPEN_PAGE.length))) as Record<string, string>;
    return kind === 'rule' ? `rules/${id}.html` : `settings/${id}.html`;
  }
  const [, command] = COMMAND.exec(link) ?? [];
  return command === undefined ? null : `commands.html#${command}`;
}
