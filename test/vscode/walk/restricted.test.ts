/** What works in a folder that nobody has said to trust: reading does, rendering doesn't. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ScriptedServer, startServer } from '../../backends/support.ts';
import { titleOf, useVSCode } from './session.ts';

/** What the chosen server was asked, and how often it was connected to. */
const contacts: string[] = [];
const settings: Record<string, string> = { 'sweetspot.backend.kind': 'comfyui' };
let server: ScriptedServer;

beforeAll(async () => {
  server = await startServer(
    ({ method, path }, response) => {
      contacts.push(`${method} ${path}`);
      response.end('{}');
    },
    () => contacts.push('WebSocket'),
  );
  settings['sweetspot.backend.address'] = server.url.origin;
});
afterAll(() => server?.stop());

const vscode = useVSCode({ openFile: 'diffusers.yaml', trust: false, settings });

test('the window is in Restricted Mode', async () => {
  await vscode().page.getByText('Restricted Mode', { exact: true }).first().waitFor();
});

test('the hover and the finding are there', async () => {
  const code = vscode();
  await code.squiggle('warning').waitFor();
  const hover = await code.hover('num_inference_steps:', '80', /Inference steps/);
  await expect(hover.textContent()).resolves.toMatch(/SDXL gains little past 30 steps/);
  await code.screenshot('restricted');
  await code.closeHover();
});

test('rendering says why it waits, and the guide is there', async () => {
  const code = vscode();
  await code.token('prompt:', 'prompt').click();
  await expect(code.offersCommand(titleOf('sweetspot.openPage'))).resolves.toBe(true);
  await code.runCommand(titleOf('sweetspot.preview'));
  await code.page.getByText('Renders need a trusted workspace.').first().waitFor();
  await code.screenshot('restricted-render');
  await code.runCommand('Notifications: Clear All Notifications');
});

test('the guide can be read, and says that renders wait for trust', async () => {
  const code = vscode();
  const guide = code.webview();
  await code.runCommand(titleOf('sweetspot.openPage'));
  await guide.getByRole('link', { name: 'Inference steps' }).first().click();
  await guide.getByText('once the workspace is trusted').waitFor();
  await expect(guide.getByRole('button', { name: 'Render your own' }).isDisabled()).resolves.toBe(true);
  await code.screenshot('restricted-guide');
  await code.closeActiveTab();
});

test('the server that the user has chosen is contacted by nothing of this', async () => {
  const code = vscode();
  const status = await code.openLanguageStatus();
  await status.getByText('wait until the workspace is trusted').waitFor();
  await code.closeHover();
  expect(contacts).toEqual([]);
});
