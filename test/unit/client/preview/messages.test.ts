import { expect, it } from 'vitest';
import { messageFromPage } from '../../../../client/src/preview/messages.ts';

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
