/**
 * The model that a file names among those that a server has. Only what is certainly the same is taken: another model is never
 * rendered because its name is near.
 */
import type { FileNames } from '../knowledge/file-names.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { ServerModel } from './backend.ts';

export type ModelMatch =
  /** The server's name, which may be spelled otherwise. */
  | { readonly found: string }
  /** A person has to say. The server's names, closest first. */
  | { readonly found: null; readonly closest: readonly string[] };

/** A1111 and its kin write a hash behind the name. */
const BRACKETED_HASH = /(?<!\s)\s*\[([0-9a-f]{6,64})\]\s*$/i;
/** A hash in place of a name: SHA-256, its first ten digits (A1111), or the older eight. */
const BARE_HASH = /^([0-9a-f]{64}|[0-9a-f]{10}|[0-9a-f]{8})$/i;
interface Name {
  /** As the server or the file writes it. */
  readonly whole: string;
  /** Parts of the path in lower case, without hash and extension. */
  readonly path: readonly string[];
  readonly extension: string | null;
  readonly hashes: readonly string[];
}

/**
 * Looks for a model. The same are: the same text; the same hash; the same file under another spelling of case, folders,
 * separators and extension, unless hashes say otherwise. Where several are the same or none is, a person is to be asked.
 * What `knowledge` says of their families only helps to order the question.
 */
export function matchModel(
  wanted: string,
  models: readonly ServerModel[],
  knowledge: Knowledge,
  field: 'model' | 'lora' = 'model',
): ModelMatch {
  const exact = models.find(({ name }) => name === wanted);
  if (exact) return { found: wanted };
  const { files } = knowledge;
  const asked = parse(wanted, [], files);
  const names = [...new Map(models.map((model) => [model.name, parse(model.name, model.hashes, files)])).values()];
  const byHash = names.filter((name) => hashesOf(asked, name) === 'same');
  const same = byHash.length > 0 ? byHash : names.filter((name) => isSameFile(asked, name));
  if (same.length === 1) return { found: same[0].whole };
  const rank = closeness(asked, files, (name) => knowledge.model(name, field)?.id ?? null);
  const closest = names
    .map((name) => ({ name, rank: rank(name) + (same.includes(name) ? 10 : 0) }))
    .sort((a, b) => b.rank - a.rank || a.name.whole.localeCompare(b.name.whole))
    .map(({ name }) => name.whole);
  return { found: null, closest };
}

/** How near a name must be to be worth a word. */
const NEAR = 0.6;

/** The one of a server's names that is nearest to a name that it lacks; `null` where none is near. */
export function nearestOf(wanted: string, names: readonly string[], files: FileNames): string | null {
  const rank = closeness(parse(wanted, [], files), files, () => null);
  const ranked = names.map((name) => ({ name, rank: rank(parse(name, [], files)) })).sort((a, b) => b.rank - a.rank);
  return ranked.length > 0 && ranked[0].rank >= NEAR ? ranked[0].name : null;
}

function parse(whole: string, known: readonly string[], files: FileNames): Name {
  const bracketed = BRACKETED_HASH.exec(whole)?.[1];
  const bare = BARE_HASH.exec(whole.trim())?.[1];
  const text = whole.replace(BRACKETED_HASH, '').trim().replaceAll('\\', '/');
  const extension = files.weights(text);
  const path = files
    .withoutEnding(text)
    .toLowerCase()
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  const hashes = [...known, bracketed, bare].flatMap((hash) => (hash ? hash.toLowerCase() : []));
  return { whole, path, extension, hashes };
}

/** Whether hashes tell two models together or apart. A short one is compared with the beginning of a SHA-256. */
function hashesOf(a: Name, b: Name): 'same' | 'different' | 'unknown' {
  const pairs = a.hashes.flatMap((one) => b.hashes.map((other) => [one, other] as const));
  if (pairs.some(([one, other]) => one.startsWith(other) || other.startsWith(one))) return 'same';
  // The older eight digits are of another kind than all others.
  const comparable = pairs.some(([one, other]) => (one.length === 8) === (other.length === 8));
  return comparable ? 'different' : 'unknown';
}

/** The same file name, where the folders that both tell agree. */
function isSameFile(a: Name, b: Name): boolean {
  if (a.path.length === 0 || hashesOf(a, b) === 'different') return false;
  if (a.extension !== null && b.extension !== null && a.extension !== b.extension) return false;
  const [short, long] = a.path.length <= b.path.length ? [a.path, b.path] : [b.path, a.path];
  return short.every((part, index) => part === long[long.length - short.length + index]);
}

/** How near names are to one: 2 for another form of the same weights, 1 more for the same family, and up to 1 for letters in common. */
function closeness(asked: Name, files: FileNames, familyOf: (name: string) => string | null): (name: Name) => number {
  const words = stem(asked, files);
  const pairs = pairsOf(words);
  const family = familyOf(asked.whole);
  return (name) => {
    const others = stem(name, files);
    const otherPairs = pairsOf(others);
    const common = [...pairs].filter((pair) => otherPairs.has(pair)).length;
    const letters = (2 * common) / Math.max(1, pairs.size + otherPairs.size);
    return (words === others ? 2 : 0) + (family !== null && familyOf(name.whole) === family ? 1 : 0) + letters;
  };
}

/** The file's name without words for the form of its weights. */
function stem({ path }: Name, files: FileNames): string {
  const words = (path.at(-1) ?? '').split(/[\s_.-]+/);
  const telling = words.filter((word) => !files.isForm(word));
  return (telling.length > 0 ? telling : words).join(' ');
}

function pairsOf(text: string): ReadonlySet<string> {
  return new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2)));
}
