/** What in a mapping speaks of image generation. What counts as a sign is declared in data/dialects/plain-arguments.yaml. */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Value } from '../syntax/document.ts';
import { type Argument, type ArgumentReader, numberIn } from './arguments.ts';

export interface Evidence {
  /** The keys that say so. */
  readonly keys: readonly string[];
  /** Strong enough to call a text a mistyped count. */
  readonly firm: boolean;
  /** Of pictures alone, as a prompt is not. */
  readonly pictorial: boolean;
  /** Nothing in it is of pictures alone. */
  readonly weak: boolean;
}

/** Looks for signs among the arguments of a mapping. `foreign`: its model is of another kind. */
export type FindEvidence = (found: readonly Argument[]) => Evidence | 'foreign' | null;

export function createEvidence(
  knowledge: Knowledge,
  { isForeign, isPlausible, namesIn }: ArgumentReader,
): FindEvidence {
  const rules = knowledge.data.plainArguments.evidence;
  const strong = new Set(rules.strong);
  const weak = new Set(rules.weak);
  const whenKnown = new Set(rules.when_known);
  const ordinary = new Set(rules.ordinary_names);

  return (found) => {
    const signs: string[] = [];
    const known: string[] = [];
    const hints = new Set<string>();
    let pictorial = false;
    for (const { alias, value, entry } of found) {
      const { setting } = alias;
      if (setting === 'model' && namesIn(value).some((name) => isForeign(String(name.value)))) return 'foreign';
      const isStrong = strong.has(setting) && isPlausible(setting, value);
      const isKnownName = whenKnown.has(setting) && namesIn(value).some((name) => isKnown(setting, String(name.value)));
      if (isStrong) signs.push(entry.key.text);
      if (isKnownName) known.push(entry.key.text);
      pictorial ||= isKnownName || (isStrong && setting !== 'prompt');
      const isSide = setting === 'width' || setting === 'height';
      // One number may be the size of anything; "1024x1024" says what it is of.
      const isOfAnything = setting === 'size' && Number.isFinite(numberIn(value));
      if (weak.has(setting) && isPlausible(setting, value) && !isOfAnything && (!isSide || isPixels(value)))
        hints.add(isSide ? 'width' : setting);
    }
    const named = [...new Set([...signs, ...known])];
    if (named.length > 0) return { keys: named.slice(0, 3), firm: named.length > 1, pictorial, weak: false };
    return hints.size >= 2 ? { keys: [...hints], firm: false, pictorial: false, weak: true } : null;
  };

  function isPixels(value: Value): boolean {
    const { least, multiple_of: unit } = rules.pixels;
    const side = numberIn(value);
    return side >= least && side % unit === 0;
  }

  function isKnown(setting: string, name: string): boolean {
    if (setting === 'sampler' || setting === 'scheduler')
      return (
        !ordinary.has(name.toLowerCase()) && (knowledge.sampler(name) !== null || knowledge.schedule(name) !== null)
      );
    return knowledge.model(name, setting === 'lora' ? 'lora' : 'model') !== null;
  }
}

/** Keys in a sentence. */
export function spell(keys: readonly string[]): string {
  return keys.map((key) => `\`${key}\``).join(', ');
}
