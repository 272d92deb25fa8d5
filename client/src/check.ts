/** *Check on My Server*: what the chosen server lacks of a graph, underlined in the file before anybody renders it. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { CHECK_ON_SERVER } from '../../server/src/protocol/render.ts';
import { messageOf } from './backends/problems.ts';
import { Command } from './commands.ts';
import { targetAtCursor } from './documents.ts';
import { complain, inform } from './notices.ts';
import { placesAfter, type Target, targetFrom } from './panel/target.ts';
import { ServerProblems } from './preview/problems.ts';
import type { Server } from './server.ts';
import { isTrusted } from './trust.ts';

/** Registers the command, and keeps what it found true while the file is edited. */
export function registerCheck(server: Server): vscode.Disposable {
  const problems = new ServerProblems('sweetspot check');
  return vscode.Disposable.from(
    problems,
    vscode.commands.registerCommand(Command.checkOnServer, async (argument: unknown) => {
      if (!(await isTrusted())) return;
      const target = targetFrom(argument) ?? targetAtCursor();
      if (!target) return inform(t('Open a JSON or YAML file and put the cursor in what to check.'));
      await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: t('Checking on your server') },
        () => check(server, problems, target),
      );
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const { uri, places } = problems.shown;
      if (places.length === 0 || contentChanges.length === 0 || document.uri.toString() !== uri) return;
      problems.show(uri, contentChanges.reduce<typeof places>(placesAfter, places));
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (document.uri.toString() === problems.shown.uri) problems.show('', []);
    }),
  );
}

async function check(server: Server, problems: ServerProblems, { uri, position }: Target): Promise<void> {
  try {
    const found = await server.request(CHECK_ON_SERVER, { textDocument: { uri }, position });
    problems.show(uri, found.places);
    const count = found.places.length + found.others.length;
    if (count === 0) return inform(t('{0} has everything that this graph needs.', found.server));
    const [first] = [...found.places.map(({ message }) => message), ...found.others];
    complain(
      count === 1 ? first : t('{0} lacks {1} things that this graph needs. The first: {2}', found.server, count, first),
    );
  } catch (error) {
    problems.show('', []);
    complain(messageOf(error));
  }
}
