/** Mistakes in a project file as diagnostics. */
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { readProject } from '../project/index.ts';
import { SourceText } from '../syntax/text.ts';
import { diagnostic } from './diagnostics.ts';
import type { PageLinks } from './links.ts';

const CODE = 'project-file';

/** One diagnostic a mistake, with a link to the page that says what a project file may say. */
export function projectDiagnostics(text: string, knowledge: Knowledge, links: PageLinks): Diagnostic[] {
  const rule = knowledge.rule(CODE);
  const lines = new SourceText(text);
  return readProject(text, knowledge).problems.map((problem) =>
    diagnostic(CODE, rule.severity, lines.range(problem), problem.message, { href: links.rule(rule) }),
  );
}
