/** `sweetspot lsp --stdio`: the language server, for editors other than VS Code. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from '../lsp/server.ts';
import { type Command, parseArguments, UsageError } from './usage.ts';

export const lsp: Command = async (args, createHost) => {
  const { values } = parseArguments(args, { stdio: { type: 'boolean', default: false } });
  if (!values.stdio) throw new UsageError('lsp speaks over standard input and output: sweetspot lsp --stdio');
  startServer(createConnection(ProposedFeatures.all, process.stdin, process.stdout), createHost());
  // The connection ends the process when the client leaves.
  return new Promise<number>(() => {});
};
