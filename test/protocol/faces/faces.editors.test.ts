/** Neovim and Emacs, set up as docs/editors.md says, find in a config what every other face finds (`npm test -- editors`). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emacsFindings, nvimFindings, programsIn } from './editors.ts';
import { inOrder, startFaces } from './found.ts';

let faces: Awaited<ReturnType<typeof startFaces>>;
let env: NodeJS.ProcessEnv = {};

beforeAll(async () => {
  faces = await startFaces();
  env = await programsIn(faces.folder);
});
afterAll(() => faces.stop());

/** As the recipes say it: sizes are a hint there, which changes no place. */
test.each([
  { editor: 'Neovim', findings: nvimFindings },
  { editor: 'Emacs', findings: emacsFindings },
])('$editor, by its recipe', async ({ findings }) => {
  expect(inOrder(await findings(faces.file, env))).toEqual(faces.expected);
});
