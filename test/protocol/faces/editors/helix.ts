/** Helix, by its keys, on a screen of tmux. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Found } from '../found.ts';
import { type Editor, recipe, SAMPLER, STEPS } from './editor.ts';
import { onScreen, type Screen } from './screen.ts';

/** \`program\`: one of the Helixes that are installed. */
export function helix(name: string, program: string): Editor {
  /** What `use` makes of Helix with a file open, and of its log file. */
  async function drive<T>(
    file: string,
    env: NodeJS.ProcessEnv,
    use: (screen: Screen, log: string) => Promise<T>,
  ): Promise<T> {
    const folder = dirname(file);
    const [config, log] = [join(folder, 'helix-config'), join(folder, `helix-${Date.now()}.log`)];
    await mkdir(join(config, 'helix'), { recursive: true });
    await writeFile(join(config, 'helix/languages.toml'), await recipe('Helix', 'toml'));
    const command = [program, '-vv', '--log', log, file];
    return onScreen(command, folder, { ...env, XDG_CONFIG_HOME: config }, (screen) => use(screen, log));
  }

  return {
    name,
    program,
    /** It tells nobody where its findings are: they are what it was sent, as many as it counts. */
    findings: (file, env) =>
      drive(file, env, async ({ showing }, log) => {
        const [counts] = await showing(/● \d+.* sel {2}/).then((shown) => /●.* sel {2}/.exec(shown) ?? ['']);
        const found = published(await readFile(log, 'utf8'));
        const shown = [...counts.matchAll(/● (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
        if (shown !== found.filter(([, , , severity]) => severity <= 2).length) throw new Error(`It counts ${counts}`);
        return found.map(([code, line, column]): Found => [code, line, column]);
      }),
    meet: (file, env) =>
      drive(file, env, async ({ press, showing }, log) => {
        const go = ({ line, character }: typeof STEPS, then: string) =>
          press(`${line + 1}gg`, 'gh', `${character}l`, then);
        await showing(/● 1/);
        await go(STEPS, ' k');
        const hover = await showing(/Inference steps/);
        await press('Escape');
        await showing(/^(?!.*Inference steps)/s);
        await press(' a');
        const menu = (await showing(/Preview render/)).split('\n');
        const at = menu.findIndex((line) => line.includes('Preview render'));
        const first = menu.findIndex((line) => line.includes('Set to 4'));
        await press(...Array.from({ length: at - first }, () => 'Down'), 'Enter');
        await showing(/1-render\.png/);
        await go(SAMPLER, 'i');
        await press('C-x');
        const completions = (await showing(/euler_ancestral/)).match(/\w+/g) ?? [];
        await press('Escape', 'Escape');
        await go(STEPS, ' a');
        await showing(/Preview render/);
        await press('Enter');
        const [fixed] = /steps: \d\b/.exec(await showing(/steps: \d\b(?!\d)/)) ?? [''];
        // A line of the screen has no room for all that was said before.
        const told = answers(await readFile(log, 'utf8'), 'window/showMessage') as { params: { message: string } }[];
        return { hover, completions, fixed, preview: told[0]?.params.message ?? '' };
      }),
  };
}

/** What the server sent by a method, as the log has it. */
function answers(log: string, method: string): unknown[] {
  const lines = log
    .split('\n')
    .filter((line) => line.includes(' <- {"jsonrpc"') && line.includes(`"method":"${method}"`));
  return lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))));
}

/** Code, line, column and severity of what the server published last. */
function published(log: string): (readonly [string, number, number, number])[] {
  const last = answers(log, 'textDocument/publishDiagnostics').at(-1) as {
    params: {
      diagnostics: { code: string; severity: number; range: { start: { line: number; character: number } } }[];
    };
  };
  return last.params.diagnostics.map(({ code, severity, range: { start } }) => [
    code,
    start.line + 1,
    start.character + 1,
    severity,
  ]);
}
