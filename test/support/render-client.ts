/** A client that renders: asks for renders of texts, collects their events, and what the server says of its backend. */

import {
  BACKEND_STATE,
  type BackendChoice,
  type BackendState,
  USE_BACKEND,
} from '../../server/src/protocol/backends.ts';
import {
  RENDER,
  RENDER_EVENT,
  type RenderAnswer,
  type RenderEventMessage,
  type RenderParams,
  type RenderPlan,
} from '../../server/src/protocol/render.ts';
import { startClient, type TestClient, type TestClientOptions } from './language-client.ts';

const TERMINAL = ['done', 'failed', 'cancelled'];

export interface RenderClient {
  readonly client: TestClient;
  /** Every state of the backend that was told, in order. */
  readonly states: readonly BackendState[];
  use(choice: BackendChoice): Promise<void>;
  /** Opens a text as a document of its own and asks to render its first generation. */
  ask(renderId: string, text: string, more?: Partial<RenderParams>): Promise<RenderAnswer>;
  /** As `ask`, where a plan is the only right answer. */
  render(renderId: string, text: string, more?: Partial<RenderParams>): Promise<RenderPlan>;
  /** The document that `ask` opened last for a render. */
  uriOf(renderId: string): string;
  events(renderId: string): readonly RenderEventMessage[];
  kinds(renderId: string): string[];
  /** Resolves once an event that is wanted has come. */
  until(renderId: string, wanted: (event: RenderEventMessage) => boolean): Promise<void>;
  /** Resolves with the terminal event. */
  end(renderId: string): Promise<RenderEventMessage>;
  /** Resolves once the last state told is one that is wanted. */
  untilState(wanted: (state: BackendState) => boolean): Promise<BackendState>;
  /** Drops the events of a render. */
  forget(renderId: string): void;
  stop(): Promise<number | null>;
}

export async function startRenderClient(options: TestClientOptions = {}): Promise<RenderClient> {
  const client = await startClient({ ...options, abilities: { backendStates: true, ...options.abilities } });
  const events = new Map<string, RenderEventMessage[]>();
  const states: BackendState[] = [];
  let opened = 0;
  let watchers: { check: () => boolean; resolve: () => void }[] = [];
  const wake = (): void => {
    for (const watcher of watchers.filter(({ check }) => check())) watcher.resolve();
    watchers = watchers.filter(({ check }) => !check());
  };
  const when = (check: () => boolean): Promise<void> =>
    check() ? Promise.resolve() : new Promise((resolve) => watchers.push({ check, resolve }));
  client.onTold(RENDER_EVENT, ({ renderId, event }) => {
    events.set(renderId, [...(events.get(renderId) ?? []), event]);
    wake();
  });
  client.onTold(BACKEND_STATE, (state) => {
    states.push(state);
    wake();
  });
  const of = (renderId: string): readonly RenderEventMessage[] => events.get(renderId) ?? [];
  /** Every text is a document of its own. */
  const uris = new Map<string, string>();
  const uriOf = (renderId: string): string => uris.get(renderId) ?? '';
  const isTerminal = ({ kind }: RenderEventMessage): boolean => TERMINAL.includes(kind);

  const ask: RenderClient['ask'] = async (renderId, text, more = {}) => {
    uris.set(renderId, `file:///${renderId}/${opened++}.yaml`);
    await client.open(uriOf(renderId), text);
    return client.ask(RENDER, {
      renderId,
      textDocument: { uri: uriOf(renderId) },
      position: { line: 0, character: 0 },
      mode: 'configured',
      ...more,
    });
  };
  return {
    client,
    states,
    use: (choice) => client.tell(USE_BACKEND, choice),
    ask,
    render: async (renderId, text, more) => {
      const answer = await ask(renderId, text, more);
      if ('question' in answer) throw new Error(`a question came instead of a plan: ${JSON.stringify(answer)}`);
      return answer;
    },
    uriOf,
    events: of,
    kinds: (renderId) => of(renderId).map(({ kind }) => kind),
    until: (renderId, wanted) => when(() => of(renderId).some(wanted)),
    end: async (renderId) => {
      await when(() => of(renderId).some(isTerminal));
      return of(renderId).find(isTerminal) as RenderEventMessage;
    },
    untilState: async (wanted) => {
      const last = (): BackendState | undefined => states.at(-1);
      await when(() => states.length > 0 && wanted(last() as BackendState));
      return last() as BackendState;
    },
    forget: (renderId) => {
      events.delete(renderId);
      uris.delete(renderId);
    },
    stop: () => client.stop(),
  };
}
