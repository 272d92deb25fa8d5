/**
 * `npm start`: builds Sweetspot and opens examples/ in a VS Code that has it.
 *
 *     npm start                    in the VS Code on this machine; without one, as --browser does
 *     npm start -- --browser       in the VS Code from npm, which is shown by any browser
 *     npm start -- --port 8000     the same, on a port of your choice
 */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chooseHost, hasDisplay } from '../test/vscode/host/choose.ts';
import { findProgram } from '../test/vscode/host/programs.ts';
import { startServer } from '../test/vscode/host/server.ts';
import { mustRun, toItsEnd } from './process.ts';

const folder = resolve('examples');
const first = resolve('examples/diffusers.yaml');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { browser: { type: 'boolean', default: false }, port: { type: 'string' } },
  });
  const port = values.port === undefined ? 0 : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port: ${values.port} is no port.`);
  console.log('Building …');
  await mustRun('npm', ['run', '--silent', 'package']);
  const host = values.browser || values.port !== undefined ? undefined : chooseHost();
  if (host?.kind === 'desktop') openDesktop(host.executable);
  else await serve(port);
}

function openDesktop(executable: string): void {
  console.log('Opening examples/ in VS Code, with Sweetspot …');
  const args = ['--new-window', `--extensionDevelopmentPath=${resolve('.')}`, folder, first];
  spawn(executable, args, { detached: true, stdio: 'ignore' }).unref();
}

/** Runs until it is stopped: the server is a child of this process and keeps it alive. */
async function serve(port: number): Promise<void> {
  const server = await startServer({ vsix: resolve('sweetspot.vsix'), trust: true, port });
  const address = server.address(folder, { openFile: server.fileAddress(first) });
  console.log(`\nA VS Code with Sweetspot and examples/ is at\n\n  ${address}\n\nCtrl+C stops it.`);
  const opener = hasDisplay() ? findProgram(['xdg-open', 'open']) : undefined;
  if (opener) spawn(opener, [address], { stdio: 'ignore' });
}

await toItsEnd(main());
