/** The server on Node: over the IPC channel of VS Code or over stdio, as the command line says. */
import { createHost } from './host.ts';
import { serve } from './serve.ts';

/** `folder`: dist/, where the bundles and the compiled data lie. */
export function start(folder: string): void {
  serve(createHost(folder), process.argv.includes('--node-ipc') ? 'ipc' : 'stdio');
}
