/** The server on Node: over the IPC channel of VS Code or over stdio, as the command line says. */
import { createHost } from './host.ts';
import { serve } from './serve.ts';

serve(createHost(__dirname), process.argv.includes('--node-ipc') ? 'ipc' : 'stdio');
