/** What a project says of one file. */
import type { FileFacts } from './facts.ts';
import { matchesPath } from './globs.ts';
import type { Project } from './read.ts';

/** `path`: of the file from the folder of the project file, with `/` between names. Pure. */
export function factsForFile(project: Project, path: string): FileFacts {
  const isMeant = (files: readonly string[]): boolean => files.some((pattern) => matchesPath(pattern, path));
  const ignore = project.ignore.filter(({ files }) => files === null || isMeant(files));
  const folders = project.folders.filter(({ files }) => isMeant(files));
  const draft = isMeant(project.drafts.files);
  return {
    ignored: isIgnored(project, path),
    rules: draft ? { ...project.rules, 'steps-too-few': 'off' } : project.rules,
    ignore: ignore.filter(({ rules, at }) => rules !== null || at !== null),
    // The last that says something counts, as in .gitignore.
    model: folders.findLast(({ model }) => model !== null)?.model ?? null,
    program: folders.findLast(({ program }) => program !== null)?.program ?? null,
    draft,
  };
}

/** Whether nothing is said of a whole file, or of all files in a folder. */
function isIgnored(project: Project, path: string): boolean {
  return project.ignore.some(
    ({ files, rules, at }) =>
      rules === null && at === null && files?.some((pattern) => matchesPath(pattern, path)) === true,
  );
}
