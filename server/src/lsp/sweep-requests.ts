/** The custom requests around sweeps: what can be compared, compare, find the sweet spot, cancel. */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { inBackground } from '../background.ts';
import { BackendError } from '../render/problem.ts';
import { parseCancelSweepParams } from './client.ts';
import type { Documents } from './documents.ts';
import {
  CANCEL_SWEEP,
  COMPARABLE,
  COMPARE,
  type Comparable,
  FIND_SWEET_SPOT,
  SWEEP_EVENT,
  type SweepAnswer,
  type SweepEventParams,
} from './messages.ts';
import type { RenderServices } from './render-requests.ts';
import { refusalOf } from './render-target.ts';
import type { SweepContext } from './sweep-renders.ts';
import { createSweeps, type Sweeps } from './sweeps.ts';
import { tell } from './tell.ts';

/** Serves sweeps of open documents; what they need is loaded with the first. The answer ends those that run. */
export function serveSweeps(
  connection: Connection,
  documents: Documents,
  services: RenderServices,
): Pick<Sweeps, 'cancelAll'> {
  const sweeps = createSweeps((sweepId, event) => {
    const params: SweepEventParams = { sweepId, event };
    inBackground(() => tell(connection, SWEEP_EVENT, params));
  });

  connection.onRequest<readonly Comparable[], unknown>(COMPARABLE, async (raw: unknown, token: CancellationToken) => {
    const params = (await import('./sweep-params.ts')).parseComparableParams(raw);
    const ended = new AbortController();
    token.onCancellationRequested(() => ended.abort());
    const use = await services.chosen.use();
    try {
      const { comparable } = await import('./compare.ts');
      return await comparable(params, { documents, services, use, signal: ended.signal });
    } catch (error) {
      throw refusalOf(error, ended.signal, 'request');
    } finally {
      use.close();
    }
  });

  connection.onRequest<SweepAnswer, unknown>(COMPARE, async (raw: unknown, token: CancellationToken) => {
    const params = (await import('./sweep-params.ts')).parseCompareParams(raw);
    return begin(params.sweepId, token, async (context) => (await import('./compare.ts')).compare(params, context));
  });

  connection.onRequest<SweepAnswer, unknown>(FIND_SWEET_SPOT, async (raw: unknown, token: CancellationToken) => {
    const params = (await import('./sweep-params.ts')).parseFindSweetSpotParams(raw);
    return begin(params.sweepId, token, async (context) =>
      (await import('./find-sweet-spot.ts')).findSweetSpot(params, context),
    );
  });

  connection.onNotification(CANCEL_SWEEP, (raw: unknown) => {
    const params = parseCancelSweepParams(raw);
    if (params) sweeps.cancel(params.sweepId);
  });
  return sweeps;

  /** Opens a sweep and closes it again where it does not come to begin. */
  async function begin(
    sweepId: string,
    token: CancellationToken,
    work: (context: SweepContext) => Promise<SweepAnswer>,
  ): Promise<SweepAnswer> {
    const sweep = sweeps.open(sweepId);
    token.onCancellationRequested(sweep.abort);
    const use = await services.chosen.use();
    const drop = (): void => {
      sweep.close();
      use.close();
    };
    try {
      const answer = await work({ documents, services, use, sweep, signal: sweep.signal });
      if ('question' in answer) drop();
      return answer;
    } catch (error) {
      if (error instanceof BackendError && !sweep.signal.aborted) use.heard(error.problem);
      drop();
      throw refusalOf(error, sweep.signal, 'request');
    }
  }
}
