/** What a client answers for our settings, whatever it is. */
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, parseSettings, priceOf } from '../../../server/src/lsp/settings.ts';

test.each([undefined, null, {}, 'settings', { hover: 7 }])('%j is the default', (answer) =>
  expect(parseSettings(answer)).toEqual(DEFAULT_SETTINGS),
);

test.each([
  ['section', { hover: 7, codeLens: { enable: true } }, { codeLens: { enable: true } }],
  [
    'list of rules',
    { rules: 'off', inlayHints: { enable: false } },
    { inlayHints: { ...DEFAULT_SETTINGS.inlayHints, enable: false } },
  ],
  ['rule', { rules: { a: 7, b: 'off' } }, { rules: { a: 'default', b: 'off' } }],
  ['setting', { hover: { enable: false, pictures: 7 } }, { hover: { enable: false, pictures: false } }],
])('a malformed %s takes no other with it', (_, answer, expected) =>
  expect(parseSettings(answer)).toEqual({ ...DEFAULT_SETTINGS, ...expected }),
);

test.each([
  ['none', {}, null],
  ['of a step', { perStep: 0.01 }, { perStep: 0.01, perSecond: 0, unit: '$' }],
  ['of a second', { perSecond: 2, unit: 'credits' }, { perStep: 0, perSecond: 2, unit: 'credits' }],
  ['below nothing', { perStep: -1 }, null],
  ['that is no number', { perStep: '0.01', perSecond: Number.NaN }, null],
])('a price %s', (_, price, expected) => expect(priceOf(parseSettings({ price }))).toEqual(expected));
