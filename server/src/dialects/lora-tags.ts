/** LoRAs named in prompts. */
import { LORA_TAG } from '../common/lora-tags.ts';
import { remembered } from '../common/memory.ts';
import { type ScalarValue, ValueSpan } from '../syntax/document.ts';
import { scalarAt } from '../syntax/navigate.ts';
import { type Generation, type Lora, MOST_LORAS } from './generation.ts';

/** The generation with the LoRAs that its prompts load added to those it has. Those that share a prompt share the list of its LoRAs. */
export function withLoraTags(generation: Generation): Generation {
  const { loras, settings } = generation;
  const found: (readonly Lora[])[] = [];
  for (const { setting, source, range, pointer } of settings) {
    const text = setting === 'prompt' && source.includes('<') ? scalarAt(range) : null;
    if (text) found.push(tagsIn(text, pointer));
  }
  const tags = found.length === 1 ? found[0] : found.flat();
  if (tags.length === 0) return generation;
  return { ...generation, loras: loras.length === 0 ? tags : [...loras, ...tags].slice(0, MOST_LORAS) };
}

const tagsIn = remembered(
  (text: ScalarValue, pointer: string): readonly Lora[] => {
    const tags: Lora[] = [];
    for (const match of text.source.matchAll(LORA_TAG)) {
      const [whole, name, weight] = match;
      const nameStart = match.index + whole.indexOf(name);
      const weightStart = nameStart + name.length + 1;
      tags.push({
        text: name,
        pointer,
        range: new ValueSpan(text, nameStart, name.length),
        weight: weight === undefined ? 1 : Number(weight),
        weightRange: weight === undefined ? null : new ValueSpan(text, weightStart, weight.length),
      });
      if (tags.length === MOST_LORAS) break;
    }
    return tags;
  },
  { until: (_, pointer) => pointer },
);
