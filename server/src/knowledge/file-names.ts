/** What files hold, by their names, and which names are one file's: data/files.yaml. */
import { once } from '../common/memory.ts';
import type { CompiledData } from './schema.ts';

export interface FileNames {
  /** The ending of a name of weights in lower case; `null` for another name. */
  weights(name: string): string | null;
  isSound(name: string): boolean;
  /** Whether a name is that of a picture, a video or sound. */
  isMedia(name: string): boolean;
  /** Whether a word of a name tells only in what form weights are. */
  isForm(word: string): boolean;
  withoutEnding(name: string): string;
  /** What a model or LoRA is called: its file's name without folders and ending, in lower case. */
  stem(name: string): string;
  /** Whether two names are the same file or the same file in another form. */
  same(one: string, other: string): boolean;
}

export function createFileNames(data: Pick<CompiledData, 'files'>): FileNames {
  const ending = (of: (files: CompiledData['files']) => readonly string[]) =>
    once(() => new RegExp(`\\.(${of(data.files).join('|')})$`, 'i'));
  const weights = ending((files) => files.weights);
  const sounds = ending((files) => files.sounds);
  const media = ending((files) => [...files.pictures, ...files.videos, ...files.sounds]);
  const form = once(() => new RegExp(`^(${data.files.forms})$`));
  const withoutEnding = (name: string): string => name.replace(weights(), '');
  const stem = (name: string): string => withoutEnding(name.split(/[/\\]/).at(-1) ?? name).toLowerCase();
  return {
    weights: (name) => weights().exec(name)?.[1].toLowerCase() ?? null,
    isSound: (name) => sounds().test(name),
    isMedia: (name) => media().test(name),
    isForm: (word) => form().test(word),
    withoutEnding,
    stem,
    same: (one, other) => stem(one) === stem(other),
  };
}
