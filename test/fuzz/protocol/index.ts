/**
 * Abuse of the bundled server over stdio: broken frames, wrong parameters, odd answers to what it asks, and clients that die. A
 * server that was sent broken frames may leave; any other answers a client as before, and whatever was done, it leaves in the end.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import * as backends from '../../../server/src/protocol/backends.ts';
import * as commands from '../../../server/src/protocol/commands.ts';
import * as edit from '../../../server/src/protocol/edit.ts';
import * as editor from '../../../server/src/protocol/editor.ts';
import * as measurements from '../../../server/src/protocol/measurements.ts';
import * as pages from '../../../server/src/protocol/pages.ts';
import * as recognised from '../../../server/src/protocol/recognised.ts';
import * as render from '../../../server/src/protocol/render.ts';
import * as starters from '../../../server/src/protocol/starters.ts';
import * as sweep from '../../../server/src/protocol/sweep.ts';
import * as tools from '../../../server/src/protocol/tools.ts';
import { createFuzzer, type Fuzzer } from '../fuzzer.ts';
import { Peer } from './peer.ts';

const METHODS = [
  ...[
    'initialize',
    'initialized',
    'shutdown',
    'textDocument/didOpen',
    'textDocument/didChange',
    'textDocument/didClose',
  ],
  ...[
    'textDocument/didSave',
    'textDocument/hover',
    'textDocument/codeAction',
    'textDocument/codeLens',
    'textDocument/inlayHint',
  ],
  ...[
    'textDocument/diagnostic',
    'textDocument/completion',
    'textDocument/documentSymbol',
    'workspace/didChangeWatchedFiles',
    'workspace/didChangeConfiguration',
    '$/cancelRequest',
    '$/setTrace',
    '$/progress',
    'no/such',
  ],
  ...[backends, commands, edit, editor, measurements, pages, recognised, render, starters, sweep, tools].flatMap(
    (part) => Object.values(part).flatMap(methodOf),
  ),
];

/** The method of a message of ours; none of whatever else stands beside it. */
function methodOf(message: unknown): string[] {
  const { method } = Object(message) as { method?: unknown };
  return typeof method === 'string' ? [method] : [];
}

const URI = 'file:///a.yaml';
const uri = fc.oneof(
  fc.constantFrom(
    ...[URI, 'file:///b.json', 'file:///.sweetspot.yaml', '', 'x', '__proto__', 'untitled:a', 'file:///100%.json'],
    ...['http://me:tiger@host/a', 'vscode-notebook-cell:/a#b', '\\\\host\\share', 'file:///\0', 'file:///%00'],
  ),
  fc.anything(),
);
const text = fc.oneof(
  fc.constantFrom(
    'steps: 999\nprompt: a\nmodel: sdxl\n',
    '{"steps": 99, "prompt": "a"}',
    'sampler: constructor\nsteps: 9\nprompt: a\n',
  ),
  fc.string({ unit: 'binary' }),
  fc.constant('- steps: 9\n  prompt: a\n'.repeat(9000)),
);
const place = fc.record({
  line: fc.oneof(fc.integer(), fc.double(), fc.anything()),
  character: fc.oneof(fc.integer(), fc.anything()),
});
const range = fc.record({ start: place, end: place });
/** Parameters that have something of what is wanted, and of which any part may be anything. */
const parameters = fc.oneof(
  { weight: 1, arbitrary: fc.anything() },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        textDocument: fc.oneof(
          fc.record(
            {
              uri,
              languageId: fc.constantFrom('yaml', 'json', 5),
              version: fc.oneof(fc.integer(), fc.anything()),
              text: fc.oneof(text, fc.anything()),
            },
            { requiredKeys: ['uri'] },
          ),
          fc.anything(),
        ),
        position: fc.oneof(place, fc.anything()),
        range: fc.oneof(range, fc.anything()),
        contentChanges: fc.oneof(
          fc.array(fc.oneof(fc.record({ range, text }), fc.record({ text }), fc.anything()), { maxLength: 3 }),
          fc.anything(),
        ),
        context: fc.oneof(
          fc.record({ diagnostics: fc.anything(), only: fc.anything(), triggerKind: fc.anything() }),
          fc.anything(),
        ),
        id: fc.anything(),
        renderId: fc.anything(),
        sweepId: fc.anything(),
        kind: fc.anything(),
        settings: fc.anything(),
        value: fc.string(),
        input: fc
          .oneof(
            fc.constantFrom({ topic: 'steps' }, { model: 'sdxl', loras: [5] }, { text: 'steps: 9\nprompt: a\n' }),
            fc.jsonValue(),
          )
          .map((input) => JSON.stringify(input)),
        name: fc.oneof(
          fc.constantFrom('sweetspot_check', 'sweetspot_inspect', 'sweetspot_suggest', 'toString'),
          fc.anything(),
        ),
        uri,
        command: fc.oneof(fc.constantFrom(...Object.keys(commands.SERVER_COMMANDS), '__proto__'), fc.anything()),
        arguments: fc.oneof(fc.tuple(fc.record({ uri, position: place, range, tells: fc.boolean() })), fc.anything()),
        workDoneToken: fc.anything(),
        changes: fc.oneof(fc.array(fc.record({ uri, type: fc.anything() }), { maxLength: 2 }), fc.anything()),
        setting: fc.constantFrom('seed', 'inference_steps', '__proto__'),
      },
      { requiredKeys: [] },
    ),
  },
);

