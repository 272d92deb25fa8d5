/** What a release refuses, and what a version writes. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { prepared, saidOf } from '../../../build/release/prepare.ts';
import { refusals, type State } from '../../../build/release/refusals.ts';

const ADDRESSES = {
  repository: { type: 'git', url: 'https://example.com/a/b.git' },
  bugs: { url: 'https://example.com/a/b/issues' },
  homepage: 'https://example.com/a/b#readme',
};
const GOOD: State = {
  status: '',
  tree: 'abc',
  tested: JSON.stringify({ tree: 'abc', passed: 3000, failed: 0 }),
  tagged: null,
  commit: 'def',
  manifest: JSON.stringify({ version: '0.2.0', ...ADDRESSES }),
  changelog: '# Changelog\n\n## 0.2.0\n\n- New.\n\n## 0.1.0\n\nFirst.\n',
};

test('a clean and tested commit with an address and a changelog is a release', () => {
  expect(refusals(GOOD)).toEqual([]);
  expect(refusals({ ...GOOD, tagged: 'def' })).toEqual([]);
});

test.each<[string, Partial<State>, RegExp]>([
  ['a changed file', { status: ' M README.md\n' }, /not clean.*\n M README\.md$/],
  ['no tests', { tested: null }, /not tested/],
  ['tests of another tree', { tested: JSON.stringify({ tree: 'abd', passed: 3, failed: 0 }) }, /not tested/],
  ['tests that failed', { tested: JSON.stringify({ tree: 'abc', passed: 3, failed: 1 }) }, /not tested/],
  ['a run without tests', { tested: JSON.stringify({ tree: 'abc', passed: 0, failed: 0 }) }, /not tested/],
  ['a mark that is none', { tested: '{' }, /not tested/],
  ['no address', { manifest: '{"version":"0.2.0"}' }, /no repository, no bugs, no homepage.*--repository/],
  ['an address without encryption', { manifest: '{"version":"0.2.0","homepage":"http://a.b"}' }, /homepage/],
  [
    'nothing new',
    { changelog: '# Changelog\n\n## 0.1.0\n\nFirst.\n' },
    /begin with what is new in 0\.2\.0: .* "## 0\.2\.0"/,
  ],
  ['an empty part', { changelog: '# Changelog\n\n## 0.2.0\n\n## 0.1.0\n' }, /begin with/],
  ['more that is new', { changelog: '## Unreleased\n\n- Newer.\n\n## 0.2.0\n\n- New.\n' }, /begin with/],
  ['the tag of another commit', { tagged: 'fed' }, /v0\.2\.0 is another commit/],
])('%s is refused with a reason', (_, changes, why) => {
  const [first, ...more] = refusals({ ...GOOD, ...changes });
  expect(first).toMatch(why);
  expect(more).toEqual([]);
});

test('a version is written into all that names one, and nothing else is', () => {
  const [named, lock, page] = ['package.json', 'package-lock.json', 'docs/ci.md'].map((file) =>
    readFileSync(file, 'utf8'),
  );
  // As they are before the first release: this has to pass on what is prepared for one, too.
  const { repository, bugs, homepage, ...unnamed } = JSON.parse(named);
  const manifest = `${JSON.stringify(unnamed, null, 2)}\n`;
  const ci = '- repo: <address of this repository>\n  rev: v0.1.0\n- uses: <owner>/<repository>@v0.1.0\n';
  expect(prepared({ manifest: named, lock, changelog: '', ci: page }, '9.8.7', null).ci).toMatch(
    /rev: v9\.8\.7$[\s\S]*@v9\.8\.7$/m,
  );
  const changelog = '# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0\n\nFirst.\n';
  const written = prepared({ manifest, lock, changelog, ci }, '9.8.7', 'https://example.com/a/b');
  const of = (text: string) => JSON.parse(text);
  expect(of(written.manifest)).toEqual({ ...of(manifest), version: '9.8.7', ...ADDRESSES });
  expect(of(written.lock).version).toBe('9.8.7');
  expect(of(written.lock).packages['']).toEqual({ ...of(lock).packages[''], version: '9.8.7' });
  // Line by line, so that whoever looks at the diff sees the version and the addresses alone.
  const changed = (before: string, after: string) => {
    const old = new Set(before.split('\n').map((line) => line.replace(/,$/, '')));
    return after.split('\n').filter((line) => !old.has(line.replace(/,$/, '')));
  };
  expect(written.lock.split('\n').length).toBe(lock.split('\n').length);
  expect(prepared({ manifest, lock, changelog, ci }, of(manifest).version, null)).toMatchObject({ manifest, lock });
  expect(changed(manifest, written.manifest)).toHaveLength(7);
  expect(changed(ci, written.ci).map((line) => line.trim())).toEqual([
    '- repo: https://example.com/a/b',
    'rev: v9.8.7',
    '- uses: a/b@v9.8.7',
  ]);
  expect(written.changelog).toBe('# Changelog\n\n## 9.8.7\n\n- New.\n\n## 0.1.0\n\nFirst.\n');
  const tested = JSON.stringify({ tree: 'abc', passed: 1, failed: 0 });
  expect(refusals({ ...GOOD, manifest: written.manifest, changelog: written.changelog, tested })).toEqual([]);
  expect(() => prepared({ manifest, lock, changelog, ci }, 'next', null)).toThrow('"next" is no version');
  expect(() => prepared({ manifest, lock, changelog, ci }, '1.0.0', 'somewhere')).toThrow('no address');
});

test('what was written is said, and that nobody has said what is new', () => {
  const of = (changelog: string, repository: string | null) => {
    const manifest = '{\n  "version": "0.1.0"\n}\n';
    const before = {
      manifest,
      lock: '{"version": "0.1.0", "packages": {"": {"version": "0.1.0"}}}',
      changelog,
      ci: '',
    };
    return saidOf(before, prepared(before, '0.2.0', repository), '0.2.0');
  };
  const head = 'Written into package.json, package-lock.json';
  expect(of('# Changelog\n\n## Unreleased\n\n- New.\n', null)).toBe(
    `${head}, CHANGELOG.md. Look at the diff, commit it, let \`npm test\` pass.`,
  );
  expect(of('# Changelog\n\n## 0.2.0\n\n- New.\n', null)).toBe(
    `${head}. Look at the diff, commit it, let \`npm test\` pass.`,
  );
  expect(of('# Changelog\n\n## 0.1.0\n\nFirst.\n', null)).toBe(
    `${head}. CHANGELOG.md has no "## Unreleased" at its head: write there what is new in 0.2.0. Look at the diff, commit it, let \`npm test\` pass.`,
  );
});
