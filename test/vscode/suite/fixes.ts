import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findings, open, placeOf } from './editor.ts';
import { wasteful } from './files.ts';
import type { Tests } from './runner.ts';

export const fixTests: Tests = {
  'the quick fix of a wasteful step count is the preferred one and writes the better number': async () => {
    const document = await open(wasteful);
    await findings(document, 1);
    const fix = (await codeActions(document, vscode.CodeActionKind.QuickFix)).find(({ isPreferred }) => isPreferred);
    assert.match(fix?.title ?? '', /Set to 25/);
    await apply(fix);
    assert.match(document.getText(), /^num_inference_steps: 25$/m);
    await findings(document, 0);
  },

  'source.fixAll.sweetspot writes the better number': async () => {
    const document = await open(wasteful);
    await findings(document, 1);
    const [fix] = await codeActions(document, vscode.CodeActionKind.SourceFixAll.append('sweetspot'));
    await apply(fix);
    assert.match(document.getText(), /^num_inference_steps: 25$/m);
  },
};

async function codeActions(document: vscode.TextDocument, kind: vscode.CodeActionKind): Promise<vscode.CodeAction[]> {
  const place = placeOf(document, '80');
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(place, place),
    kind.value,
    /* resolve this many, so that their edits are there */ 10,
  );
}

async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  assert.ok(action?.edit, 'there is no such code action, or it has no edit');
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}
