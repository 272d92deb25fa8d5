import { safeParse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { ScenesSchema } from '../../../server/src/render/builtin/scenes-schema.ts';
import { scenes } from './support.ts';

/** Messages about scenes.yaml after a change to it. */
function complaints(change: (copy: typeof scenes) => unknown): string[] {
  const result = safeParse(ScenesSchema, change(structuredClone(scenes)));
  return result.success ? [] : result.issues.map(({ message }) => message);
}

describe('the schema of scenes.yaml', () => {
  it.each<[string, (copy: typeof scenes) => unknown, string]>([
    ['a misspelt key', (s) => ({ ...s, wrods: {} }), 'wrods'],
    [
      'a palette nobody defines',
      (s) => ({ ...s, words: { ...s.words, mars: { palette: 'rust' } } }),
      'words.mars.palette: there is no "rust"',
    ],
    [
      'a land nobody defines',
      (s) => ({ ...s, words: { ...s.words, city: { favours: { city: 9 } } } }),
      'words.city.favours: there is no "city"',
    ],
    [
      'one spelling for two words',
      (s) => ({ ...s, words: { ...s.words, holm: { synonyms: ['isle'] } } }),
      'words.holm: "isle" already stands for "island"',
    ],
    ['a light nobody defines', (s) => ({ ...s, defaultLight: 'noon' }), 'defaultLight: there is no "noon"'],
    ['noise that rises', (s) => ({ ...s, sigma: { max: 1, min: 2 } }), 'sigma.max must be above sigma.min'],
    ['a caption with ragged rows', (s) => ({ ...s, caption: ['##', '#'] }), 'the rows of the caption differ in length'],
    ['no lands', (s) => ({ ...s, components: {}, words: {} }), 'components: at least one is needed'],
  ])('finds %s', (_, change, message) => {
    expect(complaints(change).join('\n')).toContain(message);
  });

  it('has nothing to say about the file as it is', () => {
    expect(complaints((copy) => copy)).toEqual([]);
  });

  it('every land is reached by a word', () => {
    const reached = new Set(Object.values(scenes.words).flatMap(({ favours }) => Object.keys(favours ?? {})));
    expect([...Object.keys(scenes.components)].filter((name) => !reached.has(name))).toEqual([]);
  });
});
