import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findings, open } from './editor.ts';
import { wasteful } from './files.ts';
import type { Tests } from './runner.ts';

export const projectTests: Tests = {
  'a project file is heeded that lies on no disk': async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const project = vscode.Uri.joinPath(folder.uri, 'quiet', '.sweetspot.yaml');
    await vscode.workspace.fs.writeFile(project, new TextEncoder().encode('rules:\n  steps-wasteful: off\n'));
    const document = await open({ ...wasteful, name: 'wasteful.yaml' }, 'quiet');
    const loud = await open(wasteful);
    await findings(loud, 1);
    await findings(document, 0);
  },
};
