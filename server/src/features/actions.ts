/** All code actions of a place. Loaded with the first that is asked for. */
import type { CodeAction } from 'vscode-languageserver-types';
import type { Finding } from '../findings/finding.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Analysis } from './analysis.ts';
import { type CodeActionRequest, codeActions } from './code-actions.ts';
import { type ModelSettingsRequest, modelSettings } from './model/settings.ts';
import { rewrites } from './rewrites.ts';

export function actions(
  analysis: Analysis,
  findings: readonly Finding[],
  asked: CodeActionRequest & ModelSettingsRequest,
  knowledge: Knowledge,
): CodeAction[] {
  return [
    ...codeActions(analysis, findings, asked),
    ...modelSettings(analysis, asked, knowledge),
    ...rewrites(analysis, asked, knowledge),
  ];
}
