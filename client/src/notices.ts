/**
 * What a person is told in passing. Files and servers have words in it, and VS Code makes links, of commands too, of what it
 * finds in square and round brackets: such words stay words.
 */
import * as vscode from 'vscode';
import { inBackground } from '../../server/src/background.ts';

export function inform(text: string): void {
  inBackground(() => vscode.window.showInformationMessage(asWords(text)));
}

export function complain(text: string): void {
  inBackground(() => vscode.window.showErrorMessage(asWords(text)));
}

/** The text without links. */
export function asWords(text: string): string {
  return text.replace(/\]\(/g, '] (');
}
