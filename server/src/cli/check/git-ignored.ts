/** What `.gitignore` files and `.git/info/exclude` leave out, as git understands them. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The patterns of one folder. */
interface Layer {
  readonly folder: string;
  readonly patterns: Ignore;
}

/** Whether git would leave out what is at an absolute path, apart from the folders that it is in. */
export type GitIgnored = (path: string, isFolder: boolean) => boolean;

/**
 * For what lies below `start`. Patterns of the folders above it count up to the repository's own, and none where there is no
 * repository. Each folder's file is read once.
 */
export function gitIgnored(start: string): GitIgnored {
  const top = repositoryOf(resolve(start)) ?? resolve(start);
  const known = new Map<string, readonly Layer[]>();
  const layersOf = (folder: string): readonly Layer[] => {
    const before = known.get(folder);
    if (before) return before;
    const above = folder === top || dirname(folder) === folder ? [] : layersOf(dirname(folder));
    const files = [...(folder === top ? [join(folder, '.git', 'info', 'exclude')] : []), join(folder, '.gitignore')];
    const texts = files.flatMap((file) => textOf(file) ?? []);
    const layers = texts.length === 0 ? above : [...above, { folder, patterns: ignore().add(texts.join('\n')) }];
    known.set(folder, layers);
    return layers;
  };
  return (path, isFolder) => {
    // The nearest folder's patterns decide, where they say anything.
    for (const { folder, patterns } of layersOf(dirname(path)).toReversed()) {
      const { ignored, unignored } = patterns.test(
        `${relative(folder, path).split(sep).join('/')}${isFolder ? '/' : ''}`,
      );
      if (ignored || unignored) return ignored;
    }
    return false;
  };
}

function repositoryOf(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return null;
  }
}

/** Bytes of patterns that are read. */
const MOST = 1e6;

/** `null` where there is none that can be read. A repository may have a link to a device under any name, which would never end. */
function textOf(file: string): string | null {
  try {
    const found = statSync(file);
    return found.isFile() && found.size <= MOST ? readFileSync(file, 'utf8') : null;
  } catch {
    return null;
  }
}
