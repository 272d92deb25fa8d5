/** What a page says, so that it gets the translations of that only. */
import type { Metafile } from 'esbuild';
import { expect, test } from 'vitest';
import { callsIn, textsOfBundles, withoutComments } from '../../../build/texts.ts';

test('the texts of a bundle are those of its own sources', async () => {
  const inputs = { 'client/webview/guide-list.tsx': {}, 'node_modules/preact/dist/preact.module.js': {} };
  const outputs = { 'dist/webview/guide.js': { inputs }, 'dist/webview/guide-style.css': { inputs: {} } };
  const texts = await textsOfBundles({ outputs } as unknown as Metafile);
  expect(Object.keys(texts)).toEqual(['guide']);
  expect(texts.guide).toContain('No page has that.');
  expect(texts.guide.length).toBeLessThan(20);
});

test.each([
  ["t('It\\'s here')", "It's here"],
  ['t`${count} of ${all}`', '{0} of {1}'],
  ['t(made)', null],
])('%s says %j', (source, text) => expect(callsIn(source).map((call) => call.text)).toEqual([text]));

test('what a comment speaks of is not said', () => {
  expect(callsIn(withoutComments("/** By t('Copy'). */\n// t('Save')\nt('Close');"))).toMatchObject([
    { text: 'Close' },
  ]);
});
