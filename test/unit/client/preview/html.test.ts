import { expect, it } from 'vitest';
import { previewHtml } from '../../../../client/src/preview/html.ts';
import { messageFromPage } from '../../../../client/src/preview/messages.ts';

const html = previewHtml({ script: 'x:/preview.js', style: 'x:/preview-style.css', ownFiles: 'x:', nonce: 'n0nce' });

it('allows nothing but its own script, its own styles and pictures it was sent', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.split('; ');
  expect(policy).toEqual(["default-src 'none'", "script-src 'nonce-n0nce'", 'style-src x:', 'img-src blob:']);
});

it('holds no inline script, style or handler', () => {
  expect(html.match(/<script[^>]*>[^<]*/g)).toEqual(['<script nonce="n0nce" src="x:/preview.js">']);
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
});

it('gives the status to screen readers politely', () => {
  expect(html).toContain('<span id="status" role="status" aria-live="polite">');
});

it('takes no other message than its own from the page', () => {
  expect(messageFromPage({ type: 'render', mode: 'configured' })).toEqual({ type: 'render', mode: 'configured' });
  expect(messageFromPage({ type: 'render', mode: 'rm -rf' })).toBeNull();
  expect(messageFromPage({ type: 'unknown' })).toBeNull();
  expect(messageFromPage('cancel')).toBeNull();
  expect(messageFromPage({ type: 'show', id: null })).toEqual({ type: 'show', id: null });
  expect(messageFromPage({ type: 'show', id: '../secret' })).toBeNull();
  expect(messageFromPage({ type: 'show-place', index: -1 })).toBeNull();
});

it('takes small pictures only, and only as bytes', () => {
  const thumbnail = (bytes: unknown) => messageFromPage({ type: 'thumbnail', id: '1764111600000-0a1b2c3d', bytes });
  expect(thumbnail(new Uint8Array(100))).not.toBeNull();
  expect(thumbnail(new Uint8Array(100_001))).toBeNull();
  expect(thumbnail('AAAA')).toBeNull();
});
