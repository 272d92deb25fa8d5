/** Which tools a config is like, by the keys that it has. */
import type { Generation } from '../../dialects/generation.ts';
import { type Knowledge, normaliseKey } from '../../knowledge/knowledge.ts';
import { DIFFUSERS, isLikeDiffusers } from '../../run/like-diffusers.ts';

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
