/** Runs the bundled `sweetspot check` in a folder of its own, which looks like a repository. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';

const CLI = join(process.cwd(), 'dist/cli.cjs');

export const WASTE = 'prompt: a lake\nsteps: 80\nwidth: 64\nheight: 64\n';
/** What the folder holds. */
export const FILES: Readonly<Record<string, string>> = {
  'a.yaml': WASTE,
  'b/c.json': '{"prompt": "a",\n\t"steps": 80}\n',
  'b/fine.jsonc': '{"prompt": "a", "steps": 25} // so',
  'b/few.yml': 'prompt: a\nsteps: 5\n',
  'b/note.md': WASTE,
  'node_modules/x/d.yaml': WASTE,
  '.hidden/e.yaml': WASTE,
  'out/f.yaml': WASTE,
  'out/kept.yaml': WASTE,
  'b/local.yaml': WASTE,
  '.gitignore': 'out/*\n!kept.yaml\n',
  'b/.gitignore': 'local.yaml\n',
};

let temporary: TemporaryFolder;
export const path = (name: string): string => join(temporary.path, name);
beforeAll(async () => {
  temporary = await temporaryFolder();
  await put(FILES);
});
afterAll(() => temporary.remove());

export async function put(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(path(name)), { recursive: true });
    await writeFile(path(name), content);
  }
}

export async function check(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}) {
  const child = execFile(process.execPath, [CLI, 'check', ...args], {
    cwd: temporary.path,
    maxBuffer: 1e8,
    env: {
      ...process.env,
      HOME: temporary.path,
      XDG_CONFIG_HOME: undefined,
      FORCE_COLOR: undefined,
      NO_COLOR: undefined,
      ...env,
    },
  });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin?.end(input);
  const [code] = await once(child, 'close');
  return { code, out, err };
}
