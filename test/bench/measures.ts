/** What is measured, how often, and the results. */
import type { BenchDocument, Kind } from './documents/document.ts';
import type { Server, ServerId } from './servers.ts';
import { BURST, type Clock, NoAnswer, processorTime, Session } from './session.ts';

export const MEASURES = {
  start: 'start to initialised',
  data: 'of which reading data',
  open: 'open to diagnostics',
  'first-edits': 'the first 15 edits',
  edit: 'edit to diagnostics',
  hover: 'hover',
  'hover-edit': 'hover right after an edit',
  completion: 'completion',
  'completion-edit': 'completion right after an edit',
  burst: `burst of ${BURST} edits`,
  memory: 'peak memory, MB',
} as const;
export type Measure = keyof typeof MEASURES;

/** Samples in milliseconds (memory: MB), or why there are none. */
export type Outcome = { readonly samples: number[]; readonly failed?: string };

/** Repetitions in one round. Whichever comes first ends it; one sample is always taken. */
interface Plan {
  readonly warmUp: number;
  readonly count: number;
}
const PLANS: Partial<Record<Measure, Plan>> = {
  'first-edits': { warmUp: 0, count: 15 },
  edit: { warmUp: 40, count: 50 },
  hover: { warmUp: 10, count: 50 },
  'hover-edit': { warmUp: 10, count: 50 },
  completion: { warmUp: 5, count: 20 },
  'completion-edit': { warmUp: 5, count: 20 },
  burst: { warmUp: 1, count: 4 },
};
const WARM_UP_MS = 1000;
const SAMPLES_MS = 2000;

/** All outcomes of a run. */
export class Results {
  readonly #outcomes = new Map<string, { samples: number[]; failed?: string }>();

  get(server: ServerId, measure: Measure, document?: Pick<BenchDocument, 'kind' | 'size'>): Outcome | undefined {
    return this.#outcomes.get(key(server, measure, document));
  }

  add(server: ServerId, measure: Measure, samples: readonly number[], document?: { kind: Kind; size: string }): void {
    this.#at(server, measure, document).samples.push(...samples);
  }

  fail(server: ServerId, measure: Measure, why: string, document: { kind: Kind; size: string }): void {
    this.#at(server, measure, document).failed = why;
  }

  #at(server: ServerId, measure: Measure, document?: { kind: Kind; size: string }) {
    const name = key(server, measure, document);
    const known = this.#outcomes.get(name) ?? { samples: [] };
    this.#outcomes.set(name, known);
    return known;
  }
}

function key(server: string, measure: string, document?: { kind: string; size: string }): string {
  return [server, measure, document?.kind, document?.size].join('|');
}

/** What is measured without a document. */
export const AT_START: readonly Measure[] = ['start', 'data'];

export async function measureStart(server: Server, clock: Clock, results: Results): Promise<void> {
  const start = performance.now();
  const client = await server.start();
  const ms = clock === 'wall' ? performance.now() - start : processorTime(client.child);
  results.add(server.id, 'start', [ms]);
  await client.stop();
  if (server.readData) results.add(server.id, 'data', [await server.readData()]);
}

/**
 * One round of one server with one document, in a process of its own: the wanted measures, in the order of the table.
 * `false` when the server gave no answer and was ended; a measure it did not come to has then failed, too.
 */
export async function measureDocument(
  server: Server,
  document: BenchDocument,
  wanted: readonly Measure[],
  clock: Clock,
  results: Results,
): Promise<boolean> {
  const session = await Session.start(server, document, clock);
  const actions: Partial<Record<Measure, () => Promise<number | null>>> = {
    'first-edits': () => session.edit(),
    edit: () => session.edit(),
    hover: () => session.hover(),
    'hover-edit': () => session.hoverAfterEdit(),
    completion: () => session.completion(),
    'completion-edit': () => session.completionAfterEdit(),
    burst: () => session.burst(),
  };
  const measures = wanted.filter(
    (measure) => (measure === 'open' || actions[measure]) && server.only?.includes(measure) !== false,
  );
  let current: Measure = 'open';
  try {
    const { ms, findings } = await session.open();
    results.add(server.id, 'open', [ms], document);
    // Another state of ours may find other things.
    if (document.kind !== 'hostile' && server.id !== 'before' && findings !== document.findings)
      throw new NoAnswer(`${findings} findings instead of ${document.findings}`);
    for (current of measures) {
      const [action, plan] = [actions[current], PLANS[current]];
      if (action && plan) results.add(server.id, current, await sample(action, plan), document);
    }
    const memory = session.memory();
    if (memory !== null && !server.only) results.add(server.id, 'memory', [memory], document);
    await session.stop();
    return true;
  } catch (error) {
    session.kill();
    if (!(error instanceof NoAnswer)) throw error;
    for (const measure of measures.slice(Math.max(0, measures.indexOf(current))))
      results.fail(server.id, measure, error.message, document);
    return false;
  }
}

async function sample(action: () => Promise<number | null>, { warmUp, count }: Plan): Promise<number[]> {
  const samples: number[] = [];
  let spent = 0;
  for (let i = 0; i < warmUp && spent < WARM_UP_MS; i++) spent += (await action()) ?? Number.POSITIVE_INFINITY;
  if (spent === Number.POSITIVE_INFINITY) return [];
  spent = 0;
  do {
    const ms = await action();
    if (ms === null) break;
    samples.push(ms);
    spent += ms;
  } while (samples.length < count && spent < SAMPLES_MS);
  return samples;
}
