/** The custom request that asks a server whether it can run a graph. */
import { CHECK_ON_SERVER } from '../protocol/render.ts';
import { createCheckGraph } from '../render/check-graph.ts';
import { BackendError } from '../render/problem.ts';
import type { Documents } from './documents.ts';
import type { Inbox } from './inbox.ts';
import type { Known, RenderServices } from './render-requests.ts';
import { placesIn, refusalOf, targetOf } from './render-target.ts';

/** Serves checks of open documents. */
export function serveChecks(
  inbox: Inbox,
  documents: Documents,
  { chosen, knowledge }: Pick<RenderServices, 'chosen'> & Pick<Known, 'knowledge'>,
): void {
  const checkGraph = createCheckGraph(knowledge);

  inbox.onRequest(CHECK_ON_SERVER, async (params, signal) => {
    const lease = await chosen.lease();
    try {
      const target = targetOf(params, documents);
      const { session } = lease;
      const checked = await checkGraph(target.generation, session, signal);
      const { name, version } = await session.info(signal);
      lease.report(null);
      return {
        server: version === null ? name : `${name} ${version}`,
        places: placesIn(target, documents, checked, checked.faults),
        others: checked.faults.filter((fault) => !checked.placeOf(fault)).map(({ message }) => message),
      };
    } catch (error) {
      if (error instanceof BackendError && !signal.aborted) lease.report(error.problem);
      throw refusalOf(error, signal, 'check');
    } finally {
      lease.close();
    }
  });
}
