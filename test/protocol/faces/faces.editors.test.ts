/**
 * Other people's editors, set up as docs/editors.md says, find in a config what every other face finds, and do what it offers
 * (`npm test -- editors`). Those that are not installed are named as left out. `SWEETSPOT_NEOVIM`, `SWEETSPOT_HELIX`: others beside those on
 * PATH.
 */
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Editor, isInstalled, JOB, programsIn } from './editors/editor.ts';
import { eglot, lspMode } from './editors/emacs.ts';
import { helix } from './editors/helix.ts';
import { kakoune } from './editors/kakoune.ts';
import { neovim } from './editors/neovim.ts';
import { ale } from './editors/vim.ts';
import { inOrder, startFaces } from './found.ts';

const hasPackage = (name: string) =>
  isInstalled('emacs', '--batch', '--eval', `(progn (package-initialize) (require '${name}))`);
const { SWEETSPOT_NEOVIM: other, SWEETSPOT_HELIX: hx = 'hx' } = process.env;

const EDITORS: readonly (readonly [Editor, isHere: boolean])[] = [
  [neovim('Neovim', 'nvim'), await isInstalled('nvim')],
  ...(other ? [[neovim('another Neovim', other), await isInstalled(other)] as const] : []),
  [eglot, (await hasPackage('eglot')) && (await hasPackage('yaml-mode'))],
  [lspMode, (await hasPackage('lsp-mode')) && (await hasPackage('yaml-mode'))],
  [ale, (await isInstalled('vim')) && existsSync('/usr/share/vim-ale')],
  [helix('Helix', hx), (await isInstalled(hx)) && (await isInstalled('tmux', '-V'))],
  [
    kakoune,
    (await isInstalled('kak', '-version')) && (await isInstalled('kak-lsp')) && (await isInstalled('tmux', '-V')),
  ],
];

let faces: Awaited<ReturnType<typeof startFaces>>;
let env: NodeJS.ProcessEnv = {};
let job = '';

beforeAll(async () => {
  faces = await startFaces();
  env = await programsIn(faces.folder);
  job = join(faces.folder, 'job.yaml');
  await writeFile(job, JOB);
});
afterAll(() => faces.stop());

test('every editor has its recipe, whether it is installed here or not', async () => {
  const page = readFileSync('docs/editors.md', 'utf8');
  for (const heading of ['Neovim', 'Emacs', 'Emacs with lsp-mode', 'Vim', 'Helix', 'Kakoune'])
    expect(page).toContain(`\n## ${heading}\n`);
});

for (const [editor, isHere] of EDITORS) {
  if (!isHere) {
    console.log(`${editor.name} is not installed here: its recipe is not tried.`);
    continue;
  }

  /** As the recipes say it: sizes are a hint there, which changes no place. */
  test(`${editor.name}: findings`, async () => {
    expect(inOrder(await editor.findings(faces.file, env))).toEqual(faces.expected);
  });

  const { meet } = editor;
  if (!meet) continue;
  test(`${editor.name}: hover, completion, fix and preview`, async () => {
    const met = await meet(job, env);
    expect(met.hover).toContain('FLUX.1 schnell');
    expect(met.completions).toContain('euler');
    expect(met.fixed).toBe('steps: 4');
    expect(met.preview).toMatch(/^FLUX\.1 schnell, line 1\n/);
    // A preview changes nothing on disk.
    expect(readFileSync(job, 'utf8')).toBe(JOB);
  });
}
