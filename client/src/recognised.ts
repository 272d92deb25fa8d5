/** As what the file in the editor is read: beside its language, as a tree with what that rests on, and as a key for menus. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { inBackground } from '../../server/src/background.ts';
import { RECOGNISED, type Recognised } from '../../server/src/protocol/recognised.ts';
import { Command } from './commands.ts';
import { CONFIG_FILES, isConfig, rangeOf } from './documents.ts';
import { inform } from './notices.ts';
import type { Server } from './server.ts';

/** Set while the file in the editor is one that Sweetspot reads. */
const CONTEXT = 'sweetspot.recognised';
const VIEW = 'sweetspot.recognisedView';
/** Set once somebody wants to see the tree. */
const VIEW_CONTEXT = 'sweetspot.showsRecognised';

/** Milliseconds without an edit before it is asked anew. */
const CALM = 300;

/** Rows that are opened at once. */
const FEW = 4;

/** What stands in the tree. */
interface Row {
  readonly label: string;
  readonly description: string;
  readonly range: vscode.Range | null;
  readonly rows: readonly Row[];
}

/** Keeps the status, the tree and the menus' key true for the file in the editor. */
export function registerRecognised(server: Server): vscode.Disposable {
  const status = vscode.languages.createLanguageStatusItem('sweetspot.recognised', CONFIG_FILES);
  status.name = t('Sweetspot: This File');
  status.command = { command: Command.showRecognised, title: t('Show') };
  status.text = 'Sweetspot';
  const changed = new vscode.EventEmitter<void>();
  let shown: { readonly uri: vscode.Uri; readonly rows: readonly Row[] } | null = null;
  let calm: NodeJS.Timeout | undefined;

  const tree = vscode.window.createTreeView<Row>(VIEW, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (row) => [...(row?.rows ?? shown?.rows ?? [])],
      getTreeItem: ({ label, description, range, rows }) => {
        const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
        const opened = (shown?.rows.length ?? 0) <= FEW ? Expanded : Collapsed;
        const state = rows.length === 0 ? None : opened;
        const item = new vscode.TreeItem(label, state);
        item.description = description;
        if (description !== '') item.tooltip = `${label}: ${description}`;
        if (range && shown) {
          const options: vscode.TextDocumentShowOptions = { selection: range, preserveFocus: true };
          item.command = { command: 'vscode.open', title: t('Go There'), arguments: [shown.uri, options] };
        }
        return item;
      },
    },
  });

  const refresh = async (): Promise<void> => {
    const document = vscode.window.activeTextEditor?.document;
    if (!document) return;
    const said = isConfig(document) ? await ask(server, document.uri) : null;
    if (vscode.window.activeTextEditor?.document !== document) return;
    await vscode.commands.executeCommand('setContext', CONTEXT, (said?.count ?? 0) > 0);
    if (!isConfig(document)) return;
    status.text = said?.format ? `${said.format}: ${counted(said.count)}` : t('Not read by Sweetspot');
    // No room for a sentence: VS Code cuts it off, and the link behind it. The tree has it.
    status.detail = said?.brief ?? '';
    shown = { uri: document.uri, rows: said ? rowsOf(said) : [] };
    tree.message = said?.format ? '' : plain(said?.why ?? '');
    changed.fire();
  };
  const soon = (): void => {
    clearTimeout(calm);
    calm = setTimeout(() => inBackground(refresh), CALM);
  };
  soon();
  return vscode.Disposable.from(
    status,
    changed,
    tree,
    { dispose: () => clearTimeout(calm) },
    vscode.window.onDidChangeActiveTextEditor(soon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === vscode.window.activeTextEditor?.document) soon();
    }),
    vscode.workspace.onDidOpenTextDocument(soon),
    server.onDidChangeState((state) => state === 'running' && soon()),
    vscode.commands.registerCommand(Command.showRecognised, async () => {
      await vscode.commands.executeCommand('setContext', VIEW_CONTEXT, true);
      await refresh();
      await vscode.commands.executeCommand(`${VIEW}.focus`);
    }),
  );
}

/** Whether there is something to render in a file. Where there is not, a person is told what is missing: that is no failure. */
export async function isRenderable(server: Server, uri: string): Promise<boolean> {
  const said = await ask(server, vscode.Uri.parse(uri));
  if (!said || said.count > 0) return true;
  const show = { command: Command.showRecognised, title: t('Show What Is Recognised') };
  inform(t('There is nothing to render in this file. {0}', plain(said.why)), show);
  return false;
}

/** `null` where the server can't be asked. */
async function ask(server: Server, uri: vscode.Uri): Promise<Recognised | null> {
  try {
    return await server.request(RECOGNISED, { textDocument: { uri: uri.toString() } });
  } catch {
    return null;
  }
}

function rowsOf({ format, why, generations }: Recognised): Row[] {
  if (format === null) return [];
  const rests = { label: format, description: plain(why), range: null, rows: [] };
  return [
    rests,
    ...generations.map(({ title, range, parts }) => ({
      label: title,
      description: t('line {0}', range.start.line + 1),
      range: rangeOf(range),
      rows: parts.map((part) => ({
        label: part.label,
        description: t('{0} (line {1})', part.value, part.range.start.line + 1),
        range: rangeOf(part.range),
        rows: [],
      })),
    })),
  ];
}

function counted(count: number): string {
  return count === 1 ? t('1 generation') : t('{0} generations', count);
}

/** Without the marks of code: VS Code shows them as they are here. */
function plain(text: string): string {
  return text.replaceAll('`', '');
}
