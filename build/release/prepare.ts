/** What a version needs before it is committed: its number wherever that is said, its part of the changelog, and where the project is to be found. */
import * as v from 'valibot';
import { sectionsOf } from './refusals.ts';

const VersionSchema = v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/, 'is three numbers, as in 1.2.3'));
const AddressSchema = v.pipe(
  v.string(),
  v.regex(/^https:\/\/[^/\s]+\/\S+[^/\s]$/, 'is an address as in https://HOST/OWNER/NAME'),
);

export interface Texts {
  readonly manifest: string;
  readonly lock: string;
  readonly changelog: string;
  /** docs/ci.md, whose examples name the project and its version. */
  readonly ci: string;
}

/** Where they are. */
export const FILES: Readonly<Record<keyof Texts, string>> = {
  manifest: 'package.json',
  lock: 'package-lock.json',
  changelog: 'CHANGELOG.md',
  ci: 'docs/ci.md',
};

export const TEXTS = Object.keys(FILES) as readonly (keyof Texts)[];

/** The files as they are committed for a version. `repository`: `null` where package.json names one. Throws Error. Pure. */
export function prepared({ manifest, lock, changelog, ci }: Texts, version: string, repository: string | null): Texts {
  if (!v.is(VersionSchema, version)) throw new Error(`"${version}" is no version: three numbers, as in 1.2.3.`);
  if (repository !== null && !v.is(AddressSchema, repository))
    throw new Error(`"${repository}" is no address of a repository: https://HOST/OWNER/NAME.`);
  // What is read here only says that both are what they should be: it has the keys in another order.
  const [named, locked] = [JSON.parse(manifest), JSON.parse(lock)];
  v.parse(v.object({ version: v.string() }), named);
  v.parse(v.object({ version: v.string(), packages: v.object({ '': v.object({ version: v.string() }) }) }), locked);
  const { packages } = locked;
  return {
    manifest: json({ ...named, version, ...(repository === null ? {} : addresses(repository)) }),
    lock: json({ ...locked, version, packages: { ...packages, '': { ...packages[''], version } } }),
    changelog: changelog.startsWith(`# Changelog\n\n## ${version}\n`)
      ? changelog
      : changelog.replace(/^## Unreleased$/m, `## ${version}`),
    ci: withAddress(ci, repository).replace(/(?<=rev: |@)v\d+\.\d+\.\d+$/gm, `v${version}`),
  };
}

/** What was written, for a person, and what is left to write. Pure. */
export function saidOf(before: Texts, after: Texts, version: string): string {
  const written = TEXTS.filter((name) => before[name] !== after[name]);
  const isNew = sectionsOf(after.changelog)[0]?.name === version;
  return [
    written.length === 0
      ? 'Nothing was to be written.'
      : `Written into ${written.map((name) => FILES[name]).join(', ')}.`,
    ...(isNew ? [] : [`${FILES.changelog} has no "## Unreleased" at its head: write there what is new in ${version}.`]),
    'Look at the diff, commit it, let `npm test` pass.',
  ].join(' ');
}

/** As GitHub and those like it lay a project out; whoever commits sees them, and can change them. */
function addresses(repository: string): object {
  return {
    repository: { type: 'git', url: `${repository.replace(/\.git$/, '')}.git` },
    bugs: { url: `${repository.replace(/\.git$/, '')}/issues` },
    homepage: `${repository.replace(/\.git$/, '')}#readme`,
  };
}

/** With the project's name where an example leaves it open. */
function withAddress(text: string, repository: string | null): string {
  if (repository === null) return text;
  const address = repository.replace(/\.git$/, '');
  return text
    .replaceAll('<address of this repository>', address)
    .replaceAll('<owner>/<repository>', new URL(address).pathname.slice(1));
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
