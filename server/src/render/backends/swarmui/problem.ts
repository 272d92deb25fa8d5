/** What SwarmUI says when it refuses or fails: prose in `error`, told apart by its wording (src/Text2Image/T2IParamTypes.cs, T2IEngine.cs). */
import { t } from '@vscode/l10n';
import { BackendError, type ProblemCode } from '../../problem.ts';
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

/** First match wins. */
const WORDINGS: readonly (readonly [RegExp, ProblemCode, () => string])[] = [
  [NO_ACCOUNT, 'unauthorized', () => t`SwarmUI asks for an account: a user and password, or a token of it.`],
  [/permission/i, 'unauthorized', () => t`This account of SwarmUI may not do that.`],
  [
    /invalid model value|param LoRAs|LoRA models? .*not found|does not have that (model|LoRA)|no model input given/i,
    'missing-model',
    () => t`SwarmUI does not have a model or LoRA that this asks for.`,
  ],
  [
    /out of memory|OutOfMemory|allocation on device/i,
    'out-of-memory',
    () => t`The graphics card ran out of memory. Try a smaller size.`,
  ],
  [/^invalid (value|resolution)|^no backends match/i, 'invalid', () => t`SwarmUI refuses a setting.`],
  [/^timeout! all backends/i, 'busy', () => t`Every backend of SwarmUI is occupied. Try again later.`],
  [/^no images were generated/i, 'no-picture', () => t`SwarmUI made no picture. Its own log says why.`],
  [/session interrupted/i, 'server', () => t`The render was stopped in SwarmUI.`],
];

/** The problem in an `error` of SwarmUI and its `error_id`, which most have not. */
export function refusal(text: string, id: string | null): BackendError {
  if (id === 'invalid_session_id') return new ForgottenSession();
  const words = shorten(text.trim());
  const [, code, says] = WORDINGS.find(([wording]) => wording.test(words)) ?? [
    null,
    'server' as const,
    () => t`SwarmUI could not render this.`,
  ];
  return new BackendError(code, t`${says()} It says: "${words.split('\n')[0]}".`, { detail: words });
}
