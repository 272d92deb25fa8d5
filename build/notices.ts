/** What is said of other people's code in the bundles: their licences ask for it. Made from what the bundler has taken in. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** A package of which something is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As its package.json names it, in SPDX. */
  readonly license: string;
  /** Its licence, and what it says of others in turn, word for word. */
  readonly texts: readonly string[];
}

const INTRO = `Sweetspot contains code of the packages below, under these licences.
This file is made by the build, from the list of what the bundler has taken in.
`;

/** Where a package begins in the path of a source: the last one, where packages lie inside of others. */
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const LICENCE = /^(licen[cs]e|copying)/i;
const NOTICE = /notice/i;

/** Licences of packages that leave theirs in their repository only: files by the package's name, with `+` for `/`. */
const LEFT_OUT = 'build/licences';

/** The packages in the bundles, by name. Throws an Error that names each that says nothing of its licence. */
export async function bundledPackages(metafiles: readonly Metafile[], root = '.'): Promise<BundledPackage[]> {
  const folders = new Set(metafiles.flatMap(sourcesIn).flatMap((source) => PACKAGE.exec(source)?.[0] ?? []));
  const read = await Promise.all([...folders].map((folder) => packageIn(join(root, folder))));
  const silent = read.filter(({ license, texts }) => license === '' || texts.length === 0);
  if (silent.length > 0) {
    const names = silent.map(({ name }) => name).join(', ');
    throw new Error(`These packages are bundled, but hold no licence that could be passed on: ${names}`);
  }
  const once = new Map(read.map((each) => [`${each.name} ${each.version}`, each]));
  return [...once.values()].sort(
    (a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'),
  );
}

/** Writes the notices of all bundles. */
export async function writeNotices(metafiles: readonly Metafile[], file: string): Promise<void> {
  await writeFile(file, noticesOf(await bundledPackages(metafiles)));
}

/** The notices as a text. */
export function noticesOf(packages: readonly BundledPackage[]): string {
  const parts = packages.map(({ name, version, license, texts }) =>
    [`${'-'.repeat(80)}\n${name} ${version} (${license})`, ...texts].join('\n\n'),
  );
  return `${[INTRO, ...parts].join('\n')}\n`;
}

/** Sources of which something is in the outputs. */
function sourcesIn({ outputs }: Metafile): string[] {
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([source, { bytesInOutput }]) => (bytesInOutput > 0 ? [source] : [])),
  );
}

async function packageIn(folder: string): Promise<BundledPackage> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = manifest as { name: string; version: string; license?: unknown };
  const files = (await readdir(folder)).sort();
  const texts = [...files.filter((file) => LICENCE.test(file)), ...files.filter((file) => NOTICE.test(file))];
  const paths = files.some((file) => LICENCE.test(file))
    ? texts.map((file) => join(folder, file))
    : await leftOut(name);
  return {
    ...{ name, version, license: typeof license === 'string' ? license : '' },
    texts: await Promise.all(paths.map(async (path) => (await readFile(path, 'utf8')).trim())),
  };
}

/** Where the licence of a package is that holds none; nowhere where we have none either. */
async function leftOut(name: string): Promise<string[]> {
  const file = `${name.replace('/', '+')}.txt`;
  return (await readdir(LEFT_OUT)).includes(file) ? [join(LEFT_OUT, file)] : [];
}

/** The names of the packages that notices speak of. */
export function namesIn(notices: string): string[] {
  return [...notices.matchAll(/^-{80}\n(\S+) \S+ \(.*\)$/gm)].map(([, name]) => name);
}
