/** Somebody whose A1111 is behind a password: types its address, is asked for credentials, waits in its queue, forgets them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Scripted, startSdapi } from '../../backends/a1111/server.ts';
import { sendJson } from '../../backends/support.ts';
import { landscape } from './landscape.ts';
import { state, titleOf, useVSCode } from './session.ts';

const AUTHORIZATION = `Basic ${Buffer.from('ann:tiger-lily').toString('base64')}`;

const vscode = useVSCode({ openFile: 'sdxl.json', theme: 'Default Light Modern' });

let server: Scripted;
let address: string;

beforeAll(async () => {
  const { picture } = await landscape('a snowy mountain range above a river delta', 16, 1024, 1024);
  server = await startSdapi({
    product: 'a1111',
    busy: true,
    picture,
    answer: ({ headers }, response) => {
      if (headers.authorization === AUTHORIZATION) return false;
      response.setHeader('www-authenticate', 'Basic');
      sendJson(response, { detail: 'Not authenticated' }, 401);
      return true;
    },
  });
  address = server.url.host;
});
afterAll(() => server?.stop());

test('an address where nothing answers is said to be none', async () => {
  const code = vscode();
  await code.runCommand(titleOf('sweetspot.chooseBackend'));
  await code.quickInput('Choose Backend').waitFor();
  await code.page.keyboard.type('127.0.0.1:1');
  await code.pickRow('ask what is at this address');
  await code
    .complaint()
    .getByText(/127\.0\.0\.1:1/)
    .waitFor();
  await code.screenshot('no-answer');
});

test('a typed address asks for credentials, again when they are wrong, and is used then', async () => {
  const code = vscode();
  await code.answer(address);
  await code.quickInput(/Asks for Credentials/).waitFor();
  await code.screenshot('credentials');
  await code.pickRow('User and password');
  await code.answer('ann');
  await code.answer('wrong');
  await code
    .quickInput(/Asks for Credentials/)
    .getByText('User and password')
    .waitFor();
  await code.pickRow('User and password');
  await code.answer('ann');
  await code.answer('tiger-lily');
  const status = await code.openLanguageStatus();
  await status.getByText(address).first().waitFor();
  await code.closeHover();
});

test('a render waits for its turn and is then drawn', async () => {
  const code = vscode();
  const panel = code.webview();
  await code.token('"steps"', '"steps"').click();
  await code.runCommand(titleOf('sweetspot.preview'));
  await panel
    .locator('#status', { hasText: 'queue' })
    .or(panel.locator('#status', { hasText: 'Waiting for' }))
    .first()
    .waitFor();
  await code.screenshot('queued', code.editors());
  server.release();
  await state(code, 'done');
  expect(await panel.locator('#picture').evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBe(1024);
  await panel.locator('#strip li:not(.live) img:not([hidden])').first().waitFor();
  await code.screenshot('a1111', code.editors());
  expect(server.bodies.at(-1)).toMatchObject({ prompt: 'a snowy mountain range above a river delta', seed: 1234 });
});

test('forgotten credentials are asked for again', async () => {
  const code = vscode();
  await code.runCommand(titleOf('sweetspot.chooseBackend'));
  await code.pickRow('Forget credentials');
  await code.quickInput(/./).getByText(`http://${address}`).click();
  await code.page.keyboard.press('Enter');
  await code.webview().locator('#draft').click();
  await state(code, 'failed');
  await expect(code.webview().locator('#failure-message').textContent()).resolves.toMatch(/credentials|password/i);
  await code.screenshot('locked');
});
