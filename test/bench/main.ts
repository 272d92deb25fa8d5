/**
 * `npm run bench`: the language server, as users get it, against VS Code's JSON server and yaml-language-server.
 *
 *     npm run bench                                      everything; writes the tables of docs/performance.md
 *     npm run bench -- --only edit,hover --sizes 1MB     these measures and sizes; prints only
 *     npm run bench -- --kinds graph,batch --servers sweetspot,floor --rounds 1
 *     npm run bench -- --sizes 1MB,10MB --write           these, into the page, which then says so
 *     npm run bench -- --before ../earlier               beside another state of ours, a built checkout
 *     npm run bench -- --processor                       processor time of the servers, for a machine that is busy
 */
import { parseArgs } from 'node:util';
import { mustRun } from '../../build/process.ts';
import { recordIn } from '../support/record.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { RECIPES } from './documents/index.ts';
import { AT_START, MEASURES, type Measure, measureDocument, measureStart, Results } from './measures.ts';
import { report } from './report.ts';
import { findServers, type Server } from './servers.ts';
import type { Clock } from './session.ts';

const PAGE = 'docs/performance.md';
const STARTS = 15;

interface Choice {
  readonly measures: readonly Measure[];
  readonly rounds: number;
  /** The tables go into the page. */
  readonly page: boolean;
  /** The options that left something out. */
  readonly narrowed: readonly string[];
  readonly clock: Clock;
  readonly before: string | undefined;
  sizes(size: string): boolean;
  kinds(kind: string): boolean;
  servers(id: string): boolean;
}

function choose(): Choice {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      only: text,
      sizes: text,
      kinds: text,
      servers: text,
      rounds: text,
      before: text,
      processor: { type: 'boolean' },
      write: { type: 'boolean' },
    },
  });
  const { write, ...narrowed } = values;
  const list = (value: string | undefined) => value?.split(',').map((part) => part.replaceAll(' ', '').toLowerCase());
  const among = (value: string | undefined) => (name: string) =>
    list(value)?.some((part) => name.replaceAll(' ', '').toLowerCase().includes(part)) ?? true;
  const all = Object.keys(MEASURES) as Measure[];
  const only = list(values.only);
  const unknown = only?.filter((name) => !all.some((measure) => measure === name)) ?? [];
  if (unknown.length > 0) throw new Error(`--only ${unknown.join(',')}: the measures are ${all.join(', ')}.`);
  return {
    measures: only ? all.filter((measure) => only.includes(measure)) : all,
    rounds: Number(values.rounds ?? 3),
    before: values.before,
    clock: values.processor ? 'processor' : 'wall',
    page: write === true || Object.keys(narrowed).length === 0,
    narrowed: Object.entries(narrowed).map(([name, value]) => `--${name} ${value}`),
    sizes: among(values.sizes),
    kinds: among(values.kinds),
    // By their whole ids: `yaml` is not `yaml-paused`.
    servers: (id) => list(values.servers)?.includes(id) ?? true,
  };
}

async function main(): Promise<void> {
  const { measures, rounds, page, narrowed, clock, before, ...chosen } = choose();
  console.log('Building …');
  await mustRun('npm', ['run', '--silent', 'build']);
  const folder = await temporaryFolder();
  const servers = (await findServers(folder.path, before, console.log)).filter(({ id }) => chosen.servers(id));
  const results = new Results();
  if (measures.includes('start')) await inTurn(STARTS, servers, (server) => measureStart(server, clock, results));
  const inDocuments = measures.filter((measure) => !AT_START.includes(measure));
  const recipes = RECIPES.filter(({ kind, size }) => chosen.kinds(kind) && chosen.sizes(size));
  for (const recipe of inDocuments.length > 0 ? recipes : []) {
    const document = recipe.make();
    process.stdout.write(`${recipe.kind}, ${recipe.size} …`);
    const began = performance.now();
    const able = new Set(servers.filter((server) => server.handles(recipe)));
    await inTurn(rounds, servers, async (server) => {
      if (able.has(server) && !(await measureDocument(server, document, inDocuments, clock, results)))
        able.delete(server);
    });
    console.log(` ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }
  await folder.remove();
  const partly =
    narrowed.length > 0 ? `Measured with \`npm run bench -- ${narrowed.join(' ')}\`, not the whole.\n\n` : '';
  const tables = partly + report(results, servers, measures, recipes);
  if (clock === 'processor') console.log('\nProcessor time of the servers, not what a person waits.');
  console.log(`\n${tables}`);
  if (page) await recordIn(PAGE, 'bench', tables);
}

/** Each round begins with another server, so that none has the same neighbour always. */
async function inTurn(rounds: number, servers: readonly Server[], measure: (server: Server) => Promise<void>) {
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < servers.length; i++) await measure(servers[(round + i) % servers.length]);
  }
}

await main();
