/** One VS Code for one test: server, browser and page, started and ended together. */
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from './browser.ts';
import { type ServerOptions, startServer } from './server.ts';
import { patience, Workbench } from './workbench.ts';

export interface VSCodeOptions extends Partial<ServerOptions> {
  /** The packaged extension to install. */
  readonly vsix: string;
  /** The folder to open. */
  readonly folder: string;
  /** A file of that folder to open first. */
  readonly openFile?: string;
  /** Name of a colour theme that comes with VS Code. */
  readonly theme?: string;
  /** The language that extensions are told of ("de"); VS Code itself stays English, since language packs are extensions. */
  readonly language?: string;
}

export interface OpenVSCode {
  readonly page: Page;
  readonly vscode: Workbench;
  close(): Promise<void>;
}

/**
 * Opens a VS Code; the caller has to close it. Everything is cleaned up when opening fails. What does not come up at first, on a
 * machine that is busy, is started once more: none of it is ours until a file is open.
 */
export async function openVSCode(options: VSCodeOptions): Promise<OpenVSCode> {
  return await open(options).catch((error: unknown) => {
    console.warn('VS Code did not come up, and is started once more:', error);
    return open(options);
  });
}

async function open(options: VSCodeOptions): Promise<OpenVSCode> {
  const {
    vsix,
    folder,
    openFile,
    theme = 'Default Dark Modern',
    language,
    trust = true,
    settings,
    ...server
  } = options;
  const started = await startServer({
    ...server,
    vsix,
    trust,
    settings: { 'workbench.colorTheme': theme, ...settings },
  });
  const browser = await launchChromium().catch(async (error: unknown) => {
    await started.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await browser.close();
    await started.close();
  };
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 });
    page.setDefaultTimeout(patience);
    // As the messages of a language pack say it (src/vs/nls.ts of VS Code).
    if (language !== undefined) await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = '${language}'`);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const vscode = new Workbench(page);
    const first = openFile === undefined ? {} : { openFile: started.fileAddress(resolve(folder, openFile)) };
    await page.goto(started.address(resolve(folder), first));
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    if (openFile !== undefined) await vscode.line('').waitFor();
    return { page, vscode, close };
  } catch (error) {
    await close();
    throw error;
  }
}
