/** LoRAs in prompts (`<lora:name:0.8>`) and beside them. */
import { LORA_TAG } from '../../../common/lora-tags.ts';
import type { FileNames } from '../../../knowledge/file-names.ts';

export interface Lora {
  readonly name: string;
  readonly weight: number;
}

/** The LoRAs that a prompt names itself. A weight that is no number is 1. */
export function lorasIn(prompt: string): Lora[] {
  return [...prompt.matchAll(LORA_TAG)].map(([, name, weight]) => ({ name: name.trim(), weight: Number(weight ?? 1) }));
}

/** The prompt without its tags. */
export function withoutTags(prompt: string): string {
  return prompt.replace(LORA_TAG, '').replace(/ {2,}/g, ' ').trim();
}

/** LoRAs of a prompt and those beside it, each once: the prompt's weight wins. */
export function allLoras(prompt: string, beside: readonly Lora[], files: FileNames): Lora[] {
  const own = lorasIn(prompt);
  return [...own, ...beside.filter(({ name }) => !own.some((tag) => files.same(tag.name, name)))];
}

/** The prompt with a tag for each LoRA that it does not name yet. */
export function withTags(prompt: string, loras: readonly Lora[], files: FileNames): string {
  const own = lorasIn(prompt);
  const missing = loras.filter(({ name }) => !own.some((tag) => files.same(tag.name, name)));
  return [prompt, ...missing.map(({ name, weight }) => `<lora:${name}:${weight}>`)].join(' ').trim();
}
