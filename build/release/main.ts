/**
 * `npm run release`: makes what is published of the commit that is checked out, in `release/`, and publishes nothing.
 *
 *     npm run release -- prepare 0.2.0 [--repository https://HOST/OWNER/NAME]   writes version, changelog and addresses, to be committed
 *     npm run release                                                          the VSIX, npm's tarball and their checksums
 *
 * It refuses a tree that is not clean, not tested (`npm test` leaves a mark), has no changelog or no address. It builds twice, from
 * two copies of the commit with packages as the lock file names them, and refuses where these differ in a byte.
 */
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { mustRun, run, toItsEnd } from '../../test/support/process.ts';
import { makeArtifacts, type Published, sumOf } from './artifacts.ts';
import { prepared } from './prepare.ts';
import { refusals } from './refusals.ts';
import { TESTED } from './tested.ts';

const OUTPUT = 'release';

const text = (file: string): Promise<string> => readFile(file, 'utf8');
const git = async (...args: string[]): Promise<string> => (await mustRun('git', args)).trim();

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { repository: { type: 'string' } } });
  const [command, version] = positionals;
  if (command === 'prepare') return prepare(version ?? '', values.repository ?? null);
  if (command !== undefined) throw new Error(`There is no "${command}": prepare VERSION, or nothing.`);
  await release();
}

async function prepare(version: string, repository: string | null): Promise<void> {
  const files = {
    ...{ manifest: 'package.json', lock: 'package-lock.json', changelog: 'CHANGELOG.md' },
    ci: 'docs/ci.md',
  };
  const [manifest, lock, changelog, ci] = await Promise.all(Object.values(files).map(text));
  const texts = prepared({ manifest, lock, changelog, ci }, version, repository);
  for (const [name, file] of Object.entries(files)) await writeFile(file, texts[name as keyof typeof files]);
  console.log(`Written into ${Object.values(files).join(', ')}. Look at the diff, commit it, let \`npm test\` pass.`);
}

async function release(): Promise<void> {
  const manifest = await text('package.json');
  const { version, repository } = JSON.parse(manifest) as { version: string; repository?: { url: string } };
  const tag = `v${version}`;
  const tagged = await run('git', ['rev-parse', '--verify', '--quiet', `${tag}^{commit}`]);
  const why = refusals({
    status: await git('status', '--porcelain'),
    tree: await git('rev-parse', 'HEAD^{tree}'),
    tested: await text(TESTED).catch(() => null),
    tagged: tagged.code === 0 ? tagged.output.trim() : null,
    commit: await git('rev-parse', 'HEAD'),
    manifest,
    changelog: await text('CHANGELOG.md'),
  });
  if (why.length > 0 || !repository) throw new Error(`No release:\n- ${why.join('\n- ')}`);
  const published = { repository: repository.url.replace(/\.git$/, ''), tag };
  const made = await makeTwice(Number(await git('log', '-1', '--format=%ct')), published);
  console.log(`In ${OUTPUT}/, of ${await git('rev-parse', '--short', 'HEAD')}, the same bytes twice:`);
  for (const file of made) console.log(`  ${basename(file)}  ${(await stat(file)).size} bytes`);
  const [vsix, tarball] = made;
  console.log(
    `\nTo publish:\n  git tag ${tag} && git push origin ${tag}\n  npx vsce publish --packagePath ${vsix}\n  npm publish ${tarball}`,
  );
}

/** Copies what both builds have come to into the output folder; the files there. */
async function makeTwice(epoch: number, published: Published): Promise<[vsix: string, tarball: string]> {
  const home = await mkdtemp(join(tmpdir(), 'sweetspot-release-'));
  try {
    const copies = [join(home, 'a'), join(home, 'another-place/b')];
    const made = [];
    for (const copy of copies) {
      await mkdir(copy, { recursive: true });
      await mustRun('bash', ['-c', `git archive HEAD | tar -x -C '${copy}'`], { shell: false });
      await mustRun('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: copy });
      made.push(await makeArtifacts(copy, epoch, published));
    }
    const [one, other] = made;
    const { version } = JSON.parse(await text('package.json')) as { version: string };
    const names = { vsix: `sweetspot-${version}.vsix`, tarball: `sweetspot-${version}.tgz` };
    await rm(OUTPUT, { recursive: true, force: true });
    await mkdir(OUTPUT);
    const sums: string[] = [];
    for (const kind of ['vsix', 'tarball'] as const) {
      const [sum, again] = [await sumOf(one[kind]), await sumOf(other[kind])];
      if (sum !== again) throw new Error(`No release: two builds of the same commit differ in ${names[kind]}.`);
      await copyFile(one[kind], join(OUTPUT, names[kind]));
      sums.push(`${sum}  ${names[kind]}\n`);
    }
    await writeFile(join(OUTPUT, 'SHA256SUMS'), sums.join(''));
    return [join(OUTPUT, names.vsix), join(OUTPUT, names.tarball)];
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

await toItsEnd(main());
