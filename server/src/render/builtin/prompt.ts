/** What a prompt asks of the built-in model: the few words it knows, and what each weighs. */
import { own } from '../../knowledge/own.ts';
import type { Scenes } from './scenes-schema.ts';

type Word = Scenes['words'][string];

/** The known words of a prompt, by their name in scenes.yaml, each once, in order. Case and a plural "s" don't matter. */
export function understoodWords(prompt: string, scenes: Scenes): string[] {
  const spellings = new Map<string, string>();
  for (const [name, word] of Object.entries(scenes.words)) {
    for (const spelling of [name, ...(word.synonyms ?? [])]) spellings.set(spelling, name);
  }
  const found = new Set<string>();
  for (const [token] of prompt.toLowerCase().matchAll(/\p{L}+/gu)) {
    const name = spellings.get(token) ?? spellings.get(token.replace(/s$/, ''));
    if (name !== undefined) found.add(name);
  }
  return [...found];
}

/** Logarithm of what a prompt multiplies each component's weight by, in the order of scenes.yaml. */
export function componentWeights(prompt: string, scenes: Scenes): Float64Array {
  const words = knownWords(prompt, scenes);
  return Float64Array.from(Object.keys(scenes.components), (component) =>
    words.reduce((sum, word) => sum + (own(word.favours, component) ?? 0), 0),
  );
}

/** Palette and light a prompt asks for by name: the last word that names one counts. */
export function paintAskedFor(prompt: string, scenes: Scenes): { palette: string | null; light: string } {
  const words = knownWords(prompt, scenes);
  return {
    palette: words.findLast((word) => word.palette !== undefined)?.palette ?? null,
    light: words.findLast((word) => word.light !== undefined)?.light ?? scenes.defaultLight,
  };
}

function knownWords(prompt: string, scenes: Scenes): Word[] {
  return understoodWords(prompt, scenes).flatMap((name) => own(scenes.words, name) ?? []);
}
