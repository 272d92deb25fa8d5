/**
 * Keeps what V8 compiled of this program in a file, so that the next start need not compile it again. Node's own cache has none of
 * the functions that are compiled when they first run, which are those that reading a file takes.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { Script } from 'node:vm';

const FILE = 'compiled.bin';
/** Milliseconds. The first file has been read by then, and V8 has thrown away nothing that was used for it. */
const SETTLED = 10_000;
const HASH_BYTES = 32;

/** What was compiled of the parts of one build, by a hash of their sources. */
interface Compiled {
  readonly build: string;
  readonly parts: Map<string, Buffer>;
}

type Part = (
  exports: unknown,
  require: NodeJS.Module['require'],
  module: NodeJS.Module,
  file: string,
  folder: string,
) => void;

/**
 * From here on parts of the program are taken compiled from a file in `folder`, where they are in it; once, when there are others,
 * all are kept there. A folder that can't be read or written makes no difference but time. `entry`: the file that names all parts.
 */
export function keepCompiled(folder: string, entry: string): void {
  const build = hashOf(readFileSync(entry));
  const known = readCompiled(folder, build);
  const others = new Map<string, Script>();

  createRequire(entry).extensions['.cjs'] = (module, file) => {
    const source = readFileSync(file);
    const hash = hashOf(source);
    const cachedData = known.get(hash);
    known.delete(hash);
    const wrapped = `(function(exports,require,module,__filename,__dirname){${source}\n})`;
    const script = new Script(wrapped, { filename: file, ...(cachedData && { cachedData }) });
    // V8 refuses what another version of it has made, or one with other settings.
    if (script.cachedDataRejected !== false) others.set(hash, script);
    const run = script.runInThisContext() as Part;
    run.call(module.exports, module.exports, module.require.bind(module), module, file, dirname(file));
  };

  const keep = (): void => {
    if (others.size === 0) return;
    const parts = readCompiled(folder, build);
    for (const [hash, script] of others) parts.set(hash, script.createCachedData());
    others.clear();
    write(folder, { build, parts });
  };
  setTimeout(keep, SETTLED).unref();
  process.once('exit', keep);
}

function readCompiled(folder: string, build: string): Compiled['parts'] {
  try {
    const whole = readFileSync(join(folder, FILE));
    const kept = whole.subarray(HASH_BYTES);
    // V8 runs what it is given, a damaged file too.
    if (!digest(kept).equals(whole.subarray(0, HASH_BYTES))) return new Map();
    const compiled = deserialize(kept) as Compiled;
    return compiled.build === build ? compiled.parts : new Map();
  } catch {
    return new Map();
  }
}

/** Whole or not at all: another window may be reading it. */
function write(folder: string, compiled: Compiled): void {
  const part = join(folder, `${FILE}.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    const kept = serialize(compiled);
    writeFileSync(part, Buffer.concat([digest(kept), kept]));
    try {
      renameSync(part, join(folder, FILE));
    } finally {
      // Windows moves nothing over a file that another window reads.
      rmSync(part, { force: true });
    }
  } catch {
    // The next start compiles again.
  }
}

function digest(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

function hashOf(source: Buffer): string {
  return digest(source).toString('base64');
}
