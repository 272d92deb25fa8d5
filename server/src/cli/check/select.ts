/** Which files a command line means: files, folders and globs, without what git leaves out. */
import * as fs from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { FILES, isOtherLanguage } from '../languages.ts';
import { type GitIgnored, gitIgnored } from './git-ignored.ts';

export interface Selection {
  /** As a person would name them, each once: in the order of what was named, by name within it. */
  readonly files: readonly string[];
  /** How many of those named are in other languages. */
  readonly others: number;
  /** What was named and means no file. */
  readonly nothing: readonly string[];
}

/** Never looked into: what is there belongs to others. */
const NOT_OURS = new Set(['node_modules', '.git', '.hg', '.svn']);

/** What can't be read is a file of the selection: whoever reads it says why. */
export async function select(named: readonly string[]): Promise<Selection> {
  const files = new Set<string>();
  const nothing: string[] = [];
  let others = 0;
  for (const name of named) {
    const kind = kindOf(name);
    if (kind === 'folder') for (const file of await within(name, FILES)) files.add(file);
    else if (kind === 'pattern') {
      const found = await within('.', name);
      if (found.length === 0) nothing.push(name);
      for (const file of found) files.add(file);
    } else if (isOtherLanguage(name)) others += 1;
    else files.add(name);
  }
  return { files: [...files], others, nothing };
}

/** `null` for what can't be looked at, whyever. */
export function statOf(file: string): fs.Stats | null {
  try {
    return fs.statSync(file);
  } catch {
    return null;
  }
}

function kindOf(name: string): 'file' | 'folder' | 'pattern' {
  const found = statOf(name);
  if (found) return found.isDirectory() ? 'folder' : 'file';
  return isDynamicPattern(name) ? 'pattern' : 'file';
}

/** The files below a folder that match a pattern and are in our languages. Folders that are left out are never read. */
async function within(folder: string, pattern: string): Promise<string[]> {
  const byGit = gitIgnored(folder);
  const found = await glob(pattern, {
    cwd: folder,
    dot: true,
    absolute: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    caseSensitiveMatch: false,
    fs: { readdir: reading(byGit) },
  });
  return found
    .map((path) => join(folder, relative(resolve(folder), path)))
    .filter((path) => !isOtherLanguage(path))
    .sort((one, other) => (one < other ? -1 : 1));
}

/** `fs.readdir` that does not see what is left out. */
function reading(isLeftOut: GitIgnored): typeof fs.readdir {
  const readdir = (
    folder: string,
    options: { withFileTypes: true },
    done: (error: NodeJS.ErrnoException | null, entries: fs.Dirent[]) => void,
  ): void =>
    fs.readdir(folder, options, (error, entries) => {
      if (error) return done(error, []);
      done(
        null,
        entries.filter(
          (entry) => !NOT_OURS.has(entry.name) && !isLeftOut(resolve(folder, entry.name), entry.isDirectory()),
        ),
      );
    });
  return readdir as typeof fs.readdir;
}
