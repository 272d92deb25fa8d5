/** What commands show lies in a temporary folder for as long as the server lives; whose address the initialization options name renders. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ExecuteCommandRequest } from 'vscode-languageserver/node';
import { startSdapi } from '../backends/a1111/server.ts';
import { startClient, type TestClient } from '../support/language-client.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';

const URI = 'file:///renders/job.yaml';
const WHERE = { uri: URI, position: { line: 1, character: 0 } };

let temporary: TemporaryFolder;
const { TMPDIR } = process.env;
beforeEach(async () => {
  temporary = await temporaryFolder();
  // Where the server that is started next keeps such files.
  process.env.TMPDIR = temporary.path;
});
afterEach(async () => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  await temporary.remove();
});

const execute = async (client: TestClient, command: string, given: unknown): Promise<string> => {
  const { files } = await client.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: [given] });
  return fileURLToPath(files[0]);
};

test('what is shown is gone with the server; what others left by force goes when it is old', async () => {
  const days = (count: number): Date => new Date(Date.now() - count * 24 * 3_600_000);
  const other = async (name: string, age: number): Promise<void> => {
    await mkdir(join(temporary.path, name));
    await writeFile(join(temporary.path, name, '1-seed.md'), '');
    await utimes(join(temporary.path, name), days(age), days(age));
  };
  await other('sweetspot-shown-old', 2);
  await other('sweetspot-shown-new', 0.5);
  await other('somebody-elses', 2);
  await symlink(join(temporary.path, 'somebody-elses'), join(temporary.path, 'sweetspot-shown-link'));
  const client = await startClient();
  const first = await execute(client, 'sweetspot.openPage', 'seed');
  expect(existsSync(first)).toBe(true);
  expect((await readdir(temporary.path)).sort()).toEqual(
    ['somebody-elses', 'sweetspot-shown-link', 'sweetspot-shown-new', first.split('/').at(-2)].sort(),
  );
  // Somebody tidies up meanwhile.
  await rm(join(first, '..'), { recursive: true });
  const second = await execute(client, 'sweetspot.openPage', 'seed');
  expect(existsSync(second)).toBe(true);
  expect(await client.stop()).toBe(0);
  expect((await readdir(temporary.path)).sort()).toEqual([
    'somebody-elses',
    'sweetspot-shown-link',
    'sweetspot-shown-new',
  ]);
});

test('so it is when the client dies', async () => {
  const client = await startClient();
  const file = await execute(client, 'sweetspot.openPage', 'seed');
  const ended = new Promise((resolve) => client.child.once('exit', resolve));
  client.child.stdin?.end();
  await ended;
  client.connection.dispose();
  expect(existsSync(file)).toBe(false);
});

test('the server whose address the initialization options name renders, and is asked nothing before', async () => {
  const sdapi = await startSdapi({ product: 'a1111' });
  const client = await startClient({ options: { settings: { backend: { address: sdapi.url.host } } } });
  try {
    await client.open(URI, 'prompt: a fox\nsteps: 4\nseed: 7\nwidth: 64\nheight: 64\n');
    await client.pull(URI);
    expect(sdapi.asked).toEqual([]);
    await execute(client, 'sweetspot.renderAsConfigured', WHERE);
    expect(sdapi.bodies).toMatchObject([{ steps: 4, seed: 7 }]);
  } finally {
    await client.stop();
    await sdapi.stop();
  }
});

test('an address that nothing answers at is said to be so', async () => {
  const sdapi = await startSdapi({ product: 'a1111' });
  await sdapi.stop();
  const client = await startClient({ options: { settings: { backend: { address: sdapi.url.href } } } });
  try {
    await client.open(URI, 'prompt: a fox\nsteps: 4\nwidth: 64\nheight: 64\n');
    await expect(execute(client, 'sweetspot.preview', WHERE)).rejects.toThrow(/127\.0\.0\.1/);
  } finally {
    await client.stop();
  }
});
