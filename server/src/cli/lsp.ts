/** `sweetspot lsp --stdio`: the language server, for editors other than VS Code. */
import { serve } from '../serve.ts';
import { atMost, type Command, parseArguments, UsageError } from './usage.ts';

export const lsp: Command = async (args, createHost) => {
  const { values, positionals } = parseArguments(args, { stdio: { type: 'boolean', default: false } });
  atMost(0, positionals, 'lsp');
  if (!values.stdio) throw new UsageError('lsp speaks over standard input and output: sweetspot lsp --stdio');
  serve(createHost(), 'stdio');
  // The process ends when the client leaves.
  return new Promise<number>(() => {});
};
