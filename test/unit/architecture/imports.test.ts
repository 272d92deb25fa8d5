/** Which folder may import which: the arrows of ARCHITECTURE.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MAY_IMPORT } from './arrows.ts';

/** Packages that only one folder may import. */
const OWNERS: Readonly<Record<string, string>> = {
  yaml: 'server/src/syntax',
  'jsonc-parser': 'server/src/syntax',
  vscode: 'client/src',
  'vscode-languageclient': 'client/src',
};
/** `vscode-languageserver` itself speaks the protocol; `-types` and `-textdocument` are plain data. */
const SPEAKS_PROTOCOL = ['server/src/lsp', 'server/src/serve.ts', 'server/src/browser/main.ts'];

interface Import {
  readonly file: string;
  readonly target: string;
}

const imports: Import[] = ['server/src', 'client/src', 'client/webview'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .flatMap((name) => {
      const file = join(root, name);
      return [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => ({
        file,
        target: match[1],
      }));
    }),
);

function ownerOf(file: string): string | undefined {
  return Object.keys(MAY_IMPORT)
    .filter((folder) => file === folder || file.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];
}

test('a rule is a file of its own, and knows no other', () =>
  expect(imports.filter(({ file, target }) => file.startsWith('server/src/rules/') && target.startsWith('./'))).toEqual(
    [],
  ));

test('how an edited text is read again is known to the way in, and to nobody else', () =>
  expect(
    imports
      .filter(
        ({ file, target }) => target.includes('/incremental/') && !file.startsWith('server/src/syntax/incremental/'),
      )
      .filter(({ file }) => file !== 'server/src/syntax/parse.ts'),
  ).toEqual([]));

test('no file has more than 300 lines', () => {
  const files = ['server', 'client', 'build', 'test'].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.m?tsx?$/.test(name) && !/(^|\/)(node_modules|output)\//.test(name))
      .map((name) => join(root, name)),
  );
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((file) => readFileSync(file, 'utf8').trimEnd().split('\n').length > 300)).toEqual([]);
});

test('what is worked out once is remembered by one helper; what else is kept beside objects is an index of places, and merges of many maps', () => {
  const keep = ['server', 'client'].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(root, name))
      .filter((file) => readFileSync(file, 'utf8').includes('new WeakMap')),
  );
  expect(keep.sort()).toEqual([
    'server/src/common/memory.ts',
    'server/src/dialects/places.ts',
    'server/src/syntax/navigate.ts',
  ]);
});

test('what is exported is named in another file', () => {
  const texts = new Map(
    ['server', 'client', 'build', 'test'].flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.m?tsx?$/.test(name) && !/(^|\/)(node_modules|output)\//.test(name))
        .map((name) => [join(root, name), readFileSync(join(root, name), 'utf8')] as const),
    ),
  );
  const namedIn = new Map<string, number>();
  for (const text of texts.values())
    for (const word of new Set(text.match(/\w+/g))) namedIn.set(word, (namedIn.get(word) ?? 0) + 1);
  const alone = [...texts].flatMap(([file, text]) =>
    [...text.matchAll(/^export (?:async )?(?:function\*?|class|const) (\w+)/gm)]
      .filter(([, name]) => namedIn.get(name) === 1)
      .map(([, name]) => `${file}: ${name}`),
  );
  // But for what VS Code asks for by name: `deactivate`.
  expect(alone).toEqual([]);
});

test('there are imports to look at', () => expect(imports.length).toBeGreaterThan(100));

describe('arrows run one way', () => {
  test.each(Object.keys(MAY_IMPORT))('%s', (folder) => {
    const wrong = imports.filter(({ file, target }) => {
      if (ownerOf(file) !== folder || !target.startsWith('.')) return false;
      const path = relative('.', resolve(dirname(file), target));
      const owner = ownerOf(path);
      if (owner === folder || owner === 'server/src/common') return false;
      return !MAY_IMPORT[folder].some((allowed) => path === allowed || path.startsWith(`${allowed}/`));
    });
    expect(wrong).toEqual([]);
  });
  test('every file belongs to a folder with arrows', () =>
    expect(imports.filter(({ file }) => ownerOf(file) === undefined)).toEqual([]));
});

test('there are no circles of imports, of types neither', () => {
  const targets = new Map<string, string[]>();
  for (const { file, target } of imports) {
    const known = targets.get(file) ?? [];
    targets.set(file, target.startsWith('.') ? [...known, relative('.', resolve(dirname(file), target))] : known);
  }
  // Whoever imports nothing that is left is in no circle.
  for (let before = -1; before !== targets.size; ) {
    before = targets.size;
    for (const [file, imported] of targets)
      if (!imported.some((other) => other !== file && targets.has(other))) targets.delete(file);
  }
  expect([...targets.keys()]).toEqual([]);
});

describe('packages stay where they belong', () => {
  test.each(Object.entries(OWNERS))('%s in %s', (name, folder) => {
    const users = imports
      .filter(({ target }) => target === name || target.startsWith(`${name}/`))
      .map(({ file }) => file);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((file) => !file.startsWith(`${folder}/`))).toEqual([]);
  });
  test('the protocol library in lsp and the entry files', () => {
    const users = imports.filter(({ target }) => /^vscode-languageserver(\/|$)/.test(target)).map(({ file }) => file);
    expect(users.length).toBeGreaterThan(0);
    expect(
      users.filter((file) => !SPEAKS_PROTOCOL.some((allowed) => file === allowed || file.startsWith(`${allowed}/`))),
    ).toEqual([]);
  });
  test('what is pure touches no files, network or process', () => {
    const pure = [
      'server/src/syntax',
      'server/src/comfyui',
      'server/src/dialects',
      'server/src/knowledge',
      'server/src/run',
      'server/src/findings',
      'server/src/verdicts',
      'server/src/rules',
      'server/src/check',
      'server/src/features',
    ];
    expect(
      imports.filter(
        ({ file, target }) => target.startsWith('node:') && pure.some((folder) => file.startsWith(`${folder}/`)),
      ),
    ).toEqual([]);
  });
  test('people are told of files and servers by notices only, which make no links of their words', () => {
    const tells = readdirSync('client/src', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .filter((name) => /window\.show(Error|Information)Message/.test(readFileSync(join('client/src', name), 'utf8')));
    expect(tells).toEqual(['notices.ts']);
  });
});
