/** All code actions of a place. Loaded with the first that is asked for. */
import { type CodeAction, CodeActionKind } from 'vscode-languageserver-types';
import type { Finding } from '../findings/finding.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Analysis } from './analysis.ts';
import { type CodeActionRequest, codeActions, wanted } from './code-actions.ts';
import { renderActions } from './code-lens.ts';
import { type ModelSettingsRequest, modelSettings } from './model/settings.ts';
import { rewrites } from './rewrites.ts';

/** `runsCommands`: the editor has no commands of its own, and asks the server to run them. */
export function actions(
  analysis: Analysis,
  findings: readonly Finding[],
  asked: CodeActionRequest & ModelSettingsRequest & { readonly runsCommands: boolean },
  knowledge: Knowledge,
): CodeAction[] {
  const fixes = codeActions(analysis, findings, asked);
  const done = new Set(fixes.map(({ edit }) => JSON.stringify(edit)));
  return [
    ...fixes,
    ...modelSettings(analysis, asked, knowledge),
    // What a fix does is offered once.
    ...rewrites(analysis, asked, knowledge).filter(({ edit }) => !done.has(JSON.stringify(edit))),
    // Whoever asks for kinds asks for changes.
    ...(asked.runsCommands && wanted(asked.only, CodeActionKind.Empty)
      ? renderActions(analysis, asked.uri, asked.range)
      : []),
  ];
}
