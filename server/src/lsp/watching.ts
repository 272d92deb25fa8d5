/** Who follows a render or sweep: somebody in the server, by its id, or else the client. */
import type { RenderEventMessage } from '../protocol/render.ts';
import type { SweepEvent } from '../protocol/sweep.ts';

export interface Watcher {
  render(renderId: string, event: RenderEventMessage): void;
  sweep(event: SweepEvent): void;
}

export interface Watching {
  /** The one who follows what has this id, or began under it (`id/3`). */
  of(id: string): Watcher | undefined;
  /** Follows from now on; the answer ends that. */
  watch(id: string, watcher: Watcher): () => void;
}

export function createWatching(): Watching {
  const watchers = new Map<string, Watcher>();
  return {
    of: (id) => watchers.get(id.split('/')[0]),
    watch(id, watcher) {
      watchers.set(id, watcher);
      return () => watchers.delete(id);
    },
  };
}
