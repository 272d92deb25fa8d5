/** Why a commit is no release. */
import * as v from 'valibot';
import { TestedSchema } from './tested.ts';

/** What is looked at. */
export interface State {
  /** What `git status --porcelain` says. */
  readonly status: string;
  /** Of the commit: the hash of its tree. */
  readonly tree: string;
  /** What `npm test` has left; `null` where it has left nothing. */
  readonly tested: string | null;
  /** The commit that has the version's tag, and the one that is released; `null` where nothing has it. */
  readonly tagged: string | null;
  readonly commit: string;
  /** package.json and CHANGELOG.md. */
  readonly manifest: string;
  readonly changelog: string;
}

const address = v.pipe(v.string(), v.url(), v.startsWith('https://'));
const ManifestSchema = v.object({
  version: v.string(),
  repository: v.optional(v.object({ type: v.literal('git'), url: address })),
  bugs: v.optional(v.object({ url: address })),
  homepage: v.optional(address),
});

/** One sentence each, with the way out; none where the commit may be released. Pure. */
export function refusals({ status, tree, tested, tagged, commit, manifest, changelog }: State): string[] {
  const read = v.safeParse(ManifestSchema, JSON.parse(manifest));
  if (!read.success)
    return [`package.json: ${read.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`).join('; ')}`];
  const { version, ...addresses } = read.output;
  const missing = (['repository', 'bugs', 'homepage'] as const).filter((name) => addresses[name] === undefined);
  const section = sectionsOf(changelog)[0];
  return [
    ...(status.trim() === '' ? [] : [`The tree is not clean: commit or remove\n${status.trimEnd()}`]),
    ...(isTested(tested, tree) ? [] : ['This commit is not tested: let `npm test` pass on it, with nothing changed.']),
    ...(missing.length === 0
      ? []
      : [
          `package.json names no ${missing.join(', no ')}, and nobody here can know the address: ` +
            '`npm run release -- prepare VERSION --repository https://HOST/OWNER/NAME` writes them.',
        ]),
    ...(section?.name === version && section.text !== ''
      ? []
      : [
          `CHANGELOG.md does not begin with what is new in ${version}: that belongs under "## ${version}", ` +
            'which `npm run release -- prepare VERSION` makes of "## Unreleased".',
        ]),
    ...(tagged === null || tagged === commit ? [] : [`v${version} is another commit already: take the next version.`]),
  ];
}

function isTested(text: string | null, tree: string): boolean {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), TestedSchema), text);
  return read.success && read.output.tree === tree && read.output.failed === 0 && read.output.passed > 0;
}

/** The sections of a changelog, newest first. */
export function sectionsOf(changelog: string): { readonly name: string; readonly text: string }[] {
  return changelog
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading, ...lines] = section.split('\n');
      return { name: heading.split(' ')[0], text: lines.join('\n').trim() };
    });
}
