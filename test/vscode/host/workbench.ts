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
import { frameOf } from './frame.ts';

/** Pictures taken by tests; git-ignored. */
const screenshotFolder = fileURLToPath(new URL('../../output/', import.meta.url));

/** How long anything may take to show up, in milliseconds; generous, since machines that run tests are busy. */
export const patience = 60_000;

export type Severity = 'error' | 'warning' | 'info' | 'hint';

export class Workbench {
  constructor(readonly page: Page) {}

  /** Opens a file of the folder by its path, through Quick Open. */
  async openFile(path: string): Promise<void> {
    const name = path.split('/').at(-1) ?? path;
    await this.pick('Control+P', path, this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }));
    await this.tab().filter({ hasText: name }).waitFor();
    await this.line('').waitFor();
  }

  /** Closes the active editor by the cross of its tab. */
  async closeActiveTab(): Promise<void> {
    const open = this.page.locator('.tab');
    const count = await open.count();
    await this.tab().hover();
    await this.tab().locator('.tab-actions .action-label').click();
    await open.nth(count - 1).waitFor({ state: 'detached' });
    await this.page.mouse.move(0, 0);
  }

  /** Runs a command by its title ("Sweetspot: Preview Draft"), through the Command Palette. */
  async runCommand(title: string): Promise<void> {
    // Only some time after its start does VS Code know that a folder is trusted, and the palette shows what was known
    // when it was opened: so it is opened until it has the command.
    const deadline = performance.now() + patience;
    while (!(await this.offersCommand(title))) {
      if (performance.now() > deadline) throw new Error(`The Command Palette does not offer "${title}".`);
    }
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

  /** Shows an open tab by a text of its title. */
  async showTab(title: string): Promise<void> {
    await this.page.locator('.tab', { hasText: title }).first().click();
  }

  /** The first step of the walkthrough that is open. */
  walkthroughStep(): Locator {
    return this.page.locator('.gettingStartedContainer .getting-started-step').first();
  }

  /** A row of the open list of suggestions, by its label. */
  suggestion(label: string): Locator {
    return this.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: label }).first();
  }

  /** The list or the input that is open at the top, under this title. */
  quickInput(title: string | RegExp): Locator {
    return this.page.locator('.quick-input-widget:visible', { has: this.page.getByText(title) });
  }

  /** Picks a row of the open list by a text that it has, once it is there. */
  async pickRow(text: string | RegExp): Promise<void> {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
    await row.click();
    await row.waitFor({ state: 'hidden' });
    await this.page.mouse.move(0, 0);
  }

  /** Types into the open input, in place of what it holds, and presses Enter. */
  async answer(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input:visible').first();
    await input.fill(text);
    await input.press('Enter');
  }

  /** Chooses a colour theme by its name. */
  async useTheme(name: string): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    const list = this.page.getByPlaceholder(/Color Theme/);
    await list.waitFor();
    await list.fill(name);
    // Until the list is filtered, Enter would choose the theme that is there.
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor();
    await list.press('Enter');
    await list.waitFor({ state: 'hidden' });
  }

  /** What the open input holds. */
  async inputValue(): Promise<string> {
    return this.page.locator('.quick-input-widget input:visible').first().inputValue();
  }

  /** A file in the Explorer. */
  inExplorer(name: string): Locator {
    return this.page.locator('.explorer-folders-view').getByText(name, { exact: true });
  }

  /** What an input says is wrong with what was typed. */
  complaint(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-message');
  }

  /** Waits for a message, by a part of its text, in the list of messages: alone they don't show up under a driver of tests. */
  async notice(text: string | RegExp, timeout = patience): Promise<void> {
    await this.showNotice(text, timeout);
    await this.page.keyboard.press('Escape');
    await this.page.locator('.notifications-center').waitFor({ state: 'hidden' });
  }

  /** Opens the list of messages, and leaves it open, once a message is in it. */
  async showNotice(text: string | RegExp, timeout = patience): Promise<void> {
    await this.runCommand('Notifications: Show Notifications');
    await this.page.locator('.notification-list-item', { hasText: text }).first().waitFor({ timeout });
  }

  /** The dialog in the middle of the window. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Presses a button of the dialog. */
  async answerDialog(button: string): Promise<void> {
    await this.dialog().getByRole('button', { name: button, exact: true }).click();
    await this.dialog().waitFor({ state: 'detached' });
  }

  /** Opens what the language status (beside the language's name) says of the file; resolves with that part. */
  async openLanguageStatus(): Promise<Locator> {
    await this.page.locator('.statusbar-item[id="status.languageStatus"]').hover();
    const status = this.page.locator('.hover-language-status').first();
    await status.waitFor();
    return status.locator('xpath=..');
  }

  /** The tab of the active editor. */
  tab(): Locator {
    return this.page.locator('.editor-group-container.active .tab.active');
  }

  /** The strip of tabs above the active editor, as wide as the editor. */
  tabs(): Locator {
    return this.page.locator('.editor-group-container.active .tabs-and-actions-container');
  }

  /** All editors, side by side. */
  editors(): Locator {
    return this.page.locator('.part.editor');
  }

  /** Where the keyboard is in a text, as the status bar says it ("Ln 7, Col 17 (3 selected)"). */
  selection(text: RegExp): Locator {
    return this.page.locator('.part.statusbar').getByText(text).first();
  }

  /** The line of the active editor that has this text. */
  line(text: string): Locator {
    return this.page.locator('.editor-instance .view-line:visible', { hasText: text }).first();
  }

  /** A token (as the grammar splits the line) of the line of the active editor that has this text. */
  token(line: string, text: string): Locator {
    return this.line(line).getByText(text, { exact: true }).first();
  }

  /** Rests the pointer on a token; resolves with the hover that appears once it says `expected` and is complete. */
  async hover(line: string, token: string, expected: string | RegExp): Promise<Locator> {
    const hover = this.page.locator('.monaco-hover:visible', { hasText: expected, hasNotText: 'Loading...' }).last();
    const rest = async (timeout: number): Promise<void> => {
      await this.token(line, token).hover();
      await hover.waitFor({ timeout });
    };
    // What is coloured anew under the pointer takes its hover away: then the pointer comes once more.
    await rest(patience / 5).catch(async () => {
      await this.page.mouse.move(0, 0);
      await rest(patience);
    });
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

  /** Goes to the first finding after the cursor, which VS Code then explains under its line; resolves with that part. */
  async showProblem(): Promise<Locator> {
    await this.page.keyboard.press('F8');
    const explanation = this.page.locator('.zone-widget .marker-widget').first();
    await explanation.waitFor();
    return explanation;
  }

  /** Puts the cursor on a token and opens the menu of code actions, as Ctrl+. or a click on the light bulb does. */
  async openQuickFixes(line: string, token: string): Promise<Locator> {
    await this.token(line, token).click();
    const menu = this.page.locator('.action-widget', { has: this.page.locator('.monaco-list-row.action') });
    const open = async (timeout: number): Promise<void> => {
      await this.page.keyboard.press('Control+.');
      await menu.waitFor({ timeout });
    };
    // Findings that come at that moment close the menu: then it is opened once more.
    await open(patience / 5).catch(() => open(patience));
    return menu;
  }

  /** Applies a code action of the open menu. */
  async applyQuickFix(title: string): Promise<void> {
    await this.page.locator('.action-widget .monaco-list-row.action', { hasText: title }).first().click();
  }

  /** Loads the window anew by "Reload Window": unasked, VS Code keeps what is open once a minute only. */
  async reload(): Promise<void> {
    const address = new URL(this.page.url());
    // A file that the address names would be opened in place of what was open.
    const payload: [string, string][] = JSON.parse(address.searchParams.get('payload') ?? '[]');
    address.searchParams.set('payload', JSON.stringify(payload.filter(([name]) => name !== 'openFile')));
    await this.page.evaluate(`history.replaceState(null, '', ${JSON.stringify(address.href)})`);
    await Promise.all([this.page.waitForEvent('load'), this.runCommand('Developer: Reload Window')]);
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /** Inside of the webview panel on the screen. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
  }

  /** Media types of what the clipboard holds. */
  async clipboardTypes(): Promise<readonly string[]> {
    await this.page.bringToFront();
    return this.page.evaluate<string[]>(
      'navigator.clipboard.read().then((items) => items.flatMap(({ types }) => types))',
    );
  }

  /** Saves a picture of the window, or of the part that holds the given elements, as `test/output/<name>.png`. */
  async screenshot(name: string, ...around: readonly Locator[]): Promise<void> {
    await mkdir(screenshotFolder, { recursive: true });
    await this.page.screenshot({
      path: join(screenshotFolder, `${name}.png`),
      // A blinking text cursor and running animations would make every picture differ from the last one.
      ...{ animations: 'disabled', caret: 'hide' },
      ...(around.length > 0 ? { clip: await frameOf(this.page, around) } : {}),
    });
  }

  private command(title: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row').getByText(title, { exact: true }).first();
  }

  private async pick(key: string, text: string, row: Locator): Promise<void> {
    await this.type(key, text);
    await row.click();
    // What was picked may open a list of its own in the same place.
    await row.waitFor({ state: 'hidden' });
    // Where the row was, the pointer could make something else show its tooltip.
    await this.page.mouse.move(0, 0);
  }

  private async type(key: string, text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type=text]');
    const open = async (): Promise<void> => {
      await this.page.keyboard.press(key);
      await input.waitFor({ timeout: patience / 5 });
      await input.fill(`${await input.inputValue()}${text}`, { timeout: patience / 5 });
    };
    // A page that has just been shown may take the keyboard, which closes what was opened: then it is opened once more.
    await open().catch(open);
  }
}
