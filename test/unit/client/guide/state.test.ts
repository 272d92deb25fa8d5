import { expect, test } from 'vitest';
import { pageAtHash, pageHash } from '../../../../client/src/guide/address.ts';
import { messageFromPage } from '../../../../client/src/guide/messages.ts';
import { opened, stateFrom, wentBack } from '../../../../client/src/guide/state.ts';

const [a, b] = [
  { kind: 'guide', id: 'seed' },
  { kind: 'rule', id: 'steps-wasteful' },
] as const;

test('back leads through the pages that were open', () => {
  const start = stateFrom(undefined);
  const there = opened(opened({ ...opened(start, a), scroll: 300 }, b), a);
  expect(there).toEqual({ open: a, earlier: [a, b], scroll: 0 });
  expect(wentBack(wentBack(there))).toEqual({ open: a, earlier: [], scroll: 0 });
  expect(wentBack(start)).toBe(start);
});

test('the open page opened again stays where it is', () => {
  const scrolled = { ...opened(stateFrom(null), a), scroll: 300 };
  expect(opened(scrolled, { ...a })).toBe(scrolled);
});

test('the way back does not grow without end', () => {
  let state = stateFrom(null);
  for (let i = 0; i < 200; i++) state = opened(state, i % 2 ? a : b);
  expect(state.earlier.length).toBe(50);
});

test('what was kept is taken as far as it can be read', () => {
  const kept = { open: a, earlier: [b], scroll: 12 };
  expect(stateFrom(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  expect(stateFrom({ ...kept, scroll: -1 })).toEqual({ ...kept, scroll: 0 });
  const strange = { kind: 'guide', id: '../x' };
  expect(stateFrom({ ...kept, open: strange })).toEqual({ ...kept, open: null });
  expect(stateFrom({ ...kept, earlier: [strange, b, 7] })).toEqual(kept);
});

test('an address inside of the panel leads back to its page', () => {
  for (const page of [a, b]) expect(pageAtHash(pageHash(page))).toEqual(page);
  for (const other of ['', '#', '#guide', '#guide/a/b', '#other/a', 'https://x/#guide/seed'])
    expect(pageAtHash(other), other).toBeNull();
});

test('no other message than its own is taken from the page', () => {
  expect(messageFromPage({ type: 'ready', more: 1 })).toEqual({ type: 'ready' });
  for (const other of [{ type: 'rm' }, {}, null, 'ready']) expect(messageFromPage(other)).toBeNull();
});
