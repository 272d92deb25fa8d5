/**
 * `npm run bench:opening`: what opening a file is made of, in fresh processes, and beside it what the usual library takes to do no
 * more than parse the text. Processor time of the main thread, so a busy machine changes it little. Writes the table of
 * docs/performance.md. Linux only.
 *
 *     npm run build && npm run bench:opening
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../../../build/process.ts';
import { recordIn } from '../../support/record.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { RECIPES } from '../documents/index.ts';
import { bundle } from '../servers.ts';
import { median } from '../statistics.ts';

const ROUNDS = 3;
/** As often the text is read in one process for what it takes warm. */
const WARM = '8';
const KINDS = { graph: 'ComfyUI graph', batch: 'list of jobs', merged: 'anchors and merge keys' } as const;
const COLUMNS = ['values', 'generations', 'judged', 'findings', 'sent'] as const;

async function main(): Promise<void> {
  const folder = await temporaryFolder();
  const stages = join(folder.path, 'stages.cjs');
  await bundle('opening/stages.ts', stages);
  const rows: string[] = [];
  for (const recipe of RECIPES) {
    const { kind, size, languageId } = recipe;
    if (!(kind in KINDS) || size === '10 MB') continue;
    const file = join(folder.path, `text.${languageId}`);
    await writeFile(file, recipe.make().text);
    const run = async (times: string): Promise<Record<string, number>> =>
      JSON.parse(await mustRun(process.execPath, [stages, 'dist', file, languageId, times]));
    const runs: Record<string, Record<string, number>[]> = { 1: [], [WARM]: [], parser: [] };
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [times, taken] of Object.entries(runs)) taken.push(await run(times));
    const sum = (taken: Record<string, number>) => Object.values(taken).reduce((all, ms) => all + ms, 0);
    const figure = (times: string, of: (taken: Record<string, number>) => number) => {
      const ms = median(runs[times].map(of));
      return ms.toFixed(0);
    };
    const cold = COLUMNS.map((column) => figure('1', (taken) => taken[column]));
    const rest = [figure('1', sum), figure(WARM, sum), figure('parser', sum)];
    rows.push(`| ${KINDS[kind as keyof typeof KINDS]}, ${size} | ${[...cold, ...rest].join(' | ')} |`);
    console.log(rows.at(-1));
  }
  await folder.remove();
  const head =
    '|  | values | generations | runs and rules | findings | to be sent | all, cold | all, warm | a parser alone, cold |';
  const line = `|${' --- |'.repeat(9)}`;
  const said = `Node ${process.versions.node}, medians of ${ROUNDS}.`;
  await recordIn('docs/performance.md', 'opening', [said, '', head, line, ...rows].join('\n'));
}

await main();
