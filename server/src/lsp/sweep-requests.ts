/** The custom requests around sweeps: what can be compared, compare, find the sweet spot, cancel. */
import {
  CANCEL_SWEEP,
  COMPARABLE,
  COMPARE,
  FIND_SWEET_SPOT,
  type FindSweetSpotParams,
  type SweepAnswer,
  type SweepEvent,
} from '../protocol/sweep.ts';
import type { Documents } from './documents.ts';
import type { Inbox } from './inbox.ts';
import type { RenderServices } from './render-requests.ts';
import { onChosen, refusalOf } from './render-target.ts';
import type { SweepContext } from './sweep-renders.ts';
import { createSweeps, type Sweeps } from './sweeps.ts';

/** Serves sweeps of open documents; what they need is loaded with the first. The answer ends those that run. */
export function serveSweeps(
  inbox: Inbox,
  documents: Documents,
  services: RenderServices,
  tell: (sweepId: string, event: SweepEvent) => void,
): Pick<Sweeps, 'cancelAll'> {
  const sweeps = createSweeps(tell);

  inbox.onRequest(COMPARABLE, async (params, signal) => {
    const lease = await services.chosen.lease();
    try {
      const { comparable } = await import('./compare.ts');
      return await comparable(params, { ...(await around(params)), lease, signal });
    } catch (error) {
      throw refusalOf(error, signal, 'request');
    } finally {
      lease.close();
    }
  });

  inbox.onRequest(COMPARE, (params, signal) =>
    withLease(params, signal, async (context) => (await import('./compare.ts')).compare(params, context)),
  );

  inbox.onRequest(FIND_SWEET_SPOT, (params, signal) =>
    withLease(params, signal, async (context) => (await import('./sweet-spot.ts')).findSweetSpot(params, context)),
  );

  inbox.onNotification(CANCEL_SWEEP, ({ sweepId }) => sweeps.cancel(sweepId));
  return sweeps;

  /** What a request works with: what is known of its document among it. */
  async function around({ textDocument }: Pick<FindSweetSpotParams, 'textDocument'>) {
    return { documents, services: { ...services, ...(await services.knownOf(textDocument.uri)) } };
  }

  /** Opens a sweep and closes it again where it does not come to one. */
  function withLease(
    params: Pick<FindSweetSpotParams, 'sweepId' | 'textDocument'>,
    asked: AbortSignal,
    work: (context: SweepContext) => Promise<SweepAnswer>,
  ): Promise<SweepAnswer> {
    const sweep = sweeps.open(params.sweepId);
    return onChosen(services.chosen, sweep, asked, 'request', async (lease) =>
      work({ ...(await around(params)), lease, sweep, signal: sweep.signal }),
    );
  }
}
