import { expect, it } from 'vitest';
import { pageHtml } from '../../../../client/src/webview/html.ts';

const english = {
  ...{ script: 'x:/a.js', style: 'x:/a-style.css', ownFiles: 'x:', nonce: 'n0nce' },
  ...{ language: 'en', texts: {} },
};
const html = pageHtml(english, 'Preview');

it.each([
  ['sent', ['img-src blob:', 'media-src blob:']],
  ['own', ['img-src x:']],
] as const)(
  'allows nothing but its own script, its own styles and pictures it was sent, or of its own: %s',
  (pictures, seen) => {
    const page = pageHtml(english, 'Preview', pictures);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.split('; ');
    expect(policy).toEqual(["default-src 'none'", "script-src 'nonce-n0nce'", 'style-src x:', ...seen]);
  },
);

it('holds no inline script, style or handler', () => {
  expect(html.match(/<script[^>]*>[^<]*/g)).toEqual([
    '<script type="application/json" id="texts">{}',
    '<script nonce="n0nce" src="x:/a.js">',
  ]);
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
});

it('gives its script the texts of another language, which stay texts', () => {
  const page = pageHtml({ ...english, language: 'de', texts: { Copy: '</script><b>"Kopieren"' } }, '"Vorschau" <b>');
  expect(page).toContain('<html lang="de">');
  expect(page).toContain('<title>&quot;Vorschau&quot; &lt;b&gt;</title>');
  const [, texts] = /<script type="application\/json" id="texts">([^<]*)<\/script>/.exec(page) ?? [];
  expect(JSON.parse(texts ?? '')).toEqual({ Copy: '</script><b>"Kopieren"' });
});
