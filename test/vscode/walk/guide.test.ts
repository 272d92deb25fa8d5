/** What a person finds in the settings guide. */
import { expect, test } from 'vitest';
import { titleOf, useVSCode } from './session.ts';

const vscode = useVSCode({ openFile: 'diffusers.yaml', settings: { 'sweetspot.hover.pictures': true } });
const steps = 'num_inference_steps:';

/** The width of each picture as it came: 0 for one that did not. */
async function widths(pictures: string): Promise<number[]> {
  return vscode()
    .webview()
    .locator(pictures)
    .evaluateAll((images: { naturalWidth: number }[]) => images.map(({ naturalWidth }) => naturalWidth));
}

test('the hover of a step count shows small what steps buy', async () => {
  const code = vscode();
  await code.squiggle('warning').waitFor();
  const hover = await code.hover(steps, '80', /built-in model/);
  const pictures = hover.locator('td img');
  expect(
    await pictures.evaluateAll((images: { naturalWidth: number }[]) => images.map((image) => image.naturalWidth)),
  ).toEqual([120, 120, 120]);
  await code.screenshot('hover-pictures', code.tabs(), code.line(steps), hover);
  await code.closeHover();
});

test('a link of the hover opens the guide at its page, beside the file', async () => {
  const code = vscode();
  const hover = await code.hover(steps, '80', /Full guide/);
  await hover.getByText('Full guide').click();
  await code.webview().getByRole('heading', { name: 'Inference steps', level: 1 }).waitFor();
  await code.closeHover();
  await code.token(steps, '80').waitFor();
  await code.screenshot('guide-page', code.editors());
});

test('the pictures of what steps buy are there, and can be looked at closely', async () => {
  const code = vscode();
  const guide = code.webview();
  await guide.locator('.pictures img').nth(2).scrollIntoViewIfNeeded();
  expect(await widths('.pictures img')).toEqual([480, 480, 480]);
  await code.screenshot('guide', code.editors());
  await guide.locator('.pictures button').nth(1).click();
  await guide.getByRole('dialog').waitFor();
  await expect(guide.locator('#closer-caption').textContent()).resolves.toMatch(/^25 steps/);
  await code.page.keyboard.press('ArrowRight');
  await expect(guide.locator('#closer-caption').textContent()).resolves.toMatch(/^50 steps/);
  expect(await widths('#closer-picture')).toEqual([480]);
  await code.screenshot('guide-closer', code.editors());
  await code.page.keyboard.press('Escape');
  await guide.getByRole('dialog').waitFor({ state: 'hidden' });
});

test('a search finds pages as one types, and the keyboard opens them', async () => {
  const code = vscode();
  const guide = code.webview();
  await code.page.keyboard.press('/');
  await code.page.keyboard.type('ancestral');
  await guide.locator('#count', { hasText: /^\d+ pages$/ }).waitFor();
  await guide
    .getByRole('link', { name: /^Sampler/ })
    .first()
    .waitFor();
  await code.screenshot('guide-search', code.editors());
  await code.page.keyboard.press('ArrowDown');
  await code.page.keyboard.press('Enter');
  await guide.locator('#article h1').waitFor();
  await guide.locator('#search').fill('xyzzy');
  await guide.getByText('No page has that.').waitFor();
  await guide.locator('#search').press('Escape');
});

test('links lead to other pages and back', async () => {
  const code = vscode();
  const guide = code.webview();
  await code.runCommand(titleOf('sweetspot.openPage'));
  await code.page.keyboard.type('inference steps');
  await code.page.keyboard.press('Enter');
  await guide.locator('#article').getByRole('link', { name: 'More steps than the model can use' }).click();
  await guide.getByRole('heading', { name: 'More steps than the model can use', level: 1 }).waitFor();
  await guide.locator('#article').getByRole('link', { name: 'Inference steps' }).click();
  await guide.getByRole('heading', { name: 'Inference steps', level: 1 }).waitFor();
  await guide.getByRole('button', { name: 'Back', exact: true }).click();
  await guide.getByRole('heading', { name: 'More steps than the model can use', level: 1 }).waitFor();
});

test('the code of a finding opens its page in the same panel, not over the file', async () => {
  const code = vscode();
  const guide = code.webview();
  await code.token(steps, '80').click();
  const explanation = await code.showProblem();
  await guide.getByRole('button', { name: 'Back', exact: true }).click();
  await guide.getByRole('heading', { name: 'Inference steps', level: 1 }).waitFor();
  await explanation.getByText('steps-wasteful').click();
  await guide.getByRole('heading', { name: 'More steps than the model can use', level: 1 }).waitFor();
  expect(await code.page.locator('.tab').count()).toBe(2);
  await code.token(steps, '80').click();
  await code.page.keyboard.press('Escape');
});

test('the guide is where it was after it was hidden by another tab', async () => {
  const code = vscode();
  await code.showTab('Settings Guide');
  await code.openFile('sdxl.json');
  await code.showTab('Settings Guide');
  await code.webview().getByRole('heading', { name: 'More steps than the model can use', level: 1 }).waitFor();
  await code.showTab('sdxl.json');
  await code.closeActiveTab();
});

test.each([
  ['Light Modern', 'light'],
  ['Light High Contrast', 'high-contrast-light'],
  ['Dark High Contrast', 'high-contrast'],
])('it can be read in %s', async (theme, name) => {
  const code = vscode();
  const guide = code.webview();
  await code.useTheme(theme);
  await guide.locator('#search').fill('inference steps');
  await guide.locator('#search').press('Enter');
  await guide.locator('.pictures img').nth(2).scrollIntoViewIfNeeded();
  await code.screenshot(`guide-${name}`, code.editors());
  await guide.locator('#search').press('Escape');
});

test('a button below the pictures renders the same of the config that was edited last', async () => {
  const code = vscode();
  await code.webview().getByRole('button', { name: 'Render these on the built-in model' }).click();
  await code.webview().locator('#grid strong', { hasText: '25 steps' }).waitFor();
  await code.screenshot('guide-compare', code.editors());
});

test('the guide is there again after the window was loaded anew', async () => {
  const code = vscode();
  await code.reload();
  await code.showTab('Settings Guide');
  await code.webview().getByRole('heading', { name: 'Inference steps', level: 1 }).waitFor();
});
