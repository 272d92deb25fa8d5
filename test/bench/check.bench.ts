/**
 * What `sweetspot check` takes for 10,000 files, beside yamllint and ESLint's JSON plugin where these are installed, on the same
 * files in one run. Seconds of processor, which a busy machine does not change, and of the clock.
 *
 *     npm run build && npx tsx test/bench/check.bench.ts
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';

const FILES = 10_000;
const folder = mkdtempSync(join(tmpdir(), 'sweetspot-bench-'));

/** The cases, over and over, each copy its own text. */
function writeFiles(): void {
  const sources = readdirSync('test/cases', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(json|ya?ml)$/.test(name))
    .map((name) => join('test/cases', name));
  const texts = sources.map((file) => ({ end: extname(file), text: readFileSync(file, 'utf8') }));
  for (let index = 0; index < FILES; index += 1) {
    const { end, text } = texts[index % texts.length];
    const sub = join(folder, String(index % 100));
    mkdirSync(sub, { recursive: true });
    writeFileSync(join(sub, `${index}${end}`), end === '.json' ? `${text}\n` : `# ${index}\n${text}`);
  }
}

function measure(name: string, command: string, args: readonly string[]): void {
  const found = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>/dev/null', 'bash', command, ...args],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  const [clock, user, system] = (found.stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  console.log(
    `${name}: ${(user + system).toFixed(1)} s of processor, ${clock.toFixed(1)} s of the clock (${FILES} files)`,
  );
}

const isThere = (command: string): boolean => spawnSync(command, ['--version']).status === 0;

try {
  writeFiles();
  measure('sweetspot check', process.execPath, [resolve('dist/cli.cjs'), 'check', '.']);
  if (isThere('yamllint')) measure('yamllint', 'yamllint', ['-d', 'relaxed', '.']);
  if (isThere('eslint')) measure('ESLint with @eslint/json', 'eslint', ['.']);
} finally {
  rmSync(folder, { recursive: true });
}
