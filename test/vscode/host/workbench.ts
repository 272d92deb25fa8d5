/**
 * VS Code as a person uses it: by pointer, keyboard and what can be read on the screen.
 *
 * Every method waits for what it names to be on the screen, and rejects (after the page's time limit) when it isn't.
 * The CSS classes of VS Code's own user interface are named in this file only.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FrameLocator, Locator, Page } from 'playwright-core';

/** Pictures taken by tests; git-ignored. */
export const screenshotFolder = fileURLToPath(new URL('../../output/', import.meta.url));

export type Severity = 'error' | 'warning' | 'info' | 'hint';

export class Workbench {
  constructor(readonly page: Page) {}

  /** Opens a file of the folder by its path, through Quick Open. */
  async openFile(path: string): Promise<void> {
    const name = path.split('/').at(-1) ?? path;
    await this.pick('Control+P', path, this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }));
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.line('').waitFor();
  }

  /** Runs a command by its title ("Sweetspot: Preview Draft"), through the Command Palette. */
  async runCommand(title: string): Promise<void> {
    await this.pick('F1', title, this.command(title));
  }

  /** True when the Command Palette offers a command of that title. The palette is closed again. */
  async offersCommand(title: string): Promise<boolean> {
    await this.type('F1', title);
    // The palette always answers: with the matching commands, or with a row that says that there are none.
    await this.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    const offered = (await this.command(title).count()) > 0;
    await this.page.keyboard.press('Escape');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    return offered;
  }

  /** The line of the active editor that has this text. */
  line(text: string): Locator {
    return this.page.locator('.editor-instance .view-line', { hasText: text }).first();
  }

  /** A token (as the grammar splits the line) of the line of the active editor that has this text. */
  token(line: string, text: string): Locator {
    return this.line(line).getByText(text, { exact: true }).first();
  }

  /** Rests the pointer on a token; resolves with the hover that appears once it says `expected`. */
  async hover(line: string, token: string, expected: string | RegExp): Promise<Locator> {
    await this.token(line, token).hover();
    const hover = this.page.locator('.monaco-hover:visible', { hasText: expected }).last();
    await hover.waitFor();
    return hover;
  }

  /** Takes the pointer off, so that no hover is in the way. */
  async closeHover(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.mouse.move(0, 0);
    await this.page.locator('.monaco-hover:visible').waitFor({ state: 'hidden' });
  }

  /** The wavy underline of a finding. */
  squiggle(severity: Severity): Locator {
    return this.page.locator(`.editor-instance .squiggly-${severity}`).first();
  }

  /** Puts the cursor on a token and opens the menu of code actions, as Ctrl+. or a click on the light bulb does. */
  async openQuickFixes(line: string, token: string): Promise<Locator> {
    await this.token(line, token).click();
    await this.page.keyboard.press('Control+.');
    const menu = this.page.locator('.action-widget');
    await menu.locator('.monaco-list-row.action').first().waitFor();
    return menu;
  }

  /** Applies a code action of the open menu. */
  async applyQuickFix(title: string): Promise<void> {
    await this.page.locator('.action-widget .monaco-list-row.action', { hasText: title }).first().click();
  }

  /** Inside of the webview panel on the screen. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
  }

  /** Saves a picture of the window, or of a part of it, as `test/output/<name>.png`; resolves with its path. */
  async screenshot(name: string, part?: Locator | Clip): Promise<string> {
    await mkdir(screenshotFolder, { recursive: true });
    const path = join(screenshotFolder, `${name}.png`);
    // A blinking text cursor and running animations would make every picture differ from the last one.
    const options = { path, animations: 'disabled', caret: 'hide' } as const;
    if (part === undefined) await this.page.screenshot(options);
    else if ('x' in part) await this.page.screenshot({ ...options, clip: part });
    else await part.screenshot(options);
    return path;
  }

  private command(title: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row').getByText(title, { exact: true }).first();
  }

  private async pick(key: string, text: string, row: Locator): Promise<void> {
    await this.type(key, text);
    await row.click();
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  private async type(key: string, text: string): Promise<void> {
    await this.page.keyboard.press(key);
    const input = this.page.locator('.quick-input-widget input[type=text]');
    await input.waitFor();
    await input.fill(`${await input.inputValue()}${text}`);
  }
}

/** Part of the window, in CSS pixels. */
export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
