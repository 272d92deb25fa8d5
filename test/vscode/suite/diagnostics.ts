import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, findings, open, placeOf } from './editor.ts';
import { fine, wasteful } from './files.ts';
import type { Tests } from './runner.ts';

export const diagnosticTests: Tests = {
  'a wasteful step count is underlined, with a link to the page of the rule': async () => {
    const document = await open(wasteful);
    const [finding] = await findings(document, 1);
    assert.ok(finding);
    assert.equal(document.getText(finding.range), '80');
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
    assert.ok(typeof finding.code === 'object');
    assert.equal(finding.code.value, 'steps-wasteful');
    assert.match(finding.code.target.toString(true), /steps-wasteful/);
  },

  'typing changes the findings': async () => {
    const document = await open(wasteful);
    await findings(document, 1);
    await replace(document, '80', '25');
    await findings(document, 0);
  },

  'a fine file becomes a wasteful one': async () => {
    const document = await open(fine);
    await replace(document, '25', '90');
    const [finding] = await findings(document, 1);
    assert.ok(finding);
    assert.equal(document.getText(finding.range), '90');
  },

  'closing a file clears its findings': async () => {
    const document = await open(wasteful);
    await findings(document, 1);
    await closeAll();
    await findings(document, 0);
  },
};

async function replace(document: vscode.TextDocument, text: string, by: string): Promise<void> {
  const start = placeOf(document, text).translate(0, -1);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(start, start.translate(0, text.length)), by);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
