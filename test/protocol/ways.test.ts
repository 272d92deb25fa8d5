/** What can be done about a refusal is said in words of the editor: commands where it has ours, else the environment and the command line. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExecuteCommandRequest } from 'vscode-languageserver/node';
import { USE_BACKEND } from '../../server/src/protocol/backends.ts';
import { RENDER } from '../../server/src/protocol/render.ts';
import { type ScriptedImageServer, startImageServer } from '../backends/openai/server.ts';
import { startClient, type TestClient } from '../support/language-client.ts';

const URI = 'file:///renders/job.yaml';
const TEXT = 'prompt: a fox\nsteps: 4\nseed: 7\nwidth: 64\nheight: 64\n';
const NOTHING = 'file:///renders/nothing.yaml';
const at = (uri: string) => ({ uri, position: { line: 1, character: 0 } });

let server: ScriptedImageServer;
beforeAll(async () => {
  server = await startImageServer('localai', { token: 'sesame' });
});
afterAll(() => server.stop());

/** An editor that names the locked server, started where the environment says so. */
async function withEditor(token: string | undefined, use: (editor: TestClient) => Promise<void>): Promise<void> {
  const before = process.env.SWEETSPOT_TOKEN;
  if (token !== undefined) process.env.SWEETSPOT_TOKEN = token;
  const editor = await startClient({ options: { settings: { backend: { address: server.url.href } } } });
  if (before === undefined) delete process.env.SWEETSPOT_TOKEN;
  else process.env.SWEETSPOT_TOKEN = before;
  try {
    await editor.open(URI, TEXT);
    await editor.open(NOTHING, 'name: ci\n');
    await use(editor);
  } finally {
    await editor.stop();
  }
}

const preview = (editor: TestClient, uri: string) =>
  editor.connection.sendRequest(ExecuteCommandRequest.type, { command: 'sweetspot.preview', arguments: [at(uri)] });

test('another editor hears where credentials come from, and renders with them', async () => {
  await withEditor(undefined, async (editor) => {
    await expect(preview(editor, URI)).rejects.toThrow(
      /asks for a user and password, or a token\. They are read from SWEETSPOT_TOKEN, or SWEETSPOT_USER and SWEETSPOT_PASSWORD, where the editor is started\.$/,
    );
  });
  await withEditor('sesame', async (editor) => {
    await preview(editor, URI);
    expect(server.bodies).toMatchObject([{ prompt: 'a fox' }]);
  });
});

test('another editor hears how to see what is read, and nothing of commands that it lacks', async () => {
  await withEditor('sesame', async (editor) => {
    await expect(preview(editor, NOTHING)).rejects.toThrow(
      /makes them recognisable\. "sweetspot inspect FILE" says what is read of a file\.$/,
    );
  });
});

test('ours hears its own commands', async () => {
  const editor = await startClient({ abilities: { commandLinks: true } });
  try {
    await editor.open(NOTHING, 'name: ci\n');
    const { uri, position } = at(NOTHING);
    const asked = { textDocument: { uri }, position, renderId: 'r', mode: 'draft' } as const;
    await expect(editor.ask(RENDER, asked)).rejects.toThrow(
      /"Sweetspot: Show What Is Recognised" says what is missing\.$/,
    );
    await editor.open(URI, TEXT);
    await editor.tell(USE_BACKEND, { kind: 'comfyui', address: server.url.href, credentials: null });
    await expect(editor.ask(RENDER, { ...asked, textDocument: { uri: URI } })).rejects.toThrow(
      /or a token\. Run "Sweetspot: Choose Backend" and enter them\.$/,
    );
  } finally {
    await editor.stop();
  }
});
