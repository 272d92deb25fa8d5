/** Kakoune with kakoune-lsp, by its commands, on a screen of tmux. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Found } from '../found.ts';
import { type Editor, recipe, SAMPLER, STEPS } from './editor.ts';
import { onScreen, type Screen } from './screen.ts';

/** What `use` makes of Kakoune with a file open. */
async function drive<T>(file: string, env: NodeJS.ProcessEnv, use: (screen: Screen) => Promise<T>): Promise<T> {
  const folder = dirname(file);
  const config = join(folder, 'kakoune-config');
  await mkdir(join(config, 'kak'), { recursive: true });
  await writeFile(join(config, 'kak/kakrc'), await recipe('Kakoune', 'kak'));
  // The client of a file ends with its session, or it would keep the server.
  return onScreen(
    ['kak', file],
    folder,
    { ...env, XDG_CONFIG_HOME: config, XDG_RUNTIME_DIR: folder },
    async (screen) => {
      try {
        return await use(screen);
      } finally {
        await screen.press(':lsp-exit', 'Enter', ':kill!', 'Enter').catch(() => {});
      }
    },
  );
}

export const kakoune: Editor = {
  name: 'Kakoune with kakoune-lsp',
  program: 'kak',
  findings: (file, env) =>
    drive(file, env, async ({ press, showing }) => {
      // In the margin: a person sees that there are some.
      await showing(/^\s*!/m);
      const list = join(dirname(file), 'kakoune-findings');
      await press(':lsp-diagnostics', 'Enter');
      await showing(/\*diagnostics\*/);
      await press(`:write ${list}`, 'Enter', ':echo is written', 'Enter');
      await showing(/^is written/m);
      const lines = (await readFile(file, 'utf8')).split('\n');
      return (await readFile(list, 'utf8')).split('\n').flatMap((shown): Found[] => {
        const [, line, column, code] = /^[^:]+:(\d+):(\d+): \[\w+\](?:\[sweetspot\])+\[([\w-]+)\]/.exec(shown) ?? [];
        if (code === undefined) return [];
        // It counts bytes.
        const before = Buffer.from(lines[Number(line) - 1])
          .subarray(0, Number(column) - 1)
          .toString();
        return [[code, Number(line), before.length + 1]];
      });
    }),
  meet: (file, env) =>
    drive(file, env, async ({ press, showing }) => {
      const go = ({ line, character }: typeof STEPS) => press(`${line + 1}g`, 'gh', `${character}l`);
      await showing(/^\s*!/m);
      await go(STEPS);
      await press(':lsp-hover', 'Enter');
      const hover = await showing(/Inference steps/);
      // A key that follows at once would be one with Alt.
      await press('Escape');
      await showing(/^(?!.*Inference steps)/s);
      await press(':lsp-code-actions', 'Enter');
      await showing(/Preview render/);
      await press('Preview render', 'Enter');
      await showing(/1-render\.png/);
      await press(':buffer *debug*', 'Enter');
      const told = await showing(/info from server sweetspot: .*1-render\.png/);
      const preview = /info from server sweetspot: (FLUX[\s\S]*)/.exec(told)?.[1] ?? '';
      await press(`:edit ${file}`, 'Enter');
      await go(SAMPLER);
      // It asks when a letter is typed.
      await press('i', 'e');
      const completions = (await showing(/euler_ancestral/)).match(/\w+/g) ?? [];
      await press('Escape');
      await showing(/^(?!.*(euler_ancestral|insert))/s);
      await go(STEPS);
      await press(':lsp-code-actions', 'Enter');
      const [title] = /Set to 4\b[^\n]*?(?= {2}|$)/m.exec(await showing(/Set to 4\b/)) ?? [''];
      await press(title, 'Enter');
      const [fixed] = /steps: \d\b/.exec(await showing(/steps: \d\b(?!\d)/)) ?? [''];
      return { hover, completions, fixed, preview };
    }),
};
