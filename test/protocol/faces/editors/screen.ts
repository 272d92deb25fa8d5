/** A screen of tmux, for editors of the terminal: keys in, what is shown out. */
import { vi } from 'vitest';
import { mustRun } from '../../../../build/process.ts';

/** On a busy machine an editor starts for a while; less than a test has, which would not say what is shown. */
const PATIENCE = { timeout: 45_000, interval: 100 };

export interface Screen {
  /** Keys as tmux names them, one after the other. */
  press(...keys: string[]): Promise<void>;
  /** What the screen shows as soon as that is like `wanted`. */
  showing(wanted: RegExp): Promise<string>;
}

/** What `use` makes of a command on a screen of its own in `folder`, which is gone afterwards. */
export async function onScreen<T>(
  command: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
  use: (screen: Screen) => Promise<T>,
): Promise<T> {
  const options = { cwd: folder, env: { ...env, TMUX_TMPDIR: folder, TMUX: '' }, shell: false };
  const tmux = (...args: string[]) => mustRun('tmux', ['-L', 'editor', '-f', '/dev/null', ...args], options);
  await tmux('new-session', '-d', '-x', '160', '-y', '50', ...command);
  const screen: Screen = {
    press: async (...keys) => {
      await tmux('send-keys', ...keys);
    },
    showing: (wanted) =>
      vi.waitFor(async () => {
        const shown = await tmux('capture-pane', '-p');
        if (!wanted.test(shown)) throw new Error(`${command[0]} does not show ${wanted}:\n${shown}`);
        return shown;
      }, PATIENCE),
  };
  try {
    return await use(screen);
  } finally {
    // It has gone by itself where the editor was left.
    await tmux('kill-server').catch(() => {});
  }
}
