/** Which folder may import which: the arrows of ARCHITECTURE.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Folder -> folders (or files) it may import, itself aside. Longest name wins. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  // How to remember and how to pause: for all.
  'server/src/common': [],
  // What client and server say to each other, and the words of it that others use.
  'server/src/protocol': [],
  'server/src/syntax': ['server/src/syntax/incremental'],
  'server/src/syntax/incremental': [
    'server/src/syntax/document.ts',
    'server/src/syntax/json.ts',
    'server/src/syntax/nodes.ts',
    'server/src/syntax/sizes.ts',
    'server/src/syntax/text.ts',
    'server/src/syntax/yaml.ts',
  ],
  'server/src/knowledge': [],
  // One model of a workflow, over whatever its values are: it knows no document.
  'server/src/comfyui': ['server/src/knowledge'],
  'server/src/dialects': ['server/src/comfyui', 'server/src/syntax', 'server/src/knowledge'],
  'server/src/run': ['server/src/dialects', 'server/src/knowledge', 'server/src/syntax'],
  'server/src/findings': ['server/src/run', 'server/src/dialects', 'server/src/knowledge', 'server/src/syntax'],
  // What a repository says; who has files brings its text.
  'server/src/project': ['server/src/findings', 'server/src/knowledge', 'server/src/syntax'],
  'server/src/verdicts': ['server/src/findings', 'server/src/run', 'server/src/dialects', 'server/src/knowledge'],
  // A rule compares; it asks no other rule.
  'server/src/rules': [
    'server/src/verdicts',
    'server/src/findings',
    'server/src/run',
    'server/src/dialects',
    'server/src/knowledge',
    'server/src/syntax',
  ],
  'server/src/check': [
    'server/src/project/for-file.ts',
    'server/src/rules',
    'server/src/findings',
    'server/src/run',
    'server/src/dialects',
    'server/src/knowledge',
    'server/src/syntax',
  ],
  'server/src/features': [
    'server/src/project',
    'server/src/protocol',
    'server/src/check',
    'server/src/verdicts',
    'server/src/findings',
    'server/src/run',
    'server/src/dialects',
    'server/src/knowledge',
    'server/src/syntax',
  ],
  // What is known of open texts: it has state, and is the face of all that is said of them.
  'server/src/service': [
    'server/src/project',
    'server/src/features',
    'server/src/check',
    'server/src/findings',
    'server/src/dialects',
    'server/src/knowledge',
    'server/src/syntax',
  ],
  'server/src/render': [
    'server/src/protocol',
    'server/src/run',
    'server/src/dialects',
    'server/src/knowledge',
    'server/src/syntax',
  ],
  'server/src/render/builtin': [
    'server/src/render/backend.ts',
    'server/src/render/problem.ts',
    'server/src/render/event-queue.ts',
    'server/src/knowledge/own.ts',
  ],
  // A backend knows requests, not where they come from.
  'server/src/render/backends': [
    'server/src/comfyui',
    'server/src/knowledge',
    'server/src/render/address.ts',
    'server/src/render/backend.ts',
    'server/src/render/backend-kind.ts',
    'server/src/render/problem.ts',
    'server/src/render/event-queue.ts',
    'server/src/render/models.ts',
    'server/src/render/animation.ts',
    'server/src/render/webp.ts',
    'server/src/render/png.ts',
    'server/src/render/inflate.ts',
    'server/src/render/timers.ts',
  ],
  'server/src/measured': [
    'server/src/render',
    'server/src/check',
    'server/src/verdicts',
    'server/src/findings',
    'server/src/run',
    'server/src/dialects',
    'server/src/knowledge',
  ],
  // What others import: the same in Node and browsers.
  'server/src/library': [
    'server/src/common',
    'server/src/project',
    'server/src/service',
    'server/src/features',
    'server/src/findings',
    'server/src/run',
    'server/src/knowledge',
  ],
  'server/src/lsp': [
    'server/src/tools',
    'server/src/project',
    'server/src/protocol',
    'server/src/background.ts',
    'server/src/measured',
    'server/src/service',
    'server/src/features',
    'server/src/check',
    'server/src/verdicts',
    'server/src/findings',
    'server/src/run',
    'server/src/dialects',
    'server/src/knowledge',
    'server/src/render',
    'server/src/syntax',
  ],
  // What agents can ask for: data in, data out, whoever asks.
  'server/src/tools': ['server/src/service', 'server/src/features', 'server/src/knowledge', 'server/src/render'],
  'server/src/cli': [
    'server/src/tools',
    'server/src/measured',
    'server/src/project',
    'server/src/background.ts',
    'server/src/syntax',
    'server/src/protocol',
    'server/src/host.ts',
    'server/src/serve.ts',
    'server/src/lsp',
    'server/src/service',
    'server/src/features',
    'server/src/check',
    'server/src/verdicts',
    'server/src/findings',
    'server/src/run',
    'server/src/dialects',
    'server/src/knowledge',
    'server/src/render',
  ],
  // The server in a Web Worker, and what stands there for Node's own modules.
  'server/src/browser': [
    'server/src/builtin.ts',
    'server/src/lsp',
    'server/src/features',
    'server/src/knowledge',
    'server/src/render',
  ],
  'server/src/builtin.ts': ['server/src/knowledge', 'server/src/render'],
  'server/src/host.ts': [
    'server/src/builtin.ts',
    'server/src/lsp/host.ts',
    'server/src/features',
    'server/src/knowledge',
    'server/src/render',
  ],
  'server/src/serve.ts': ['server/src/lsp'],
  'server/src/compiled.ts': [],
  'server/src/node.ts': ['server/src/background.ts', 'server/src/compiled.ts', 'server/src/server-main.ts'],
  'server/src/server-main.ts': ['server/src/host.ts', 'server/src/serve.ts'],
  'server/src/background.ts': [],
  'client/src': [
    'server/src/protocol',
    'server/src/background.ts',
    'server/src/knowledge/own.ts',
    'server/src/knowledge/readable.ts',
  ],
  'client/webview': [
    'client/src/guide',
    'client/src/panel',
    'client/src/preview',
    'client/src/compare',
    'client/src/webview/icons.ts',
    'server/src/protocol',
    'server/src/knowledge/own.ts',
    'server/src/background.ts',
    // A file and the page show one drawing of the curve; what draws it is pure.
    'server/src/render/sweet-spot/curve-svg.ts',
  ],
};

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
