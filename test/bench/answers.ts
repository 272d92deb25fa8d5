/**
 * `npm run bench:answers`: how long answers take about the large documents of the fuzzer that have less than a million characters,
 * each asked of the bundled server anew: opening to the findings, hovers, whatever else an editor or a view asks, an edit to the
 * findings. Processor time of the server's main thread, which a busy machine changes little. Writes the slowest into docs/reliability.md. Linux only.
 *
 *     npm run build && npm run bench:answers
 *     npm run bench:answers -- "18,000 samplers"      # only those whose name has these words, and nothing is written
 */
import type { Position, Range } from 'vscode-languageserver/node';
import { FIX_ALL } from '../../server/src/features/action-kinds.ts';
import { RECOGNISED } from '../../server/src/protocol/recognised.ts';
import { LARGE } from '../fuzz/reading/large.ts';
import { startClient, type TestClient } from '../support/language-client.ts';
import { recordIn } from '../support/record.ts';
import { processorTime } from './session.ts';

/** Characters up to which an answer has to come at once. */
const MOST = 1_000_000;
/** Rows that are shown. */
const SHOWN = 12;
const URI = 'file:///large';

interface Row {
  readonly name: string;
  readonly characters: number;
  /** Milliseconds. */
  readonly open: number;
  readonly hover: number;
  readonly other: number;
  /** Which of the others took longest. */
  readonly slowest: string;
  readonly edit: number;
}

async function timed(client: TestClient, act: () => Promise<unknown>): Promise<number> {
  const before = processorTime(client.child);
  await act();
  return processorTime(client.child) - before;
}

async function answersTo(name: string, text: string, languageId: string | undefined): Promise<Row> {
  const client = await startClient();
  const lines = text.split('\n');
  const last: Position = { line: lines.length - 1, character: lines[lines.length - 1].length };
  const middle = { line: lines.length >> 1, character: (lines[lines.length >> 1].length >> 1) + 1 };
  const open = await timed(client, async () => {
    await client.open(URI, text, languageId ?? 'yaml');
    await client.pull(URI);
  });
  const hovers: number[] = [];
  for (const at of [{ line: 0, character: 3 }, middle, last])
    hovers.push(await timed(client, () => client.hover(URI, at)));
  const others: (readonly [string, number])[] = [];
  for (const [method, params] of othersAbout({ start: { line: 0, character: 0 }, end: last }, middle))
    others.push([
      method,
      await timed(client, () => client.connection.sendRequest(method, { textDocument: { uri: URI }, ...params })),
    ]);
  const [slowest, other] = others.toSorted(([, a], [, b]) => b - a)[0];
  const edit = await timed(client, async () => {
    await client.change(URI, 2, { start: last, end: last }, ' ');
    await client.pull(URI);
  });
  await client.stop();
  return { name, characters: text.length, open, hover: Math.max(...hovers), other, slowest, edit };
}

/** What an editor asks when it shows a file, and what views and commands of ours ask. */
function othersAbout(range: Range, position: Position): readonly (readonly [string, object])[] {
  const context = { diagnostics: [] };
  return [
    ['textDocument/documentSymbol', {}],
    ['textDocument/codeLens', {}],
    ['textDocument/inlayHint', { range }],
    ['textDocument/codeAction', { range, context }],
    ['textDocument/codeAction', { range, context: { ...context, only: [FIX_ALL] } }],
    ['textDocument/completion', { position }],
    ['textDocument/completion', { position: range.end }],
    [RECOGNISED.method, {}],
  ];
}

async function main(): Promise<void> {
  const rows: Row[] = [];
  const only = process.argv[2] ?? '';
  for (const [name, make] of Object.entries(LARGE)) {
    if (!name.includes(only)) continue;
    const { text, languageId } = make();
    if (text.length > MOST) continue;
    rows.push(await answersTo(name, text, languageId));
    console.log(JSON.stringify(rows.at(-1)));
  }
  if (only !== '') return;
  const slowest = rows.toSorted((a, b) => b.open - a.open).slice(0, SHOWN);
  const table = slowest.map(
    ({ name, characters, ...took }) =>
      `| ${name} | ${Math.round(characters / 1000)} kB | ${[took.open, took.hover, took.other, took.edit].map((ms) => ms.toFixed(0)).join(' | ')} |`,
  );
  await recordIn(
    'docs/reliability.md',
    'answers',
    [
      `The slowest ${SHOWN} of ${rows.length}, milliseconds, Node ${process.versions.node}:`,
      '',
      '|  | size | open to findings | slowest hover | slowest other answer | edit to findings |',
      '| --- | --- | --- | --- | --- | --- |',
      ...table,
    ].join('\n'),
  );
}

await main();
