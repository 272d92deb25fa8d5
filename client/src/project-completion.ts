import * as vscode from 'vscode';
import type { CompletionMiddleware } from 'vscode-languageclient';

/** Completes YAML by the schema of project files that package.json contributes. */
const YAML = 'redhat.vscode-yaml';

/** Whoever has an extension that completes project files by their schema is not offered the same by the server once more. */
export const projectCompletion: CompletionMiddleware = {
  provideCompletionItem(document, position, context, token, next) {
    const isCompleted = vscode.extensions.getExtension(YAML)?.isActive === true;
    return isCompleted && /\/\.sweetspot\.ya?ml$/.test(document.uri.path)
      ? null
      : next(document, position, context, token);
  },
};
