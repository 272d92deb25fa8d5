import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open, placeOf } from './editor.ts';
import { type File, fine, wasteful } from './files.ts';
import type { Tests } from './runner.ts';

export const hoverTests: Tests = {
  'the key of the step count explains the setting': async () => {
    assert.match(await hoverOn(wasteful, 'num_inference_steps'), /inference steps/i);
  },

  'the value of the step count says what the model needs': async () => {
    assert.match(await hoverOn(wasteful, '80'), /stable diffusion/i);
  },

  'JSON is explained as YAML is': async () => {
    assert.match(await hoverOn(fine, 'num_inference_steps'), /inference steps/i);
  },

  'a prompt is not explained': async () => {
    assert.doesNotMatch(await hoverOn(wasteful, 'lighthouse'), /inference steps/i);
  },
};

/** All that is shown for a place, as one Markdown text. */
async function hoverOn(file: File, text: string): Promise<string> {
  const document = await open(file);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    placeOf(document, text),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((part) => (typeof part === 'string' ? part : part.value))
    .join('\n');
}
