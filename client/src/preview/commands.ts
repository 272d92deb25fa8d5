import * as vscode from 'vscode';
import type { RenderMode } from '../../../server/src/lsp/messages.ts';
import { Command } from '../commands.ts';
import { CONFIG_FILES } from '../documents.ts';
import type { Server } from '../server.ts';
import { Preview } from './preview.ts';
import { type Target, targetFrom } from './target.ts';

/** Registers the two render commands: at the place a code lens names, else at the cursor. */
export function registerPreview(server: Server, extension: vscode.Uri): vscode.Disposable {
  const preview = new Preview(server, extension);
  const command = (id: string, mode: RenderMode): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      if (!(await mayRender())) return;
      const target = targetFrom(argument) ?? targetAtCursor();
      if (target) await preview.render(target, mode);
      else void vscode.window.showInformationMessage('Open a JSON or YAML file and put the cursor in what to render.');
    });
  return vscode.Disposable.from(
    preview,
    command(Command.preview, 'draft'),
    command(Command.renderAsConfigured, 'configured'),
  );
}

/** A render acts on what a file says, so a workspace must be trusted first. Says so when it isn't. */
async function mayRender(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  const answer = await vscode.window.showWarningMessage('Renders need a trusted workspace.', manage);
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}

function targetAtCursor(): Target | null {
  const editor = vscode.window.activeTextEditor;
  if (!editor || vscode.languages.match(CONFIG_FILES, editor.document) === 0) return null;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}
