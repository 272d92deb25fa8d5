/** Which files a command line means: files, folders and globs, without what git or a `!pattern` leaves out. */
import * as fs from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import ignore from 'ignore';
import { glob, isDynamicPattern } from 'tinyglobby';
import { reasonOf, type Unread } from '../files.ts';
import { FILES, isOtherLanguage } from '../languages.ts';
import { type GitIgnored, gitIgnored } from './git-ignored.ts';

export interface Selection {
  /** As a person would name them, each once: in the order of what was named, by name within it. */
  readonly files: readonly string[];
  /** How many of those named are in other languages. */
  readonly others: number;
  /** What was named and means no file, and folders that can't be read. */
  readonly unread: readonly Unread[];
}

/** Never looked into: what is there belongs to others. */
const NOT_OURS = new Set(['node_modules', '.git', '.hg', '.svn']);

/**
 * `!pattern` leaves out, as a line of `.gitignore` here would, of all that is named. What can't be read is a file of the
 * selection: whoever reads it says why.
 */
export async function select(named: readonly string[]): Promise<Selection> {
  const [without, wanted] = [named.filter(isLeavingOut), named.filter((name) => !isLeavingOut(name))];
  const isLeftOut = leavingOut(without.map((name) => name.slice(1)));
  /** By where they lie. */
  const files = new Map<string, string>();
  const unread: Unread[] = [];
  let others = 0;
  const add = (file: string): void => {
    const place = resolve(file);
    if (!files.has(place) && !isLeftOut(place, false)) files.set(place, file);
  };
  for (const name of wanted) {
    const kind = kindOf(name);
    if (kind === 'file') {
      if (isOtherLanguage(name)) others += 1;
      else add(name);
      continue;
    }
    const found = kind === 'folder' ? await within(name, FILES, isLeftOut) : await within('.', name, isLeftOut);
    unread.push(...found.unread);
    for (const file of found.files) add(file);
    if (found.files.length > 0 || found.unread.length > 0) continue;
    const message = kind === 'folder' ? `no JSON or YAML file is in ${name}` : `no file matches ${name}`;
    unread.push({ file: name, message });
  }
  return { files: [...files.values()], others, unread };
}

function isLeavingOut(name: string): boolean {
  return name.startsWith('!') && statOf(name) === null;
}

/** What patterns leave out of the folder that one is in. */
function leavingOut(patterns: readonly string[]): GitIgnored {
  const all = ignore().add(patterns);
  return (path, isFolder) => {
    const name = relative('.', path).split(sep).join('/');
    return ignore.isPathValid(name) && all.ignores(isFolder ? `${name}/` : name);
  };
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
async function within(
  folder: string,
  pattern: string,
  isLeftOut: GitIgnored,
): Promise<Pick<Selection, 'files' | 'unread'>> {
  const byGit = gitIgnored(folder);
  const unread: Unread[] = [];
  const named = (path: string): string => join(folder, relative(resolve(folder), path));
  const complain = (path: string, error: unknown): void => {
    const file = named(path);
    unread.push({ file, message: `can't read ${file}: ${reasonOf(error)}` });
  };
  const found = await glob(pattern, {
    cwd: folder,
    dot: true,
    absolute: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    caseSensitiveMatch: false,
    fs: { readdir: reading((path, isFolder) => byGit(path, isFolder) || isLeftOut(path, isFolder), complain) },
  });
  const files = found
    .map(named)
    .filter((path) => !isOtherLanguage(path))
    .sort((one, other) => (one < other ? -1 : 1));
  return { files, unread };
}

/** `fs.readdir` that does not see what is left out, and says which folders it can't read: the walk passes over these. */
function reading(isLeftOut: GitIgnored, complain: (folder: string, error: unknown) => void): typeof fs.readdir {
  const readdir = (
    folder: string,
    options: { withFileTypes: true },
    done: (error: NodeJS.ErrnoException | null, entries: fs.Dirent[]) => void,
  ): void =>
    fs.readdir(folder, options, (error, entries) => {
      if (error) {
        complain(folder, error);
        return done(error, []);
      }
      done(
        null,
        entries.filter(
          (entry) =>
            // Pipes, sockets and devices are no files of anybody's project, and reading one may never end.
            (entry.isFile() || entry.isDirectory() || entry.isSymbolicLink()) &&
            !NOT_OURS.has(entry.name) &&
            !isLeftOut(resolve(folder, entry.name), entry.isDirectory()),
        ),
      );
    });
  return readdir as typeof fs.readdir;
}
