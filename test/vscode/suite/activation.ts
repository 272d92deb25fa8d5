import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension, findings, open } from './editor.ts';
import { notes, wasteful } from './files.ts';
import type { Tests } from './runner.ts';

export const activationTests: Tests = {
  'nothing is started with the window': async () => {
    assert.equal(extension().isActive, false);
  },

  'a file that is neither JSON nor YAML starts nothing': async () => {
    const document = await open(notes);
    // An answer of the hover providers shows that everything the language asks for has been activated.
    await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, new vscode.Position(0, 0));
    assert.equal(extension().isActive, false);
  },

  'a YAML file starts the extension': async () => {
    const document = await open(wasteful);
    await findings(document, 1);
    assert.equal(extension().isActive, true);
  },
};
