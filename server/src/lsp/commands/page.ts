/** A sweep as a page for any browser: pictures side by side with their times, and the curve of a search. */

import { escaped } from '../../common/markup.ts';
import type { SweetSpotResult } from '../../protocol/curve.ts';
import { curveSvg } from '../../render/sweet-spot/curve-svg.ts';

export interface PageTile {
  /** A data URI; `null` where there is no picture. */
  readonly picture: string | null;
  readonly title: string;
  readonly note: string;
}

export interface SweepPage {
  readonly title: string;
  readonly lines: readonly string[];
  readonly tiles: readonly PageTile[];
  readonly found: SweetSpotResult | null;
}

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:80rem;margin:2rem auto;padding:0 1rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1rem}
figure{margin:0}img{width:100%;border-radius:6px;display:block}figcaption{margin-top:.4rem}small{opacity:.7}
svg{max-width:100%;height:auto}`;

/** The page of a comparison or search, which needs no other file. */
export function sweepPage({ title, lines, tiles, found }: SweepPage): string {
  const curve = found ? curveSvg({ curve: found.curve, found, title, standalone: true }) : '';
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escaped(title)}</title><style>${STYLE}</style>
<h1>${escaped(title)}</h1>
${lines.map((line) => `<p>${escaped(line)}</p>`).join('\n')}
${curve}
<div class="tiles">
${tiles.map(tileHtml).join('\n')}
</div></html>
`;
}

function tileHtml({ picture, title, note }: PageTile): string {
  const image = picture ? `<img src="${escaped(picture)}" alt="${escaped(title)}">` : '<p>No picture.</p>';
  return `<figure>${image}<figcaption><b>${escaped(title)}</b><br><small>${escaped(note)}</small></figcaption></figure>`;
}
