/** A client that compares: asks for sweeps of texts and collects what is told of them; renders are collected by the render client. */
import {
  COMPARABLE,
  COMPARE,
  type Comparable,
  type CompareParams,
  FIND_SWEET_SPOT,
  type FindSweetSpotParams,
  SWEEP_EVENT,
  type SweepAnswer,
  type SweepEvent,
  type SweepPlan,
} from '../../server/src/protocol/sweep.ts';
import type { TestClientOptions } from './language-client.ts';
import { type RenderClient, startRenderClient } from './render-client.ts';

type Ended = Extract<SweepEvent, { kind: 'ended' }>;

export interface SweepClient extends RenderClient {
  comparable(text: string): Promise<readonly Comparable[]>;
  /** Opens a text as a document of its own and asks to compare its first generation. */
  askToCompare(sweepId: string, text: string, more?: Partial<CompareParams>): Promise<SweepAnswer>;
  /** As `askToCompare`, where a plan is the only right answer. */
  compare(sweepId: string, text: string, more?: Partial<CompareParams>): Promise<SweepPlan>;
  /** Opens a text as a document of its own and asks to find the sweet spot of its first generation. */
  askToFind(sweepId: string, text: string, more?: Partial<FindSweetSpotParams>): Promise<SweepAnswer>;
  /** As `askToFind`, where a plan is the only right answer. */
  find(sweepId: string, text: string, more?: Partial<FindSweetSpotParams>): Promise<SweepPlan>;
  told(sweepId: string): readonly SweepEvent[];
  /** Resolves once an event that is wanted has come. */
  untilTold(sweepId: string, wanted: (event: SweepEvent) => boolean): Promise<SweepEvent>;
  /** Resolves with the last event. */
  ended(sweepId: string): Promise<Ended>;
}

export async function startSweepClient(options: TestClientOptions = {}): Promise<SweepClient> {
  const renders = await startRenderClient(options);
  const { client } = renders;
  const events = new Map<string, SweepEvent[]>();
  let watchers: (() => void)[] = [];
  let opened = 0;
  client.onTold(SWEEP_EVENT, ({ sweepId, event }) => {
    events.set(sweepId, [...(events.get(sweepId) ?? []), event]);
    for (const wake of watchers.splice(0)) wake();
  });
  const told = (sweepId: string): readonly SweepEvent[] => events.get(sweepId) ?? [];
  const untilTold: SweepClient['untilTold'] = async (sweepId, wanted) => {
    for (;;) {
      const found = told(sweepId).find(wanted);
      if (found) return found;
      await new Promise<void>((resolve) => {
        watchers = [...watchers, resolve];
      });
    }
  };
  const open = async (text: string) => {
    const uri = `file:///sweep/${opened++}.yaml`;
    await client.open(uri, text);
    return { textDocument: { uri }, position: { line: 0, character: 0 } };
  };
  const askToCompare: SweepClient['askToCompare'] = async (sweepId, text, more = {}) => {
    const params: CompareParams = { sweepId, setting: 'inference_steps', ...(await open(text)), ...more };
    return client.ask(COMPARE, params);
  };
  const askToFind: SweepClient['askToFind'] = async (sweepId, text, more = {}) => {
    const params: FindSweetSpotParams = { sweepId, ...(await open(text)), ...more };
    return client.ask(FIND_SWEET_SPOT, params);
  };
  return {
    ...renders,
    comparable: async (text) => client.ask(COMPARABLE, await open(text)),
    askToCompare,
    compare: async (sweepId, text, more) => planned(await askToCompare(sweepId, text, more)),
    askToFind,
    find: async (sweepId, text, more) => planned(await askToFind(sweepId, text, more)),
    told,
    untilTold,
    ended: async (sweepId) => (await untilTold(sweepId, ({ kind }) => kind === 'ended')) as Ended,
  };
}

function planned(answer: SweepAnswer): SweepPlan {
  if ('question' in answer) throw new Error(`a question came instead of a plan: ${JSON.stringify(answer)}`);
  return answer;
}
