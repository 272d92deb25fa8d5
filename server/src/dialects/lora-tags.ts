/** LoRAs named in prompts: `<lora:name:0.8>`, the way of A1111, Forge, SD.Next and SwarmUI. */
import { ValueSpan } from '../syntax/document.ts';
import { scalarAt } from '../syntax/navigate.ts';
import type { Generation, Lora, Occurrence } from './generation.ts';

const TAG = /<(?:lora|lyco):([^:<>]+)(?::(-?\d+(?:\.\d+)?))?[^<>]*>/gi;

/** The generation with the LoRAs that its prompts load added to those it has. */
export function withLoraTags(generation: Generation): Generation {
  const tags = generation.settings.filter(({ setting }) => setting === 'prompt').flatMap(tagsIn);
  return tags.length === 0 ? generation : { ...generation, loras: [...generation.loras, ...tags] };
}

function tagsIn({ source, range, pointer }: Occurrence): Lora[] {
  const text = scalarAt(range);
  if (!text) return [];
  return [...source.matchAll(TAG)].map((match) => {
    const [whole, name, weight] = match;
    const nameStart = match.index + whole.indexOf(name);
    const weightStart = nameStart + name.length + 1;
    return {
      text: name,
      pointer,
      range: new ValueSpan(text, nameStart, name.length),
      weight: weight === undefined ? 1 : Number(weight),
      weightRange: weight === undefined ? null : new ValueSpan(text, weightStart, weight.length),
    };
  });
}
