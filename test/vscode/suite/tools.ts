import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open } from './editor.ts';
import { wasteful } from './files.ts';
import type { Tests } from './runner.ts';

interface LanguageModels {
  readonly tools: readonly { readonly name: string }[];
  invokeTool(name: string, options: object): Promise<{ readonly content: readonly { readonly value?: string }[] }>;
}

/** Calls a tool as an agent would. */
export function invokeTool(name: string, input: object): ReturnType<LanguageModels['invokeTool']> {
  const { lm } = vscode as unknown as { lm: LanguageModels };
  return lm.invokeTool(name, { input, toolInvocationToken: undefined });
}

export const toolTests: Tests = {
  'an agent finds a wasteful count and is told what suits the model': async () => {
    const { lm } = vscode as unknown as { lm?: Partial<LanguageModels> };
    // Editors before 1.95 have no agents.
    if (!lm?.invokeTool || !lm.tools) return;
    const document = await open(wasteful);
    const names = lm.tools.map(({ name }) => name).filter((name) => name.startsWith('sweetspot_'));
    assert.equal(names.length, 5);
    const call = async (name: string, input: object): Promise<string> => {
      const { content } = await invokeTool(name, input);
      return content[0].value ?? '';
    };
    const found = await call('sweetspot_check', { text: document.getText(), name: 'wasteful.yaml' });
    assert.match(found, /"code": "steps-wasteful"/);
    assert.match(await call('sweetspot_suggest', { model: 'black-forest-labs/FLUX.1-schnell' }), /"known": true/);
  },
};
