/** Which tools a config is like, by the keys that it has. */
import type { Generation } from '../../dialects/generation.ts';
import { type Knowledge, normaliseKey } from '../../knowledge/knowledge.ts';

/** Votes of the program. */
export const PROGRAM = 100;

/** How much each tool's spelling fits: by the program, and by the keys that are there. */
export function votesOf(
  generation: Generation,
  present: readonly string[],
  except: ReadonlySet<string>,
  knowledge: Knowledge,
): Map<string, number> {
  const votes = new Map<string, number>();
  const vote = (tool: string, by: number): void => void votes.set(tool, (votes.get(tool) ?? 0) + by);
  const name =
    knowledge.program(generation.program)?.name ?? (isLikeDiffusers(generation, knowledge) ? DIFFUSERS : null);
  if (name !== null) {
    vote(name, PROGRAM);
    for (const { aliases } of knowledge.guides)
      for (const tool of aliases.flatMap(({ used_by }) => used_by))
        if (tool.startsWith(`${name}, `)) votes.set(tool, PROGRAM);
  }
  const keys = [...present, ...generation.settings.map(({ key }) => key).filter((key) => !except.has(key))];
  const written = new Set(keys.map(normaliseKey));
  for (const guide of knowledge.guides) {
    for (const { key, used_by } of guide.aliases)
      if (written.has(normaliseKey(key))) for (const tool of used_by) vote(tool, 1 / used_by.length);
  }
  return votes;
}

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

/** Its name, and its id. */
export const DIFFUSERS = 'diffusers';
