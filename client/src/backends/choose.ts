/** *Choose Backend*: what was found on this machine, the built-in model, or an address that somebody types. */

import * as vscode from 'vscode';
import { inBackground } from '../../../server/src/background.ts';
import type { BackendCredentials, FoundBackend } from '../../../server/src/protocol/backends.ts';
import { complain } from '../notices.ts';
import type { Backends } from './backends.ts';
import { plain, shortAddress } from './choice.ts';
import { askForCredentials, confirmInClear, forgetCredentials } from './credential-dialogs.ts';
import { actions, type Entry, type Known, programs } from './items.ts';
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
      await typeAddress(backends, entry.does.typed);
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
  list.title = 'Choose Backend';
  list.matchOnDescription = true;
  const show = (found: readonly FoundBackend[]): void => {
    const keepsCredentials = backends.credentials.origins().length > 0;
    const known: Known = { current: backends.chosen, found, keepsCredentials };
    const separator = { label: '', kind: vscode.QuickPickItemKind.Separator };
    const before = list.activeItems[0]?.label;
    list.items = [...programs(known), separator, ...actions(known)];
    list.activeItems = list.items.filter(({ label }) => label === before);
  };
  show([]);
  list.busy = true;
  list.placeholder = 'Looking for programs on this machine…';
  const search = backends.detect(searching.token).then(
    (found) => {
      show(found);
      const none = 'No program was found on this machine. Start one, or type its address';
      list.placeholder = found.some(({ address }) => address !== null) ? 'The program that renders previews' : none;
    },
    (error: unknown) => {
      list.placeholder = `The search failed: ${messageOf(error)}`;
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

/** Asks for an address until something answers there, or somebody gives up. */
async function typeAddress(backends: Backends, typed = ''): Promise<void> {
  const probing = new vscode.CancellationTokenSource();
  const input = vscode.window.createInputBox();
  input.title = 'Address of a Program That Renders';
  input.prompt = 'ComfyUI, A1111, Forge, SD.Next, SwarmUI, InvokeAI, sd-server or an OpenAI-style image server';
  input.placeholder = 'http://127.0.0.1:8188';
  input.value = typed;
  input.ignoreFocusOut = true;
  const locked = await new Promise<string | null>((resolve) => {
    input.onDidChangeValue(() => {
      input.validationMessage = undefined;
    });
    input.onDidHide(() => resolve(null));
    input.onDidAccept(async () => {
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
        input.validationMessage = withUsualCause(messageOf(error));
      } finally {
        input.busy = false;
        input.enabled = true;
      }
    });
    input.show();
  });
  probing.cancel();
  probing.dispose();
  input.dispose();
  if (locked !== null) await unlock(backends, locked);
}

/** What a person can do about a server that is there and does not answer. */
function withUsualCause(message: string): string {
  if (!message.startsWith('Nothing answers')) return message;
  return `${message} On another machine, ComfyUI answers only when it was started with --listen.`;
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
    refused = 'The server refused these. Try again.';
  }
}

async function tryCredentials(
  backends: Backends,
  address: string,
  credentials: BackendCredentials,
): Promise<FoundBackend | 'refused' | 'stopped'> {
  const title = `Asking ${shortAddress(address)}…`;
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

async function use(backends: Backends, { kind, address, name, version }: FoundBackend): Promise<void> {
  await backends.choose({ kind, address });
  const product = version === null ? name : `${name} ${version}`;
  vscode.window.setStatusBarMessage(`Previews are rendered by ${plain(product)} from now on.`, 5000);
}
