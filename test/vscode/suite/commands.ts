import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import type { Tests } from './runner.ts';

export const commandTests: Tests = {
  'every command of the manifest is registered': async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const declared = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(
      declared.filter((command) => !registered.has(command)),
      [],
    );
    for (const command of ['sweetspot.preview', 'sweetspot.renderAsConfigured', 'sweetspot.openPage']) {
      assert.ok(registered.has(command), `${command} is not registered`);
    }
  },
};
