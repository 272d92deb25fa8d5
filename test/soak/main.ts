/**
 * `npm run soak`: hours of work in a real VS Code, at speed, while what it takes of the machine is watched. Linux only.
 *
 *     npm run soak -- --minutes 120            leaves test/output/soak.json, brought up to date every minute
 *     npm run soak -- --minutes 10 --seed 7    the same draws as another run with this seed
 *     npm run soak -- --record                 also writes the figures into docs/reliability.md, at the end
 *     npm run soak -- --from FILE --record     the figures of an earlier run
 *
 * Two windows share one VS Code. What the first takes is watched: it is never loaded anew. The second is, and its language
 * server is killed now and then. A scripted ComfyUI dies every minute or so and comes back; half of the work goes to the built-in
 * model. The package is `sweetspot.vsix`, which has to be there (`npm run package`).
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { recordIn } from '../support/record.ts';
import { chartOf, summaryOf, tableOf } from './report.ts';
import { type SoakRun, soak } from './soak.ts';

const output = 'test/output';
const PAGE = 'docs/reliability.md';

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { minutes: text, seed: text, from: text, record: { type: 'boolean' } } });
  const run = values.from ? (JSON.parse(await readFile(values.from, 'utf8')) as SoakRun) : await start(values);
  console.log(`\n${tableOf(run)}\n${summaryOf(run)}`);
  if (!values.record) return;
  await writeFile('docs/soak.svg', chartOf(run));
  await recordIn(PAGE, 'soak', tableOf(run));
}

async function start({ minutes = '120', seed = String(Date.now() % 1e6) }): Promise<SoakRun> {
  const file = join(output, 'soak.json');
  return soak({
    vsix: resolve('sweetspot.vsix'),
    minutes: Number(minutes),
    seed: Number(seed),
    pictures: join(output, 'soak'),
    async onMinute(run) {
      // Whoever ends the run has all figures up to the last minute.
      await writeFile(`${file}.part`, JSON.stringify(run));
      await rename(`${file}.part`, file);
      console.log(summaryOf(run));
    },
  });
}

await main();
