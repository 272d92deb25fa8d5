/** Which VS Code the extension-host suite runs in: one that is on the machine already, or else the one from npm. */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from './programs.ts';

export type Host =
  | { readonly kind: 'desktop'; readonly executable: string; readonly because: string }
  | { readonly kind: 'npm'; readonly because: string };

/** Where @vscode/test-electron puts what it downloads. */
const downloads = fileURLToPath(new URL('../../../.vscode-test/', import.meta.url));

/**
 * Picks the host: the VS Code named by SWEETSPOT_VSCODE, `code` on PATH, a downloaded one, the npm-provided one, in this
 * order. Throws when SWEETSPOT_VSCODE names something that can't be used, since that is what somebody asked for.
 */
export function chooseHost(): Host {
  const named = process.env.SWEETSPOT_VSCODE;
  if (named) {
    const executable = desktopExecutable(named);
    if (executable === undefined) throw new Error(`SWEETSPOT_VSCODE: there is no VS Code at ${named}.`);
    if (!hasDisplay()) throw new Error('SWEETSPOT_VSCODE: a desktop VS Code needs a display; try xvfb-run.');
    return { kind: 'desktop', executable, because: 'SWEETSPOT_VSCODE names it' };
  }
  if (!hasDisplay()) return { kind: 'npm', because: 'there is no display for a desktop one' };
  const onPath = findProgram(['code']);
  const executable = onPath && desktopExecutable(onPath);
  if (executable) return { kind: 'desktop', executable, because: '`code` is on PATH' };
  const downloaded = findDownloaded();
  if (downloaded) return { kind: 'desktop', executable: downloaded, because: 'it is in .vscode-test' };
  return { kind: 'npm', because: 'there is no desktop one on PATH or in .vscode-test' };
}

/** Whether a window could be shown. */
export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** From the `code` command line tool (a script in `bin/`) to the program that it starts; a program stays what it is. */
function desktopExecutable(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const real = realpathSync(path);
  const bin = dirname(real);
  const programs = ['../code', '../Code.exe', '../code-insiders', '../../../MacOS/Electron', '../../../MacOS/Code'];
  if (!/[\\/]bin$/.test(bin)) return real;
  return programs.map((program) => join(bin, program)).find((program) => existsSync(program));
}

function findDownloaded(): string | undefined {
  if (!existsSync(downloads)) return undefined;
  const programs = ['code', 'Code.exe', 'Visual Studio Code.app/Contents/MacOS/Electron'];
  return readdirSync(downloads)
    .filter((name) => name.startsWith('vscode-'))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .flatMap((name) => programs.map((program) => join(downloads, name, program)))
    .find((program) => existsSync(program));
}
