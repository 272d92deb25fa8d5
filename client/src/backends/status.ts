/** What the language status says of the program that renders. No vscode. */
import { t } from '@vscode/l10n';
import type { BackendState } from '../../../server/src/protocol/backends.ts';
import { BUILTIN, type Chosen, plain, shortAddress } from './choice.ts';

export interface BackendStatus {
  readonly text: string;
  readonly detail: string;
  readonly busy: boolean;
  readonly failed: boolean;
}

/** `state`: what the server said last; `null` when it has said nothing of this choice yet. */
export function backendStatus(chosen: Chosen, state: BackendState | null, trusted: boolean): BackendStatus {
  if (!trusted)
    return { text: t('Renders'), detail: t('wait until the workspace is trusted'), busy: false, failed: false };
  const isBuiltin = chosen.kind === BUILTIN.kind;
  const name = plain(state?.name ?? (isBuiltin ? t('Built-in model') : chosen.kind));
  const text = state?.version ? `${name} ${plain(state.version)}` : name;
  const address = chosen.address === null ? t('needs no server') : shortAddress(chosen.address);
  switch (state?.state) {
    case 'rendering':
      return { text, detail: `${t('rendering')} · ${address}`, busy: true, failed: false };
    case 'failed':
      return {
        text,
        detail: firstSentence(state.detail) ?? `${t('unreachable')} · ${address}`,
        busy: false,
        failed: true,
      };
    case 'ready':
      return { text, detail: isBuiltin ? address : `${t('ready')} · ${address}`, busy: false, failed: false };
    default:
      return { text, detail: address, busy: false, failed: false };
  }
}

/** The entry has room for a few words; the panel says the rest. */
function firstSentence(detail: string | null): string | null {
  return detail === null ? null : plain(detail.split(/\.(\s|$)/)[0]);
}
