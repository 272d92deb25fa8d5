import { describe, expect, test } from 'vitest';
import { surroundingsOf } from '../../../../client/src/guide/links.ts';
import { renderMarkdown } from '../../../../client/src/guide/markdown.ts';
import { listPages } from '../../../../server/src/features/pages.ts';
import { data, knowledge } from '../../../support/knowledge.ts';

const pages = listPages(knowledge);
const steps = pages[0];
const render = (markdown: string, page = steps): string =>
  renderMarkdown(markdown, surroundingsOf(page, pages, 'x:/dist/webview')).trim();

describe('nothing comes through but text', () => {
  test('markup is shown, not obeyed', () => {
    expect(render('<script>alert(1)</script> <img src=x onerror=y>')).toBe(
      '<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=y&gt;</p>',
    );
  });
  test.each([
    'javascript:alert(1)',
    'command:evil',
    'file:///etc/passwd',
    'data:text/html,x',
    '//elsewhere/x',
    'nope.md',
  ])('a link to %s leads nowhere', (address) => expect(render(`[a](${address})`)).not.toContain('href'));
  test.each(['https://elsewhere/x.png', '../../assets/icon.png', '../../dist/webview/guide/../preview.js', 'x.png'])(
    'the picture %s is its text',
    (address) => expect(render(`![alt "text"](${address})`)).toBe('<p>alt &quot;text&quot;</p>'),
  );
  test('no page brings styles of its own', () => {
    for (const page of pages) expect(render(page.markdown, page), page.id).not.toMatch(/ style=/);
  });
  test('an attribute can not be left', () => {
    expect(render('![a"b](../../dist/webview/guide/x.jpg "t: <i>")')).toContain('alt="a&quot;b"');
    expect(render('![a](../../dist/webview/guide/x.jpg "t: <i>")')).toContain('&lt;i&gt;');
    expect(render('[a](https://x/"onclick="y)')).not.toMatch(/ onclick=/);
  });
});

describe('links', () => {
  test('the name of a setting opens that setting, and no other code does anything', () => {
    expect(render('`sweetspot.rules.steps-wasteful`')).toContain(
      'href="command:workbench.action.openSettings?%5B%22%40id%3Asweetspot.rules.steps-wasteful%22%5D"',
    );
    expect(render('`sweetspot.x"y` `workbench.a`')).not.toContain('href');
  });
  test('lead to pages by their files', () => {
    expect(render('[a](seed.md)')).toBe('<p><a href="#guide/seed">a</a></p>');
    expect(render('[a](../rules/steps-wasteful.md)')).toContain('href="#rule/steps-wasteful"');
  });
  test('lead out to the web', () =>
    expect(render('[a](https://example.org/b)')).toContain('href="https://example.org/b"'));
  test('of every page lead somewhere', () => {
    for (const page of pages) {
      const asked = page.markdown.match(/(?<!!)\[[^\]]+\]\([^)]+\)/g) ?? [];
      const made = render(page.markdown, page).match(/<a href="(?!command:)/g) ?? [];
      expect(made.length, page.id).toBe(asked.length);
    }
  });
  test('between a setting and its warnings go both ways', () => {
    expect(render(steps.markdown)).toContain('href="#rule/steps-wasteful"');
    const rule = pages.find(({ id }) => id === 'steps-wasteful') ?? steps;
    expect(render(rule.markdown, rule)).toContain('href="#guide/inference_steps"');
  });
});

test('rules are about guides that exist', () => {
  const known = new Set(knowledge.guides.map(({ id }) => id));
  expect(data.rules.flatMap(({ about }) => about).filter((id) => !known.has(id))).toEqual([]);
});

test('pictures alone in a paragraph stand side by side, each with its caption', () => {
  const html = render(steps.markdown);
  expect(html.match(/<div class="pictures">/g)).toHaveLength(1);
  expect([...html.matchAll(/<img src="([^"]+)" alt="[^"]{10,}">/g)].map(([, src]) => src)).toEqual(
    data.stepsGuide.compare.map((count) => `x:/dist/webview/guide/steps-${count}.jpg`),
  );
  expect(html).toMatch(/<figcaption><strong>4 steps<\/strong> A sixth/);
});

test('a table scrolls on its own', () => {
  expect(render('| a |\n|:--|\n| b |')).toMatch(/^<div class="table"><table>[\s\S]*<\/table><\/div>$/);
});
