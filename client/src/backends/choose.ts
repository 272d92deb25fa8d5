/** *Choose Backend*: what was found on this machine, the built-in model, or an address that somebody types. */

import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import type { BackendCredentials, FoundBackend } from '../../../server/src/protocol/backends.ts';
import { complain } from '../notices.ts';
import type { Backends } from './backends.ts';
import { plain, shortAddress } from './choice.ts';
import { askForCredentials, confirmInClear, forgetCredentials } from './credential-dialogs.ts';
import { actions, type Entry, earlierPrograms, type Known, programs, typedAddress } from './items.ts';
import { isUnauthorized, messageOf } from './problems.ts';

/** Lets a person choose. This machine's usual ports are asked while the list is open, and only then. */
export async function chooseBackend(backends: Backends): Promise<void> {
  const entry = await pickEntry(backends);
  switch (entry?.does.kind) {
    case 'choose':
      await backends.choose(entry.does.chosen);
      break;
    case 'unlock':
      await unlock(backends, entry.does.address);
      break;
    case 'type-address':
      await typeAddress(backends, entry.does.typed, entry.does.asks);
      break;
    case 'forget-credentials':
      await forgetCredentials(backends.credentials);
      break;
  }
}

/** The list, which grows when the search is done. `undefined` when it was closed. */
async function pickEntry(backends: Backends): Promise<Entry | undefined> {
  const searching = new vscode.CancellationTokenSource();
  const list = vscode.window.createQuickPick<Entry | (vscode.QuickPickItem & { does?: never })>();
  list.title = t('Choose Backend');
  list.matchOnDescription = true;
  const show = (found: readonly FoundBackend[]): void => {
    const keepsCredentials = backends.credentials.origins().length > 0;
    const known: Known = { current: backends.chosen, found, earlier: backends.earlier.all(), keepsCredentials };
    const before = list.activeItems[0]?.label;
    const earlier = earlierPrograms(known).map((entry) => ({ ...entry, buttons: [forgetButton()] }));
    list.items = [
      ...typedAddress(list.value),
      ...programs(known),
      ...(earlier.length > 0 ? [separator(t('chosen before')), ...earlier] : []),
      separator(''),
      ...actions(known),
    ];
    list.activeItems = list.items.filter(({ label }) => label === before);
  };
  let found: readonly FoundBackend[] = [];
  show(found);
  list.onDidChangeValue(() => show(found));
  list.busy = true;
  list.placeholder = t('Looking for programs on this machine…');
  const search = backends.detect(searching.token).then(
    (answered) => {
      found = answered;
      show(found);
      const none = t('No program was found on this machine. Start one, or type its address');
      list.placeholder = found.some(({ address }) => address !== null) ? t('The program that renders previews') : none;
    },
    (error: unknown) => {
      list.placeholder = t('The search failed: {0}', messageOf(error));
    },
  );
  inBackground(() =>
    search.finally(() => {
      list.busy = false;
    }),
  );
  const picked = new Promise<Entry | undefined>((resolve) => {
    list.onDidAccept(() => {
      const [item] = list.selectedItems;
      const typed = list.value.trim();
      if (item?.does) resolve(item);
      // Nothing in the list is what was typed: then it is an address.
      else if (typed !== '') resolve({ label: typed, does: { kind: 'type-address', typed } });
    });
    list.onDidHide(() => resolve(undefined));
    list.onDidTriggerItemButton(({ item }) => {
      const address = item.does?.kind === 'type-address' ? item.does.typed : undefined;
      if (address !== undefined) inBackground(() => backends.earlier.forget(address).then(() => show(found)));
    });
  });
  list.show();
  try {
    return await picked;
  } finally {
    searching.cancel();
    searching.dispose();
    list.dispose();
  }
}

function separator(label: string): vscode.QuickPickItem & { readonly does?: never } {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function forgetButton(): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon('close'), tooltip: t('Forget this address') };
}

/** Asks for an address until something answers there, or somebody gives up. `asks`: what is `typed` is asked at once. */
async function typeAddress(backends: Backends, typed = '', asks = false): Promise<void> {
  const probing = new vscode.CancellationTokenSource();
  const input = vscode.window.createInputBox();
  input.title = t('Address of a Program That Renders');
  input.prompt = t('ComfyUI, A1111, Forge, SD.Next, SwarmUI, InvokeAI, sd-server or an OpenAI-style image server');
  input.placeholder = 'http://127.0.0.1:8188';
  input.value = typed;
  input.ignoreFocusOut = true;
  const locked = await new Promise<string | null>((resolve) => {
    input.onDidChangeValue(() => {
      input.validationMessage = undefined;
    });
    input.onDidHide(() => resolve(null));
    const accept = async (): Promise<void> => {
      const address = input.value;
      if (input.busy || address.trim() === '') return;
      input.busy = true;
      input.enabled = false;
      try {
        const found = await backends.probe(address, await backends.credentials.of(address), probing.token);
        if (found.locked) return resolve(address);
        await use(backends, found);
        resolve(null);
      } catch (error) {
        if (isUnauthorized(error)) return resolve(address);
        input.validationMessage = messageOf(error);
      } finally {
        input.busy = false;
        input.enabled = true;
      }
    };
    input.onDidAccept(accept);
    input.show();
    if (asks) inBackground(accept);
  });
  probing.cancel();
  probing.dispose();
  input.dispose();
  if (locked !== null) await unlock(backends, locked);
}

/** Asks for credentials until the server at `address` takes them, or somebody gives up; then keeps them. */
async function unlock(backends: Backends, address: string): Promise<void> {
  let refused: string | null = null;
  for (;;) {
    const credentials = await askForCredentials(shortAddress(address), refused);
    if (!credentials || !(await confirmInClear(address))) return;
    const found = await tryCredentials(backends, address, credentials);
    if (found === 'stopped') return;
    if (found !== 'refused') {
      await backends.credentials.keep(found.address ?? address, credentials);
      await use(backends, found);
      return;
    }
    refused = t('The server refused these. Try again.');
  }
}

async function tryCredentials(
  backends: Backends,
  address: string,
  credentials: BackendCredentials,
): Promise<FoundBackend | 'refused' | 'stopped'> {
  const title = t('Asking {0}…', shortAddress(address));
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (_, token) => {
    try {
      const found = await backends.probe(address, credentials, token);
      return found.locked ? 'refused' : found;
    } catch (error) {
      if (isUnauthorized(error)) return 'refused';
      if (!token.isCancellationRequested) complain(messageOf(error));
      return 'stopped';
    }
  });
}

async function use(backends: Backends, found: FoundBackend): Promise<void> {
  const { kind, address, name, version } = found;
  await backends.choose({ kind, address });
  await backends.earlier.remember(found);
  const product = version === null ? name : `${name} ${version}`;
  vscode.window.setStatusBarMessage(t('Previews are rendered by {0} from now on.', plain(product)), 5000);
}
