/** The command line: `sweetspot <command> …`. Exit codes: 0 fine, 1 findings, or a render or server that failed, 2 wrong use or unreadable file. */

import { createHost } from '../host.ts';
import { own } from '../knowledge/own.ts';
import { BackendError } from '../render/problem.ts';
import { backends } from './backends.ts';
import { explain } from './explain.ts';
import help from './help.txt';
import { inspect } from './inspect.ts';
import { complain, outliveReaders, print } from './output.ts';
import { render } from './render.ts';
import { type Command, didYouMean, UsageError } from './usage.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  check: async (args, host) => (await import('./check/index.ts')).check(args, host),
  inspect,
  explain,
  render,
  compare: async (args, host) => (await import('./compare.ts')).compare(args, host),
  find: async (args, host) => (await import('./find.ts')).find(args, host),
  backends,
  mcp: async (args, host) => (await import('./mcp/index.ts')).mcp(args, host),
  // What speaks the protocol is half of the program: the other commands start without it.
  lsp: async (args, host) => (await import('./lsp.ts')).lsp(args, host),
};

/** Names that commands had before: they still work. */
const OLD_NAMES: Readonly<Record<string, string>> = { sweetspot: 'find' };

async function main([name, ...rest]: string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    print(...help.trimEnd().split('\n'));
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    print(createHost(__dirname).version);
    return 0;
  }
  const command = own(COMMANDS, own(OLD_NAMES, name) ?? name);
  if (!command) {
    const names = Object.keys(COMMANDS);
    throw new UsageError(
      `there is no command "${name}".${didYouMean(name, [...names, '--help', '--version']) || ` Try: ${names.join(', ')}.`}`,
    );
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    print(...help.trimEnd().split('\n'));
    return 0;
  }
  return command(rest, () => createHost(__dirname));
}

outliveReaders();
main(process.argv.slice(2)).then(
  (code) => {
    // A fault of the output stays one.
    process.exitCode ??= code;
  },
  (error: unknown) => {
    complain(`sweetspot: ${error instanceof Error ? error.message : error}`);
    process.exitCode = error instanceof BackendError ? 1 : 2;
  },
);
