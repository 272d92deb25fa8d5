import { describe, expect, test } from 'vitest';
import { createSearch } from '../../../../client/src/guide/search.ts';
import { listPages } from '../../../../server/src/features/pages.ts';
import { knowledge } from '../../../support/knowledge.ts';

const pages = listPages(knowledge);
const search = createSearch(pages);
const ids = (query: string): string[] => search(query).map(({ page }) => page.id);

test('an empty query finds every page, in their order', () => {
  expect(search(' ').map(({ page }) => page)).toEqual(pages);
});

test.each([
  ['seed', 'seed'],
  ['inference steps', 'inference_steps'],
  ['Inference-STEPS', 'inference_steps'],
  ['infer', 'inference_steps'],
  ['more steps than', 'steps-wasteful'],
])('"%s" finds by title, best first: %s', (query, id) => {
  const [first] = search(query);
  expect(first.page.id).toBe(id);
  expect(first.because).toBeNull();
});

test.each([
  ['ddim_steps', 'inference_steps', 'ddim_steps'],
  ['noise seed', 'seed', 'noise_seed'],
  ['target-height', 'size', 'target_height'],
  ['steps-effective', 'steps-effective', 'steps-effective'],
])('"%s" finds by a spelling, which says why: %s', (query, id, because) => {
  expect(search(query)[0]).toMatchObject({ page: { id }, because });
});

describe('in the text of pages', () => {
  test('a word is found and shown among its neighbours', () => {
    const found = search('ancestral sde').find(({ page }) => page.id === 'sampler');
    expect(found?.because).toMatch(/^….*Ancestral.*…$/i);
    expect(found?.because).not.toMatch(/[`*|]/);
  });
  test('a title counts more', () => {
    const found = ids('guidance');
    expect(found.slice(0, 2).sort()).toEqual(['distilled_guidance', 'guidance_scale']);
    expect(found).toContain('negative_prompt');
  });
  test('what only markup has is not found', () => expect(ids('dist/webview')).toEqual([]));
});

test('a spelling that begins so comes before one that only has the word', () => {
  expect(ids('cfg').slice(0, 2)).toEqual(['guidance_scale', 'distilled_guidance']);
});

test('where a fact is from is not searched', () => {
  expect(pages[0].markdown).toContain('train_util');
  expect(ids('train_util')).toEqual([]);
});

test('every word must be there', () => {
  expect(ids('seed random')).toContain('seed');
  expect(ids('seed xyzzy')).toEqual([]);
});

test('signs mean themselves', () => {
  expect(ids('.*')).toEqual([]);
  expect(ids('[')).not.toContain('seed-out-of-range');
});
