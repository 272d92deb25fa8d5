/** The site as a person reads it on a phone and on a desk, from a disk: in Chromium, light and dark. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Site } from '../../build/site/site.ts';
import { writeSite } from '../../build/site/write.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';
import { launchChromium } from '../vscode/host/browser.ts';

/** CSS pixels. */
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };
const PICTURES = 'test/output';

let browser: Browser;
let folder: TemporaryFolder;
let site: Site;

beforeAll(async () => {
  folder = await temporaryFolder();
  [browser, site] = await Promise.all([launchChromium(), writeSite(folder.path), mkdir(PICTURES, { recursive: true })]);
});
afterAll(async () => {
  await browser?.close();
  await folder?.remove();
});

/** A page of the site, and what the browser complains of. */
async function read(viewport: typeof PHONE, colorScheme: 'light' | 'dark' = 'light') {
  const page = await browser.newPage({ viewport, colorScheme });
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => request.url().startsWith('file:') || complaints.push(request.url()));
  return { page, complaints, open: (path: string) => page.goto(address(path), { waitUntil: 'domcontentloaded' }) };
}

function address(path: string): string {
  return pathToFileURL(join(folder.path, path)).href;
}

/** How far the page is wider than the window, pixels. */
function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

test('no page is wider than a phone, asks for anything elsewhere, or complains', async () => {
  const { page, complaints, open } = await read(PHONE);
  const wide: string[] = [];
  for (const path of site.files.keys()) {
    if (!path.endsWith('.html')) continue;
    await open(path);
    if ((await overflow(page)) > 0) wide.push(path);
  }
  expect(wide).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});

test.each([
  { where: 'phone', viewport: PHONE },
  { where: 'desk', viewport: DESK },
])('the search finds schnell and opens it: $where', async ({ viewport }) => {
  const { page, complaints, open } = await read(viewport);
  await open('rules/steps-wasteful.html');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('searchbox').fill('schnell');
  const first = page.getByRole('dialog').getByRole('link').first();
  await first.waitFor();
  expect(await first.textContent()).toContain('FLUX.1 schnell');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(address('models/flux.html#flux1-schnell').replace('%23', '#'));
  expect(await page.getByRole('heading', { level: 2, name: 'FLUX.1 schnell' }).isVisible()).toBe(true);
  expect(complaints).toEqual([]);
  await page.close();
});

test('on a phone the pages are a menu, which a key closes', async () => {
  const { page, open } = await read(PHONE);
  await open('settings/seed.html');
  const menu = page.getByRole('navigation', { name: 'Pages' });
  expect(await menu.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Menu' }).click();
  expect(await menu.getByRole('link', { name: 'Seed', exact: true }).isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  expect(await menu.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Menu' }).click();
  await menu.getByRole('link', { name: 'Backends', exact: true }).click();
  await page.waitForURL(address('backends.html'));
  await page.close();
});

test('reads without a script', async () => {
  const page = await browser.newPage({ viewport: PHONE, javaScriptEnabled: false });
  await page.goto(address('models/index.html'));
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Models');
  expect(await page.getByRole('button', { name: 'Search' }).isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Menu' }).click();
  expect(await page.getByRole('navigation', { name: 'Pages' }).isVisible()).toBe(true);
  await page.close();
});

test.each([
  { scheme: 'light' as const, is: 'rgb(255, 255, 255)' },
  { scheme: 'dark' as const, is: 'rgb(16, 24, 30)' },
])('is $scheme where the system is', async ({ scheme, is }) => {
  for (const [name, viewport] of Object.entries({ phone: PHONE, desk: DESK })) {
    const { page, open } = await read(viewport, scheme);
    for (const path of [
      'index.html',
      'settings/inference_steps.html',
      'rules/steps-wasteful.html',
      'models/flux.html',
    ]) {
      await open(path);
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(is);
      await page.screenshot({ path: `${PICTURES}/site-${path.replaceAll(/\W+/g, '-')}-${name}-${scheme}.png` });
    }
    await page.close();
  }
});
