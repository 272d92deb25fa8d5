/** Asking for credentials, and forgetting them. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { BackendCredentials } from '../../../server/src/protocol/backends.ts';
import { agrees } from '../notices.ts';
import { isInClear } from './choice.ts';
import type { CredentialStore } from './credentials.ts';

/** Asks for what a server wants to be let in with; `null` when somebody gives up. `refused` says why it is asked again. */
export async function askForCredentials(server: string, refused: string | null): Promise<BackendCredentials | null> {
  const kinds: (vscode.QuickPickItem & { readonly means: BackendCredentials['kind'] })[] = [
    { label: t('User and password'), detail: t('As in --api-auth user:password, or behind a proxy'), means: 'basic' },
    { label: t('Token'), detail: t('An API key, sent as Authorization: Bearer'), means: 'bearer' },
  ];
  const title = t('{0} Asks for Credentials', server);
  const placeHolder = refused ?? t('They are kept in the secret storage of VS Code');
  const picked = await vscode.window.showQuickPick(kinds, { title, placeHolder, ignoreFocusOut: true });
  const ask = (prompt: string, password: boolean): Thenable<string | undefined> =>
    vscode.window.showInputBox({ title, prompt, password, ignoreFocusOut: true });
  if (picked?.means === 'bearer') {
    const token = await ask(t('Token'), true);
    return token ? { kind: 'bearer', token } : null;
  }
  if (picked?.means === 'basic') {
    const user = await ask(t('User'), false);
    const password = user === undefined ? undefined : await ask(t('Password'), true);
    return user === undefined || password === undefined ? null : { kind: 'basic', user, password };
  }
  return null;
}

/** Warns of credentials that others could read on the way. True when they may be sent. */
export async function confirmInClear(address: string): Promise<boolean> {
  if (!isInClear(address)) return true;
  return agrees(
    t('These credentials would travel unencrypted.'),
    t('Send Anyway'),
    t('{0} is plain http to another machine: anyone on the way can read them. Use https if the server can.', address),
  );
}

/** Lets a person pick servers whose credentials are no longer kept. */
export async function forgetCredentials(store: CredentialStore): Promise<void> {
  const placeHolder = t('Servers whose credentials are to be forgotten');
  const picked = await vscode.window.showQuickPick(store.origins(), { canPickMany: true, placeHolder });
  for (const origin of picked ?? []) await store.forget(origin);
}
