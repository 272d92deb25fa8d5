/** The custom requests around backends: choose one, find what runs on this machine, ask what is at an address. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { inBackground } from '../background.ts';
import { DETECT_BACKENDS, PROBE_BACKEND, type ProblemData, USE_BACKEND } from '../protocol/backends.ts';
import { parseAddress, withoutSecrets } from '../render/address.ts';
import type { BackendServices } from '../render/backend-kind.ts';
import type { LoadBackends } from '../render/backends/index.ts';
import { BackendError } from '../render/problem.ts';
import type { ChosenBackend } from './chosen-backend.ts';
import type { Inbox } from './inbox.ts';

export function serveBackends(
  inbox: Inbox,
  chosen: ChosenBackend,
  load: LoadBackends,
  services: BackendServices,
): void {
  inbox.onNotification(USE_BACKEND, (choice) => inBackground(() => chosen.choose(choice)));

  inbox.onRequest(DETECT_BACKENDS, async (_, signal) => {
    const { BACKEND_KINDS, describe, detect } = await load();
    const found = await detect(BACKEND_KINDS, services, signal);
    return found.map(describe);
  });

  inbox.onRequest(PROBE_BACKEND, async ({ address, kind, credentials }, signal) => {
    const [{ BACKEND_KINDS, describe, identify }, { redact, redactError, redactIn }] = await Promise.all([
      load(),
      loadRedaction(),
    ]);
    const asked = BACKEND_KINDS.filter((candidate) => kind === undefined || candidate.kind === kind);
    const log = (line: string) => services.log(redact(line, credentials));
    try {
      const connection = { address: parseAddress(address), credentials };
      const found = await identify(asked, connection, { ...services, log }, signal);
      return redactIn(describe(found), credentials);
    } catch (raw) {
      const error = redactError(raw, credentials);
      if (signal.aborted) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
      if (!(error instanceof BackendError)) throw error;
      if (error.problem.detail) services.log(`${withoutSecrets(address)}: ${error.problem.detail}`);
      const data: ProblemData = { code: error.problem.code };
      throw new ResponseError(LSPErrorCodes.RequestFailed, error.problem.message, data);
    }
  });
}

/** Needed only where there may be credentials. */
const loadRedaction = () => import('../render/redact.ts');
