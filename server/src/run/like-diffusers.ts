/** Configs of no format or program that is known, which are written as for diffusers. */
import type { Generation } from '../dialects/generation.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';

/** Its name, and its id. */
export const DIFFUSERS = 'diffusers';

/** Whether a config of no format or program that is known calls its steps and guidance as the arguments of diffusers are called. */
export function isLikeDiffusers({ program, dialect, settings }: Generation, knowledge: Knowledge): boolean {
  if (program !== null || dialect !== 'plain-arguments') return false;
  const written = settings.filter(({ setting }) => setting === 'inference_steps' || setting === 'guidance_scale');
  const isIts = ({ setting, key }: { readonly setting: string; readonly key: string }): boolean | null => {
    const alias = knowledge.guide(setting)?.aliases.find((each) => normaliseKey(each.key) === normaliseKey(key));
    // `steps` is everyone's.
    return alias?.certain ? alias.used_by.includes(DIFFUSERS) : null;
  };
  const answers = written.map(isIts);
  return answers.includes(true) && !answers.includes(false);
}
