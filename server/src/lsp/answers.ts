/** Who answers which of Sweetspot's own messages. Loaded with the first of them. */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { inBackground } from '../background.ts';
import { remembered } from '../common/memory.ts';
import { generationAt } from '../features/analysis.ts';
import { startersFor } from '../features/completion/starters.ts';
import { listPages, page } from '../features/pages.ts';
import { settingEdit } from '../features/setting-edit.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { BACKEND_STATE } from '../protocol/backends.ts';
import { EXECUTE } from '../protocol/commands.ts';
import { SETTING_EDIT } from '../protocol/edit.ts';
import { THEME, type Theme } from '../protocol/editor.ts';
import { CLEAR_MEASUREMENTS } from '../protocol/measurements.ts';
import { PAGE, PAGES } from '../protocol/pages.ts';
import { RENDER_EVENT } from '../protocol/render.ts';
import { STARTERS } from '../protocol/starters.ts';
import { SWEEP_EVENT } from '../protocol/sweep.ts';
import { DEFAULT_LIMITS } from '../render/plan/bounds.ts';
import { createPrepare } from '../render/prepare.ts';
import { serveBackends } from './backend-requests.ts';
import { serveChecks } from './check-requests.ts';
import type { ChosenBackend } from './chosen-backend.ts';
import type { Client } from './client.ts';
import { serveCommands } from './commands/index.ts';
import type { Contexts } from './contexts.ts';
import type { Documents } from './documents.ts';
import type { Host } from './host.ts';
import { createInbox, type Inbox } from './inbox.ts';
import type { Measured } from './measured.ts';
import { notify } from './notify.ts';
import type { Answers } from './own-messages.ts';
import { createDelivery } from './picture-delivery.ts';
import { withRemedy } from './remedies.ts';
import { type Known, serveRenders } from './render-requests.ts';
import { createRenders } from './renders.ts';
import { serveSweeps } from './sweep-requests.ts';
import { serveTools } from './tool-requests.ts';
import { createWatching } from './watching.ts';

export interface AnswerServices {
  readonly connection: Connection;
  readonly host: Host;
  readonly documents: Documents;
  readonly contexts: Contexts;
  readonly measured: Measured;
  readonly chosen: ChosenBackend;
  readonly client: () => Client;
  readonly onTheme: (theme: Theme) => void;
  readonly log: (line: string) => void;
}

export function createAnswers(services: AnswerServices): Answers {
  const { connection, host, documents, contexts, measured, chosen, log, client } = services;
  const { knowledge } = host;
  const inbox = createInbox(log);

  inbox.onRequest(STARTERS, async () => startersFor(null, knowledge));
  inbox.onRequest(PAGES, async () => listPages(knowledge));
  inbox.onRequest(PAGE, async ({ kind, id }) => page(kind, id, knowledge));
  inbox.onRequest(SETTING_EDIT, async ({ textDocument, position, setting, value }) => {
    const { service } = await contexts.of(textDocument.uri);
    const analysis = documents.analysis(textDocument.uri)?.analysis;
    const offset = analysis?.lines.offset(position.line, position.character);
    const generation = analysis && offset !== undefined ? generationAt(analysis, offset) : null;
    return analysis && generation ? settingEdit(analysis, generation, setting, value, service.knowledge) : null;
  });
  inbox.onRequest(CLEAR_MEASUREMENTS, async () => {
    await measured.clear();
    return null;
  });
  inbox.onNotification(THEME, ({ theme }) => services.onTheme(theme));

  if (client().abilities.backendStates)
    chosen.onState((state) => inBackground(() => notify(connection, BACKEND_STATE, state)));
  serveBackends(inbox, chosen, host.backends, { knowledge, limits: DEFAULT_LIMITS, log });

  const watching = createWatching();
  const renders = createRenders(
    // Not later than it was sent before: what is told of two renders keeps its order.
    (renderId, event) => {
      const watcher = watching.of(renderId);
      if (!watcher) return notify(connection, RENDER_EVENT, { renderId, event });
      watcher.render(renderId, event);
      return Promise.resolve();
    },
    createDelivery(() => client().abilities.pictureFolder, log),
  );
  const prepareWith = remembered((known: Knowledge) => createPrepare(known, host.randomSeed));
  const { measurements } = measured;
  const knownOf = async (uri: string): Promise<Known> => {
    const { service } = await contexts.of(uri);
    return { knowledge: service.knowledge, prepare: prepareWith(service.knowledge) };
  };
  const rendering = { chosen, renders, measurements, knownOf };
  serveRenders(inbox, documents, rendering);
  serveChecks(inbox, documents, { chosen, knowledge });
  serveTools(inbox, host, contexts);
  const sweeps = serveSweeps(inbox, documents, rendering, (sweepId, event) => {
    const watcher = watching.of(sweepId);
    if (watcher) watcher.sweep(event);
    else inBackground(() => notify(connection, SWEEP_EVENT, { sweepId, event }));
  });
  // Whoever asks, the client or a command in its place, hears what can be done.
  const answer: Inbox['answer'] = async (method, said, signal) => {
    try {
      return await inbox.answer(method, said, signal);
    } catch (error) {
      throw method === EXECUTE.method ? error : withRemedy(error, client());
    }
  };
  const commands = serveCommands({ connection, host, inbox: { ...inbox, answer }, watching, client });
  return {
    hear: inbox.hear,
    answer: (method, said, token) => answer(method, said, signalOf(token)),
    close: async () => {
      await Promise.all([sweeps.cancelAll(), renders.cancelAll()]);
      await commands.close();
    },
  };
}

function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
