/** What pages draw of a view, as markup. How they behave is held in the real VS Code (test/vscode/walk). */
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import {
  type CompareView,
  next as compared,
  NOTHING_YET as NO_COMPARISON,
} from '../../../../client/src/compare/view.ts';
import { NOTHING_YET, next, thumbnailKey, type View } from '../../../../client/src/preview/view.ts';
import { ComparePage } from '../../../../client/webview/compare.tsx';
import { alongRow } from '../../../../client/webview/parts.tsx';
import { PreviewPage } from '../../../../client/webview/preview.tsx';
import { ended, planned, requested } from '../compare/sweeps.ts';
import { keptWith, planWith } from '../preview/plans.ts';

const held = (address: string) => ({ address, blob: new Blob() });
const post = () => undefined;

function preview(view: View, pictures: Record<string, string> = {}): string {
  const all = new Map(Object.entries(pictures).map(([key, address]) => [key, held(address)]));
  return renderToString(<PreviewPage view={view} pictures={all} post={post} />);
}

function comparison(view: CompareView): string {
  return renderToString(<ComparePage view={view} pictures={new Map()} post={post} />);
}

describe('the preview', () => {
  const running = next(next(NOTHING_YET, { kind: 'requested', mode: 'draft' }), {
    kind: 'planned',
    plan: planWith({}),
  });

  it('gives the status to screen readers politely', () => {
    expect(preview(NOTHING_YET)).toContain('<span id="status" role="status" aria-live="polite">Nothing rendered yet<');
  });

  it('reserves the place of a picture that is to come, and offers to cancel', () => {
    expect(preview(NOTHING_YET)).not.toMatch(/id="frame"|id="cancel"/);
    expect(preview(running)).toMatch(/id="cancel".*style="--width:512;\s*--height:256;?".*id="frame"/s);
    expect(preview(running)).not.toContain('<img');
  });

  it('lays what is compared over the picture, under a boundary', () => {
    const kept = keptWith({ plan: planWith({ steps: 12, seed: '7' }) });
    const html = preview(
      { ...running, phase: 'done', picture: 'final', compared: kept },
      { live: 'a:', compared: 'b:' },
    );
    expect(html).toMatch(/id="picture" src="a:".*id="compared" src="b:" alt="12 steps · seed 7".*role="slider"/s);
  });

  it('has one stop for the Tab key in the strip of renders', () => {
    const tiles = ['1764111600000-0a1b2c3d', '1764111600000-0a1b2c3e'].map((id) => ({
      ...{ id, title: 'SDXL', mode: 'draft' as const, steps: 8, seed: '5', backend: 'ComfyUI' },
    }));
    const html = preview({ ...NOTHING_YET, tiles, keptAs: tiles[1].id }, { [thumbnailKey(tiles[0].id)]: 'c:' });
    expect(html.match(/<button[^>]*tabindex="0"[^>]*aria-current="true"/g)).toHaveLength(1);
    expect(html.match(/tabindex="-1"/g)).toHaveLength(1);
    expect(html).toContain('<img src="c:" alt');
  });

  it('shows words of a server as words', () => {
    const places = [{ range: { start: { line: 6, character: 0 }, end: { line: 6, character: 1 } }, message: '<b>' }];
    const html = preview(next(running, { kind: 'failed', message: '<img src=x>', places }));
    expect(html).toContain('&lt;img src=x>');
    expect(html).toContain('Line 7: &lt;b>');
  });
});

describe('a comparison', () => {
  const begun = [requested, planned].reduce(compared, NO_COMPARISON);

  it('shows a card for each value, which nobody can look at yet', () => {
    const html = comparison(begun);
    expect(html.match(/<button class="open"[^>]*disabled/g)).toHaveLength(3);
    expect(html).toContain('id="cancel-all"');
    expect(html).not.toContain('id="viewer"');
  });

  it('says why it failed, and offers to try again', () => {
    const html = comparison(compared(begun, ended('failed')));
    expect(html).toMatch(/role="alert".*It broke\..*id="retry"/s);
    expect(html.match(/class="retry"/g)).toHaveLength(3);
  });
});

it('moves along a row of buttons by the arrow keys, and stops at its ends', () => {
  expect(['ArrowRight', 'ArrowLeft', 'Home', 'End', 'a'].map((key) => alongRow(key, 1, 3))).toEqual([2, 0, 0, 2, null]);
  expect([alongRow('ArrowRight', 2, 3), alongRow('ArrowLeft', 0, 3), alongRow('Home', -1, 3)]).toEqual([2, 0, null]);
});
