/** A VS Code for all tests of one file, with a copy of examples/ open, so that no test changes what people read. */
import { cp, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import texts from '../../../package.nls.json' with { type: 'json' };
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary.ts';
import { type OpenVSCode, openVSCode } from '../host/open-vscode.ts';
import { patience, type Workbench } from '../host/workbench.ts';

export interface Session {
  /** File of the folder to open first. */
  readonly openFile: string;
  readonly trust?: boolean;
  /** Files to add to the folder: text or bytes by name. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: string;
  /** The language that extensions are told of. */
  readonly language?: string;
}

/**
 * Opens VS Code with the packaged extension before the first test of the file and closes it after the last one. A test
 * that fails leaves a picture, `test/output/failed-<part>-<test>.png`. The answer gives the workbench to a running test.
 */
export function useVSCode({ files = {}, settings = {}, ...options }: Session): () => Workbench {
  let opened: OpenVSCode | undefined;
  let home: TemporaryFolder | undefined;
  beforeAll(async () => {
    home = await temporaryFolder();
    const folder = join(home.path, 'examples');
    await cp('examples', folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    opened = await openVSCode({
      ...{ ...options, folder, vsix: resolve('sweetspot.vsix') },
      // Narrow pictures show more: no overview of the text beside it.
      settings: { 'editor.minimap.enabled': false, ...settings },
    });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const name = [task.suite?.name, task.name].filter(Boolean).join(' ');
    await opened?.vscode.screenshot(`failed-${name.replaceAll(/\W+/g, '-').toLowerCase()}`);
  });
  afterAll(async () => {
    await opened?.close();
    await home?.remove();
  });
  return () => {
    if (opened === undefined) throw new Error('VS Code is open only while tests run.');
    return opened.vscode;
  };
}

/** A command as the Command Palette shows it. */
export function titleOf(command: string): string {
  const found = manifest.contributes.commands.find((declared) => declared.command === command);
  if (found === undefined) throw new Error(`package.json contributes no command ${command}.`);
  const text = (texts as Readonly<Record<string, string>>)[found.title.replaceAll('%', '')];
  return `${found.category}: ${text}`;
}

/** Waits until the panel says that its render is running, done, cancelled or failed, for so many milliseconds. */
export async function state(code: Workbench, name: string, timeout = patience): Promise<void> {
  await code.webview().locator(`body[data-state=${name}]`).waitFor({ timeout });
}
