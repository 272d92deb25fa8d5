/** The server on Node: over stdio or the IPC channel of VS Code, as the command line says. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createHost } from './host.ts';
import { startServer } from './lsp/server.ts';

startServer(createConnection(ProposedFeatures.all), createHost(__dirname));
