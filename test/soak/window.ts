/** One window of the soak: what people do in it, one thing after the other, each left tidy. */
import type { Page } from 'playwright-core';
import { Workbench } from '../vscode/host/workbench.ts';
import { titleOf } from '../vscode/walk/session.ts';

/** How a render, a comparison or a search has ended. */
const ENDED = ['done', 'failed', 'cancelled'].map((phase) => `body[data-state=${phase}]`).join(', ');

/** Milliseconds that anything may take on a machine that does much else. */
const PATIENCE = 60_000;

/** Milliseconds after which somebody who waits for a hover moves the pointer. */
const HOVER = 15_000;

export class SoakWindow {
  readonly name: string;
  readonly page: Page;
  readonly code: Workbench;

  constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
    this.code = new Workbench(page);
    page.setDefaultTimeout(PATIENCE);
  }

  /** Closes every editor and panel; what was typed is thrown away. */
  async tidy(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.code.runCommand('View: Close All Editors');
    const dialog = this.code.dialog();
    const closed = this.page.locator('.tab').first().waitFor({ state: 'detached' });
    await Promise.race([dialog.waitFor().catch(() => closed), closed]);
    if ((await dialog.count()) > 0) await this.code.answerDialog("Don't Save");
    await closed;
  }

  async open(file: string): Promise<void> {
    await this.code.openFile(file);
    await this.page.keyboard.press('Control+Home');
  }

  run(command: string): Promise<void> {
    return this.code.runCommand(titleOf(command));
  }

  /** Rests the pointer on the guidance of a config, and again while nobody answers: the server may only be starting. */
  async hover(file: string): Promise<void> {
    const [line, token] = file.endsWith('.yaml') ? ['guidance_scale:', '7'] : ['"cfg"', '"cfg"'];
    this.page.setDefaultTimeout(HOVER);
    try {
      const hover = () => this.code.hover(line, token, /Guidance scale/);
      const again = () => this.page.mouse.move(0, 0).then(hover);
      await hover().catch(again).catch(again).catch(again);
    } finally {
      this.page.setDefaultTimeout(PATIENCE);
    }
    await this.code.closeHover();
  }

  /** Presses a key so many times. */
  async press(key: string, times: number): Promise<void> {
    for (let done = 0; done < times; done += 1) await this.page.keyboard.press(key);
  }

  /** Waits until the panel's work has ended, in whatever way. */
  async ended(timeout = 2 * PATIENCE): Promise<void> {
    await this.code.webview().locator(ENDED).waitFor({ timeout });
  }

  /** Waits until the panel's work is under way, or over already. */
  async begun(): Promise<void> {
    await this.code.webview().locator(`body[data-state=running], ${ENDED}`).waitFor();
  }

  /** Presses a button of the panel if it is there to be pressed. */
  async click(selector: string): Promise<void> {
    const button = this.code.webview().locator(`${selector}:visible`);
    if ((await button.count()) > 0) await button.click({ timeout: 5000 }).catch(() => undefined);
  }
}