const frame = fc.oneof(
  fc.constantFrom(
    ...['hello\r\n\r\n', 'Content-Length: abc\r\n\r\n{}', 'Content-Length: -5\r\n\r\n{}', 'Content-Length: 0\r\n\r\n'],
    ...[
      'Content-Length: 5\r\n\r\nhello',
      'Content-Length: 4\r\n\r\nnull',
      'Content-Length: 2\r\n\r\n[]',
      '\0'.repeat(100),
    ],
    ...[
      'Content-Length: 3\r\n\r\n{"jsonrpc":"2.0"}',
      'Content-Length: 99999999999\r\n\r\n{}',
      `X: ${'a'.repeat(100_000)}\r\n\r\n`,
    ],
    ...['Content-Length: 2\r\nContent-Type: application/json; charset=utf-7\r\n\r\n{}'],
  ),
  fc.string({ unit: 'binary' }),
);

const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('request' as const),
      method: fc.constantFrom(...METHODS),
      params: parameters,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('notification' as const),
      method: fc.constantFrom(...METHODS),
      params: parameters,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      id: fc.oneof(fc.integer(), fc.string()),
      result: fc.anything(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('frame' as const), bytes: frame }) },
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

const capability = fc.oneof(fc.boolean(), fc.anything());
const session = fc.record({
  capabilities: fc.oneof(
    fc.record({
      textDocument: fc.option(fc.record({ diagnostic: fc.constant({}) }), { nil: undefined }),
      workspace: fc.record({
        configuration: capability,
        didChangeConfiguration: fc.record({ dynamicRegistration: capability }),
        diagnostics: fc.record({ refreshSupport: capability }),
        inlayHint: fc.record({ refreshSupport: capability }),
      }),
    }),
    fc.constant({}),
  ),
  abilities: fc.oneof(fc.record({ seen: capability, pictures: capability, theme: fc.anything() }), fc.anything()),
  /** What the client answers to whatever the server asks. */
  answers: fc.constantFrom('error' as const, 'null' as const, 'junk' as const, 'nothing' as const),
  acts: fc.array(act, { maxLength: 12 }),
  leave: fc.constantFrom(
    'exit' as const,
    'shutdown' as const,
    'input' as const,
    'output' as const,
    'SIGTERM' as const,
    'SIGHUP' as const,
  ),
});
type Session = typeof session extends fc.Arbitrary<infer One> ? One : never;

/** Milliseconds. Leaving takes four seconds where a server hangs; the machine may be busy. */
const PATIENCE = 30_000;

export function createProtocolFuzzer(): Fuzzer {
  return createFuzzer({ round: 25, inputs: session, attempt: abuse });
}

async function abuse({ capabilities, abilities, answers, acts, leave }: Session): Promise<void> {
  const child = spawn(process.execPath, ['dist/server.cjs', '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const peer = new Peer(child, answers);
  try {
    const params = { processId: process.pid, rootUri: null, capabilities, initializationOptions: abilities };
    await within(peer.request('initialize', params), 'an answer to initialize');
    peer.notify('initialized', {});
    for (const each of acts) await perform(each, peer);
    const isBroken = acts.some(({ kind }) => kind === 'frame');
    const isOver = acts.some((each) => 'method' in each && each.method === 'shutdown');
    if (!isBroken && !isOver) await within(serves(peer), 'findings of a document after the abuse');
    await leaving(leave, peer, child);
    await within(peer.gone, `the end of a server whose client left by ${leave}`);
    if (peer.faults.length > 0) throw new Error(`a fault of its own: ${peer.faults[0]}`);
    if (child.exitCode === null) throw new Error(`killed by ${child.signalCode}: ${peer.said}`);
    if (/uncaught|\bFATAL\b/i.test(peer.said)) throw new Error(peer.said);
  } finally {
    child.kill('SIGKILL');
  }
}

async function perform(each: Act, peer: Peer): Promise<void> {
  if (each.kind === 'notification') peer.notify(each.method, each.params);
  else if (each.kind === 'answer') peer.send({ id: each.id, result: each.result });
  else if (each.kind === 'frame') peer.write(each.bytes);
  // Not every one is answered: a frame before may have swallowed it. What is answered may be an error.
  else peer.request(each.method, each.params).catch(() => {});
  await new Promise((resolve) => setImmediate(resolve));
}

/** A document that has something to say is heard, as if nothing had been. */
async function serves(peer: Peer): Promise<void> {
  const uri = 'file:///after.yaml';
  peer.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text: 'steps: 999\nprompt: a\nmodel: sdxl\n' },
  });
  const [lens, hover] = await Promise.all([
    peer.request('textDocument/codeLens', { textDocument: { uri } }),
    peer.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 2 } }),
  ]);
  if (!Array.isArray(lens) || hover === null) throw new Error(`after the abuse: ${JSON.stringify([lens, hover])}`);
}

async function leaving(how: Session['leave'], peer: Peer, child: ChildProcessWithoutNullStreams): Promise<void> {
  if (how === 'exit') peer.notify('exit', undefined);
  else if (how === 'shutdown') {
    await Promise.race([peer.request('shutdown', undefined).catch(() => {}), once(child, 'exit'), pause(2000)]);
    peer.notify('exit', undefined);
  } else if (how === 'output') {
    child.stdout.destroy();
    peer.request('textDocument/hover', {}).catch(() => {});
  } else if (how !== 'input') child.kill(how);
  // A server in the middle of a broken frame hears of nothing but the end of its input.
  if (how !== 'SIGTERM' && how !== 'SIGHUP') child.stdin.end();
}

async function within<Answer>(answer: Promise<Answer>, what: string): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${PATIENCE / 1000} s`)), PATIENCE);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
