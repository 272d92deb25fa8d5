import { describe, expect, it } from 'vitest';
import { componentWeights, paintAskedFor, understoodWords } from '../../../server/src/render/builtin/prompt.ts';
import { known, scenes } from './support.ts';

describe('understoodWords', () => {
  it.each([
    ['a lone ISLAND in the ocean, 8k, masterpiece', ['island', 'sea']],
    ['(mountains:1.3), snow-capped, (((night)))', ['mountain', 'snow', 'night']],
    ['volcanoes, volcano, lava', ['volcano']],
    ['portrait of a cat', []],
    ['', []],
    ['islander mountaineering', []],
  ])('of "%s"', (prompt, words) => {
    expect(understoodWords(prompt, scenes)).toEqual(words);
  });

  it('knows every spelling there is', () => {
    for (const [name, { synonyms }] of Object.entries(scenes.words)) {
      for (const spelling of [name, ...(synonyms ?? [])]) expect(understoodWords(spelling, scenes)).toEqual([name]);
    }
  });
});

it('componentWeights adds what the words favour, in the order of the components', () => {
  const weights = componentWeights('desert dune', scenes);
  const [desert, dune] = [known(scenes.words.desert), known(scenes.words.dune)];
  const at = Object.keys(scenes.components).indexOf('dunes');
  expect(weights[at]).toBe((desert.favours?.dunes ?? 0) + (dune.favours?.dunes ?? 0));
  expect(weights[at]).toBeGreaterThan(0);
  expect([...componentWeights('', scenes)]).toEqual(Object.keys(scenes.components).map(() => 0));
});

it('paintAskedFor takes the last word that names a palette or a light', () => {
  expect(paintAskedFor('autumn forest by night', scenes)).toEqual({ palette: 'temperate', light: 'night' });
  expect(paintAskedFor('island', scenes)).toEqual({ palette: null, light: scenes.defaultLight });
});
