import { expect, it } from 'vitest';
import { pageHtml } from '../../../../client/src/webview/html.ts';

const html = pageHtml({ script: 'x:/a.js', style: 'x:/a-style.css', ownFiles: 'x:', nonce: 'n0nce' }, 'Preview');

it('allows nothing but its own script, its own styles and pictures it was sent', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.split('; ');
  const own = ["default-src 'none'", "script-src 'nonce-n0nce'", 'style-src x:'];
  expect(policy).toEqual([...own, 'img-src blob:', 'media-src blob:']);
});

it('holds no inline script, style or handler', () => {
  expect(html.match(/<script[^>]*>[^<]*/g)).toEqual(['<script nonce="n0nce" src="x:/a.js">']);
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
});
