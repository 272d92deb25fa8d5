/**
 * Serves one client on Node. However it leaves (in order, by `exit` alone, with a closed channel, dead, or by a signal to this
 * process), its jobs on other people's servers are ended before the process is.
 */
import { constants } from 'node:os';
// Not the library's own connection for Node: it ends the process the moment the client is gone.
import { createConnection, ProposedFeatures, type WatchDog } from 'vscode-languageserver';
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { createFrameCheck } from './lsp/frames.ts';
import type { Host } from './lsp/host.ts';
import { holdingParams } from './lsp/params.ts';
import { startServer } from './lsp/server.ts';
import { isThere } from './processes.ts';

/** Milliseconds that leaving may take; a job is given up after three seconds. */
const LEAVING = 4000;
/** Milliseconds between two looks at whether the client's process is there. */
const LOOK = 3000;

/** `ipc`: the channel of a parent process, as VS Code opens it; `stdio`: standard input and output. */
export function serve(host: Host, channel: 'ipc' | 'stdio'): void {
  const [reader, writer] =
    channel === 'ipc'
      ? [new IPCMessageReader(process), new IPCMessageWriter(process)]
      : [new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout)];
  let isLeaving = false;
  const leave = (code: number): void => {
    if (isLeaving) return;
    isLeaving = true;
    const late = setTimeout(() => process.exit(code), LEAVING);
    server
      .close()
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        clearTimeout(late);
        process.exit(code);
      });
  };
  const client: WatchDog = {
    shutdownReceived: false,
    initialize: ({ processId }) => whenGone(processId, left),
    exit: leave,
  };
  const left = (): void => leave(client.shutdownReceived ? 0 : 1);
  const connection = createConnection(
    (logger) => createProtocolConnection(reader, writer, logger, holdingParams(writer)),
    client,
    ProposedFeatures.all,
  );
  const server = startServer(connection, host);

  if (channel === 'ipc') process.on('disconnect', left);
  else {
    const faultIn = createFrameCheck();
    process.stdin.on('end', left).on('close', left);
    process.stdin.on('data', (chunk: Buffer) => {
      const fault = isLeaving ? null : faultIn(chunk);
      if (fault === null) return;
      console.error(`sweetspot: ends, since what its client sends can't be read: ${fault}.`);
      process.stdin.pause();
      leave(1);
    });
    process.stdout.on('error', left);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => leave(128 + constants.signals[signal]));
  // One request that fails is no reason to fail all.
  process.on('unhandledRejection', (reason) => console.error(reason));
}

/** Calls once a process is no more. */
function whenGone(processId: unknown, gone: () => void): void {
  if (typeof processId !== 'number' || !Number.isInteger(processId) || processId <= 0) return;
  const timer = setInterval(() => {
    if (isThere(processId)) return;
    clearInterval(timer);
    gone();
  }, LOOK);
  timer.unref();
}
