/** A release to its end, in a small repository; `test/package` builds what is published for real. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mustRun } from '../../build/process.ts';
import type { Artifacts, Published } from '../../build/release/artifacts.ts';
import { sumOf } from '../../build/release/artifacts.ts';
import { release, type Steps } from '../../build/release/release.ts';
import { TESTED } from '../../build/release/tested.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';

const MANIFEST = {
  version: '0.2.0',
  repository: { type: 'git', url: 'https://example.com/a/b.git' },
  bugs: { url: 'https://example.com/a/b/issues' },
  homepage: 'https://example.com/a/b#readme',
};
const COMMITTED: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify(MANIFEST),
  'CHANGELOG.md': '# Changelog\n\n## 0.2.0\n\n- New.\n',
  'source.txt': 'as committed\n',
  '.gitignore': 'test/output/\nrelease/\nnotes.txt\n',
};

let temporary: TemporaryFolder;
const path = (name: string): string => join(temporary.path, name);
const git = (...args: string[]) =>
  mustRun('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: temporary.path,
    shell: false,
    env: { ...process.env, GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z', GIT_CONFIG_GLOBAL: '/dev/null' },
  });

async function put(name: string, text: string): Promise<void> {
  await mkdir(dirname(path(name)), { recursive: true });
  await writeFile(path(name), text);
}

beforeEach(async () => {
  temporary = await temporaryFolder();
  for (const [name, text] of Object.entries(COMMITTED)) await put(name, text);
  await git('init', '--quiet');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'A version');
  const tree = (await git('rev-parse', 'HEAD^{tree}')).trim();
  await put(TESTED, JSON.stringify({ tree, passed: 3, failed: 0 }));
  await put('notes.txt', 'git does not know this');
});
afterEach(() => temporary.remove());

interface Built {
  readonly copy: string;
  readonly files: readonly string[];
  readonly epoch: number;
  readonly published: Published;
}

/** Steps that remember what they were given; `text`: what the nth build makes of its source. */
function building(text: (source: string, index: number) => string): { steps: Steps; built: Built[] } {
  const built: Built[] = [];
  const installed = new Set<string>();
  const steps: Steps = {
    install: async (copy) => installed.add(copy),
    async make(copy, epoch, published): Promise<Artifacts> {
      expect(installed).toContain(copy);
      built.push({ copy, files: (await readdir(copy)).sort(), epoch, published });
      const made = { vsix: join(copy, 'made.vsix'), tarball: join(copy, 'made.tgz') };
      const said = text(await readFile(join(copy, 'source.txt'), 'utf8'), built.length);
      for (const [kind, file] of Object.entries(made)) await writeFile(file, `${kind} ${said}`);
      // Whoever works on meanwhile.
      await put('source.txt', `changed before build ${built.length + 1}`);
      await git('commit', '--quiet', '--all', '--message', 'More');
      return made;
    },
  };
  return { steps, built };
}

test('what two copies of the commit come to is laid down with its checksums, and how to publish is said', async () => {
  const { steps, built } = building((source) => source);
  const commit = (await git('rev-parse', '--short', 'HEAD')).trim();
  await put('release/of-before.vsix', '');
  const said = await release(temporary.path, steps);

  const [vsix, tarball] = ['sweetspot-0.2.0.vsix', 'sweetspot-0.2.0.tgz'];
  expect((await readdir(path('release'))).sort()).toEqual(['SHA256SUMS', tarball, vsix].sort());
  expect(await readFile(path(`release/${vsix}`), 'utf8')).toBe('vsix as committed\n');
  expect(await readFile(path(`release/${tarball}`), 'utf8')).toBe('tarball as committed\n');
  const sums = await Promise.all(
    [vsix, tarball].map(async (name) => `${await sumOf(path(`release/${name}`))}  ${name}`),
  );
  expect(await readFile(path('release/SHA256SUMS'), 'utf8')).toBe(`${sums.join('\n')}\n`);

  expect(built.map(({ files }) => files)).toEqual([Object.keys(COMMITTED).sort(), Object.keys(COMMITTED).sort()]);
  expect(built[0].copy).not.toBe(built[1].copy);
  const published = { repository: 'https://example.com/a/b', tag: 'v0.2.0' };
  const epoch = Date.parse('2026-01-02T03:04:05Z') / 1000;
  expect(built).toMatchObject([
    { epoch, published },
    { epoch, published },
  ]);
  for (const { copy } of built) expect(existsSync(copy)).toBe(false);
  expect(said).toContain(`Of ${commit}, the same bytes twice:`);
  expect(said).toContain(`release/${vsix}  ${'vsix as committed\n'.length} bytes`);
  expect(said).toContain('git tag v0.2.0 && git push origin v0.2.0');
});

test('two builds that differ are no release, and nothing is left of them', async () => {
  const { steps, built } = building((source, index) => `${source}${index}`);
  await expect(release(temporary.path, steps)).rejects.toThrow(
    'two builds of the same commit differ in sweetspot-0.2.0.vsix',
  );
  expect(existsSync(path('release'))).toBe(false);
  for (const { copy } of built) expect(existsSync(copy)).toBe(false);
});

test('nothing is built of what is refused', async () => {
  const { steps, built } = building((source) => source);
  await put('source.txt', 'not committed');
  await expect(release(temporary.path, steps)).rejects.toThrow(/^No release:\n- The tree is not clean/);
  expect(built).toEqual([]);
});
