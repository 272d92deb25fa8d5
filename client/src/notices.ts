/**
 * What a person is told in passing. Files and servers have words in it, and VS Code makes links, of commands too, of what it
 * finds in square and round brackets: such words stay words.
 */
import * as vscode from 'vscode';
import { inBackground } from '../../server/src/background.ts';
import { visible } from '../../server/src/common/printable.ts';
import { messageOf } from './backends/problems.ts';

/** `next`: a button. Without one VS Code cuts a message off after its first line. */
export function inform(text: string, next?: vscode.Command): void {
  inBackground(async () => {
    const pressed = await vscode.window.showInformationMessage(asWords(text), ...(next ? [next.title] : []));
    if (next && pressed === next.title) await vscode.commands.executeCommand(next.command);
  });
}

/** Tells people of an error. */
export function complain(text: string): void {
  inBackground(() => vscode.window.showErrorMessage(asWords(text)));
}

/** Registers a command that says why it failed. */
export function onCommand(
  id: string,
  does: (argument: unknown) => unknown,
  failed = (why: string): string => why,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument: unknown) => {
    try {
      await does(argument);
    } catch (error) {
      complain(failed(messageOf(error)));
    }
  });
}

/** Whether a person agrees to something that can't be undone. `yes`: what the button says. */
export async function agrees(question: string, yes: string, detail?: string): Promise<boolean> {
  const options = { modal: true, ...(detail !== undefined && { detail }) };
  return (await vscode.window.showWarningMessage(question, options, yes)) === yes;
}

/** The text without links, and with nothing that stands elsewhere than it seems to. */
function asWords(text: string): string {
  return visible(text).replace(/\]\(/g, '] (');
}
