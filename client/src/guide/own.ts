/** What the guide can render of a person's own: the config that was edited last, on the program that was chosen. */

import { basename } from 'node:path/posix';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Backends } from '../backends/backends.ts';
import { BUILTIN } from '../backends/choice.ts';
import { backendStatus } from '../backends/status.ts';
import { isConfig, targetAtCursor } from '../documents.ts';
import type { Target } from '../panel/target.ts';
import type { Own } from './messages.ts';

export class OwnConfig implements vscode.Disposable {
  readonly #backends: Backends;
  readonly #changed = new vscode.EventEmitter<Own>();
  readonly #listeners: vscode.Disposable;
  /** Goes on saying where its cursor was when another editor is in front of it. */
  #editor: vscode.TextEditor | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(backends: Backends) {
    this.#backends = backends;
    const tell = (): void => this.#changed.fire(this.own);
    const look = (editor: vscode.TextEditor | undefined): void => {
      if (!editor || !isConfig(editor.document)) return;
      this.#editor = editor;
      tell();
    };
    look(vscode.window.activeTextEditor);
    this.#listeners = vscode.Disposable.from(
      this.#changed,
      vscode.window.onDidChangeActiveTextEditor(look),
      vscode.workspace.onDidCloseTextDocument(tell),
      vscode.workspace.onDidGrantWorkspaceTrust(tell),
      backends.onDidChangeState(tell),
    );
  }

  /** What can be rendered, for people. */
  get own(): Own {
    if (!vscode.workspace.isTrusted) return { kind: 'untrusted' };
    const { target } = this;
    if (!target) return { kind: 'none' };
    const { chosen, state } = this.#backends;
    const backend = chosen.kind === BUILTIN.kind ? t('the built-in model') : backendStatus(chosen, state, true).text;
    return { kind: 'ready', file: basename(vscode.Uri.parse(target.uri).path), backend };
  }

  /** Where in which file: the config edited last, else one that is in sight. `null` when there is none. */
  get target(): Target | null {
    const isOpen = this.#editor?.document.isClosed === false;
    const editor = isOpen ? this.#editor : vscode.window.visibleTextEditors.find(({ document }) => isConfig(document));
    return editor ? targetAtCursor(editor) : null;
  }

  dispose(): void {
    this.#listeners.dispose();
  }
}
