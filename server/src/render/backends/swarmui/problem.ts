/** What SwarmUI says when it refuses or fails: prose in `error`, told apart by its wording (src/Text2Image/T2IParamTypes.cs, T2IEngine.cs). */
import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { BackendError } from '../../problem.ts';
import { meaningOf } from '../shared/failures.ts';
import { shorten } from '../shared/faults.ts';

/** The server has forgotten the session: a new one is asked for, once. */
export class ForgottenSession extends BackendError {
  constructor() {
    super('unauthorized', t`SwarmUI keeps forgetting its own session. Restart it, then try again.`);
  }
}

/** How a server with accounts answers those without (src/WebAPI/BasicAPIFeatures.cs, GetNewSession). */
const NO_ACCOUNT = /^invalid or unauthorized/i;

/** Whether SwarmUI itself, and no proxy before it, asks for an account. */
export function asksForAccount(error: unknown): boolean {
  return error instanceof BackendError && NO_ACCOUNT.test(error.problem.detail ?? '');
}

/** The problem in an `error` of SwarmUI and its `error_id`, which most have not. */
export function refusal(text: string, id: string | null, knowledge: Knowledge): BackendError {
  if (id === 'invalid_session_id') return new ForgottenSession();
  const words = shorten(text.trim());
  const { code, says } = meaningOf(words, 'swarmui', knowledge) ?? {
    code: 'server',
    says: t`SwarmUI could not render this.`,
  };
  return new BackendError(code, t`${says} It says: "${words.split('\n')[0]}".`, { detail: words });
}
