/** Makes what is published of the commit that is checked out, in `release/`, or says all that stands in its way. */
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { mustRun, run } from '../process.ts';
import { type Artifacts, makeArtifacts, type Published, sumOf } from './artifacts.ts';
import { refusals } from './refusals.ts';
import { TESTED } from './tested.ts';

/** What is done in a copy of the commit. */
export interface Steps {
  /** Brings in the packages that the lock file names. */
  install(copy: string): Promise<unknown>;
  make(copy: string, epoch: number, published: Published): Promise<Artifacts>;
}

const STEPS: Steps = {
  install: (copy) =>
    mustRun('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: copy }),
  make: makeArtifacts,
};

/** Answers what to say of it; `root` is the checkout. Throws Error with all reasons against a release. */
export async function release(root: string, steps = STEPS): Promise<string> {
  const text = (file: string): Promise<string> => readFile(join(root, file), 'utf8');
  const git = async (...args: string[]): Promise<string> => (await mustRun('git', args, { cwd: root })).trim();
  const manifest = await text('package.json');
  const { version, repository } = JSON.parse(manifest) as { version: string; repository?: { url: string } };
  const tag = `v${version}`;
  const tagged = await run('git', ['rev-parse', '--verify', '--quiet', `${tag}^{commit}`], { cwd: root });
  const commit = await git('rev-parse', 'HEAD');
  const why = refusals({
    status: await git('status', '--porcelain'),
    tree: await git('rev-parse', 'HEAD^{tree}'),
    tested: await text(TESTED).catch(() => null),
    tagged: tagged.code === 0 ? tagged.output.trim() : null,
    commit,
    manifest,
    changelog: await text('CHANGELOG.md'),
  });
  if (why.length > 0 || !repository) throw new Error(`No release:\n- ${why.join('\n- ')}`);

  const home = await mkdtemp(join(tmpdir(), 'sweetspot-release-'));
  try {
    // Both before either is built: whoever works on meanwhile changes neither.
    const copies = [join(home, 'a'), join(home, 'another-place/b')];
    for (const copy of copies) await copyOf(commit, root, copy);
    const epoch = Number(await git('log', '-1', '--format=%ct', commit));
    const published = { repository: repository.url.replace(/\.git$/, ''), tag };
    const made: Artifacts[] = [];
    for (const copy of copies) {
      await steps.install(copy);
      made.push(await steps.make(copy, epoch, published));
    }
    const files = await kept(made, join(root, 'release'), version);
    return said(files, tag, await git('rev-parse', '--short', commit));
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** The files of a commit, and nothing that lies beside them. */
async function copyOf(commit: string, root: string, copy: string): Promise<void> {
  await mkdir(copy, { recursive: true });
  const archive = `${copy}.tar`;
  await mustRun('git', ['archive', '--output', archive, commit], { cwd: root });
  await mustRun('tar', ['-xf', archive, '-C', copy]);
  await rm(archive);
}

interface Kept {
  /** From the root. */
  readonly file: string;
  readonly bytes: number;
}

/** Copies what both builds have come to into a folder, with its checksums. Throws where they differ. */
async function kept([one, other]: readonly Artifacts[], folder: string, version: string): Promise<Kept[]> {
  const names = { vsix: `sweetspot-${version}.vsix`, tarball: `sweetspot-${version}.tgz` };
  await rm(folder, { recursive: true, force: true });
  const files: Kept[] = [];
  const sums: string[] = [];
  for (const kind of ['vsix', 'tarball'] as const) {
    const [sum, again] = [await sumOf(one[kind]), await sumOf(other[kind])];
    if (sum !== again) throw new Error(`No release: two builds of the same commit differ in ${names[kind]}.`);
    sums.push(`${sum}  ${names[kind]}\n`);
  }
  await mkdir(folder);
  for (const kind of ['vsix', 'tarball'] as const) {
    await copyFile(one[kind], join(folder, names[kind]));
    files.push({ file: join(basename(folder), names[kind]), bytes: (await stat(one[kind])).size });
  }
  await writeFile(join(folder, 'SHA256SUMS'), sums.join(''));
  return files;
}

function said(files: readonly Kept[], tag: string, commit: string): string {
  const [vsix, tarball] = files.map(({ file }) => file);
  return [
    `Of ${commit}, the same bytes twice:`,
    ...files.map(({ file, bytes }) => `  ${file}  ${bytes} bytes`),
    '',
    'To publish:',
    `  git tag ${tag} && git push origin ${tag}`,
    `  npx vsce publish --packagePath ${vsix}`,
    `  npm publish ${tarball}`,
  ].join('\n');
}
