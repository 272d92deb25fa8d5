/** A release comes to its end, and is the same bytes wherever it is built. */
import { cp, link, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeArtifacts, sumOf } from '../../build/release/artifacts.ts';
import { TESTED } from '../../build/release/tested.ts';
import { mustRun, run } from '../support/process.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';

const REPOSITORY = 'https://example.com/someone/sweetspot';

/** What is not part of the sources; their packages are brought in by themselves. */
const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.vscode-host', '.vscode-test', '.bench-peers', 'output']);

let temporary: TemporaryFolder;
beforeAll(async () => {
  temporary = await temporaryFolder();
});
afterAll(() => temporary.remove());

/** The sources as they are now, at another place. */
async function copyTo(place: string): Promise<string> {
  const folder = join(temporary.path, place);
  await mkdir(folder, { recursive: true });
  await cp('.', folder, {
    recursive: true,
    // `release` is what a release makes, and a folder of ours elsewhere.
    filter: (path) => !NOT_OURS.has(basename(path)) && path !== 'release' && !path.endsWith('.vsix'),
  });
  await linked('node_modules', join(folder, 'node_modules'));
  return folder;
}

/** The same files under other names: copies of hundreds of megabytes would take as long as the build. */
async function linked(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linked(source, target);
    else if (entry.isSymbolicLink()) await cp(source, target, { verbatimSymlinks: true });
    else await link(source, target).catch(() => cp(source, target));
  }
}

/** Runs a program there as somebody else would: other rights for new files, another zone of time. */
async function elsewhere<T>(use: () => Promise<T>): Promise<T> {
  const before = { umask: process.umask(0o077), zone: process.env.TZ };
  process.env.TZ = 'Asia/Kolkata';
  try {
    return await use();
  } finally {
    process.umask(before.umask);
    if (before.zone === undefined) delete process.env.TZ;
    else process.env.TZ = before.zone;
  }
}

test('npm run release makes what is built of the same sources elsewhere, by another, at another time', async () => {
  const cwd = await copyTo('one');
  const git = (...args: string[]) =>
    mustRun('git', ['-c', 'user.name=someone', '-c', 'user.email=someone@example.com', ...args], { cwd, shell: false });
  const release = (...args: string[]) => run('npx', ['tsx', 'build/release/main.ts', ...args], { cwd });
  await git('init', '--quiet');
  const { version } = JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8')) as { version: string };
  expect((await release('prepare', version, '--repository', REPOSITORY)).output).toMatch(/^Written into /);
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'A version');
  expect((await release()).output).toContain('This commit is not tested');
  await mkdir(join(cwd, 'test/output'), { recursive: true });
  const tree = (await git('rev-parse', 'HEAD^{tree}')).trim();
  await writeFile(join(cwd, TESTED), JSON.stringify({ tree, passed: 1, failed: 0 }));

  const { code, output } = await release();
  expect(output).toContain(`git tag v${version}`);
  expect(code).toBe(0);
  const [vsix, tarball] = [`sweetspot-${version}.vsix`, `sweetspot-${version}.tgz`];
  const made = join(cwd, 'release');
  expect((await readdir(made)).sort()).toEqual(['SHA256SUMS', tarball, vsix]);
  const sums = Object.fromEntries(
    (await readFile(join(made, 'SHA256SUMS'), 'utf8')).split('\n').map((line) => line.split('  ').reverse()),
  );
  const readme = await mustRun('unzip', ['-p', join(made, vsix), 'extension/readme.md']);
  expect(readme).toContain(`](${REPOSITORY}/raw/v${version}/docs/images/`);
  expect(readme).not.toMatch(/\]\((?!https:|#)/);

  const place = await copyTo('a/much longer/place');
  for (const file of ['package.json', 'package-lock.json', 'CHANGELOG.md', 'docs/ci.md'])
    await cp(join(cwd, file), join(place, file));
  const epoch = Number(await git('log', '-1', '--format=%ct'));
  const again = await elsewhere(() => makeArtifacts(place, epoch, { repository: REPOSITORY, tag: `v${version}` }));
  expect({ [vsix]: await sumOf(again.vsix), [tarball]: await sumOf(again.tarball) }).toEqual({
    [vsix]: sums[vsix],
    [tarball]: sums[tarball],
  });
}, 1_500_000);
